"""Pages of people, bodies, documents and provinces: what reports say, each meeting once, and what is missing."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import orjson
import pytest

from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.model.items import Act, Article, DocumentCited, Meeting, MeetingKind, Participant, Person
from crawler.web.queries import bodies, days, names
from crawler.web.queries import meetings as browse
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.settings import ConsoleSettings
from tests.stores import new_store
from tests.watch.conftest import put
from tests.web.conftest import NOW, Site, article, serving
from tests.web.test_queries import report

VI, EN = {"Accept-Language": "vi"}, {"Accept-Language": "en"}
HANH = Person(name="Lò Thị Hạnh", posts=["Chủ tịch HĐND tỉnh"])
AN = Person(name="Cà Văn An", posts=["Giám đốc Sở Y tế"])


def session(number: int, days_ago: int, *, portal: str = "son-la", **more: object) -> Article:
    """A session of the council of Sơn La; the chair chairs the odd ones and is present at the even ones."""
    chaired = number % 2 == 1
    facts = {
        "kind": MeetingKind.COUNCIL_SESSION,
        "body_name": "HĐND tỉnh Sơn La",
        "ordinal": number,
        "term": "XV",
        "held_on": date(2025, 12, 31),
        "held_on_precision": "day",
        "chairs": [HANH] if chaired else [AN],
        "attendees": [AN] if chaired else [HANH],
        "documents_cited": [DocumentCited(number="45/NQ-HĐND", kind="Nghị quyết")],
    }
    day = NOW.date().toordinal() - days_ago
    facts["held_on"] = date.fromordinal(day)
    return article(f"k{number}", f"Kỳ họp thứ {number}", f"Nội dung {number} {portal}", days_ago, portal,
                   meeting=Meeting(**{**facts, **more}))  # fmt: skip


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    output = tmp_path_factory.mktemp("things")
    store = new_store(output / "tintinh.db")
    elected = Act(type="personnel", act="bầu", person="Cà Văn An", post="Giám đốc Sở Y tế")
    put(store, [session(17, 400), session(18, 300), session(20, 120), session(21, 3, acts=[elected])])
    cited = [DocumentCited(number="45/NQ-HĐND")]
    put(store, [
        session(21, 3, portal="lai-chau"),  # the same meeting, reported next door
        article("w1", "UBND tỉnh làm việc", "UBND tỉnh làm việc với xã.", 2, "lai-chau",
                meeting=Meeting(kind=MeetingKind.WORKING_SESSION, body_name="UBND tỉnh", documents_cited=cited)),
        article("w2", "Sắp họp", "Sắp họp.", 1, "lai-chau",
                meeting=Meeting(kind=MeetingKind.CONFERENCE, status="announced", body_name="Sở Y tế tỉnh Lai Châu",
                                held_on=date(2026, 1, 9), held_on_precision="day")),
    ])  # fmt: skip
    store.close()
    with serving(ConsoleSettings(f"sqlite:///{output / 'tintinh.db'}", output, now=lambda: NOW)) as made:
        yield made


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def listed(page: str) -> list[str]:
    """The titles of the meetings that a page lists."""
    return [unescape(one) for one in re.findall(r'<a href="/article\?id=[^"]+" lang="vi">(.*?)</a>', page)]


def test_a_person_found_without_diacritics_has_each_meeting_once(things: Site) -> None:
    page = things.get("/person", EN, name="lo thi hanh").text
    assert '<h1 lang="vi">Lò Thị Hạnh</h1>' in page
    text = text_of(page)
    assert "4 meetings" in text
    assert "2 chaired" in text
    assert "Chủ tịch HĐND tỉnh" in text
    assert listed(page) == ["Kỳ họp thứ 21", "Kỳ họp thứ 20", "Kỳ họp thứ 18", "Kỳ họp thứ 17"]
    assert 'href="/person?name=C%C3%A0+V%C4%83n+An" lang="vi">Cà Văn An</a> <span class="count">4</span>' in page
    assert page.count('<rect class="chaired"') == 2
    assert page.count('<rect class="present"') == 2


def test_a_person_can_be_followed_and_exported(things: Site) -> None:
    page = things.get("/person", EN, name="lo thi hanh").text
    targets = {unescape(one) for one in re.findall(r'<a(?: class="feed")? href="(/(?:feeds|api)/[^"]+)"', page)}
    assert {one.partition("?")[0] for one in targets} == {
        "/feeds/meetings.atom", "/feeds/meetings.rss", "/feeds/meetings.json", "/feeds/meetings.ics",
        "/api/meetings.csv", "/api/people",
    }  # fmt: skip
    for one in targets:
        answer = things.get(one)
        assert answer.status == 200
        assert "Kỳ họp thứ 20" in answer.text or "son-la:k20" in answer.text or "HĐND" in answer.text
    assert 'people   = ["Lò Thị Hạnh"]' in unescape(page) or "Lò Thị Hạnh" in page.partition("[rules.")[2]


def test_an_act_about_a_person_is_named(things: Site) -> None:
    assert "bầu, Giám đốc Sở Y tế" in text_of(things.get("/person", EN, name="Cà Văn An").text)


@pytest.mark.parametrize("path", ["/person?name=khong+ai", "/document?number=99", "/body?name=Khong+co"])
def test_who_is_in_no_report_has_an_empty_page(things: Site, path: str) -> None:
    answer = things.get(path, EN)
    assert answer.status == 200
    assert 'class="nothing"' in answer.text


@pytest.mark.parametrize("name", ["HĐND tỉnh Sơn La", "hdnd tinh son la", "Hội đồng nhân dân tỉnh Sơn La"])
def test_a_body_shows_its_terms_and_what_is_missing(things: Site, name: str) -> None:
    page = things.get("/body", EN, name=name).text
    assert "4 meetings" in text_of(page)
    ordinals = re.search(r'<ol class="ordinals">(.*?)</ol>', page, re.S)
    assert ordinals is not None
    assert text_of(ordinals[1]) == "17 18 19 20 21"
    assert re.findall(r'<span class="gap" title="no report seen">(\d+)</span>', page) == ["19"]
    assert re.findall(r'<th scope="row">(\d+)</th>', page) == ["2025", "2024"]


def test_a_document_is_followed_to_another_province(things: Site) -> None:
    page = things.get("/document", EN, number="45/nq-hđnd").text
    assert "Nghị quyết 45/NQ-HĐND" in text_of(page)
    (target,) = re.findall(r'<a href="(/document[^"]+)" lang="vi">Lai Châu</a>', page)
    there = things.get(unescape(target), EN).text
    assert listed(there) == ["UBND tỉnh làm việc", "Kỳ họp thứ 21"]
    assert 'href="/province?id=12"' in there


def test_a_province_that_was_merged_leads_to_its_successor(things: Site) -> None:
    page = things.get("/province", EN, id="Hà Tây").text
    assert '<h1 lang="vi">Thành phố Hà Nội</h1>' in page
    assert "Hà Tây is today part of Hà Nội." in text_of(page)
    assert "is today part of" not in things.get("/province", EN, id="01").text
    assert things.get("/province", EN, id="Son Ls").status == 400


def test_a_province_shows_its_bodies_people_and_meetings(things: Site) -> None:
    page = things.get("/province", EN, id="12").text
    assert listed(page) == ["Sắp họp", "UBND tỉnh làm việc", "Kỳ họp thứ 21"]
    assert 'href="/body?name=UBND+t%E1%BB%89nh&amp;province=12"' in page
    assert "announced" in text_of(page)


def test_the_map_has_a_tile_for_each_province_and_the_table_says_the_same(things: Site) -> None:
    page = things.get("/provinces", EN).text
    tiles = re.findall(r'<a href="/province\?id=(\d\d)" aria-label="([^"]+)"><title>', page)
    assert len(tiles) == len(dict(tiles)) == 34
    assert dict(tiles)["14"] == "Sơn La: 1 meeting"
    assert dict(tiles)["12"] == "Lai Châu: 2 meetings"
    row = re.search(r'id=12" lang="vi">Lai Châu</a></th>\s*<td class="count">(\d+)</td>', page)
    assert row is not None
    assert row[1] == "2"
    assert (
        dict(re.findall(r'id=(\d\d)" aria-label="([^"]+)"', things.get("/provinces", EN, by="health").text))["01"]
        == "Hà Nội: unverified"
    )
    assert things.get("/provinces", EN, by="weather").status == 400


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/people", ["Cà Văn An", "Lò Thị Hạnh"]),
        ("/people?q=hanh", ["Lò Thị Hạnh"]),
        ("/people?q=L%C3%B2", ["Lò Thị Hạnh"]),
        ("/people?q=L%E1%BB%8D", []),
        ("/people?province=01", []),
        ("/documents?q=45", ["45/NQ-HĐND"]),
        ("/bodies?province=14", ["HĐND tỉnh Sơn La"]),
        ("/bodies?q=hdnd+tinh", ["HĐND tỉnh Sơn La"]),
        ("/bodies?q=so+y", ["Sở Y tế tỉnh Lai Châu"]),
    ],
)
def test_lists_of_names(things: Site, path: str, found: list[str]) -> None:
    page = things.get(path, VI).text
    names = re.search(r'<ol class="names">(.*?)</ol>', page, re.S)
    listed = re.findall(r'<a href="/(?:person|body|document)\?[^"]+" lang="vi">(.*?)</a>', names[1]) if names else []
    assert sorted(listed) == sorted(found)


def test_names_complete_what_is_typed(things: Site) -> None:
    def found(typed: str) -> list[tuple[str, str]]:
        items = orjson.loads(things.get("/api/names", q=typed).text)["items"]
        assert all(things.get(one["page"]).status == 200 for one in items)
        return [(one["what"], one["name"]) for one in items]

    assert found("lo thi") == [("person", "Lò Thị Hạnh")]
    assert found("Hà Tâ") == [("province", "Hà Tây")]
    assert ("document", "45/NQ-HĐND") in found("45")
    assert found("sở y") == [("body", "Sở Y tế tỉnh Lai Châu")]
    assert found("zz") == []


@pytest.mark.parametrize("common", [1000, 1])
def test_a_body_is_told_from_those_of_other_provinces(
    store: Store, common: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "COMMON", common)
    put(
        store,
        [
            report("1", days=1, ordinal=1),
            report("2", days=2, body="HĐND tỉnh", ordinal=2),
            report("3", days=3, body="HĐND tỉnh", province="12", ordinal=3),
            report("4", days=4, body="HĐND tỉnh Lai Châu", ordinal=4),
            report("5", days=5, body="HĐND tỉnh Sơn La", province="12", ordinal=5),
            report("6", days=6, body="UBND tỉnh Sơn La", ordinal=6),
        ],
    )
    with reading(store.engine) as connection:

        def found(name: str, province: str | None = None) -> list[int | None]:
            one = bodies.body(connection, name, province)
            return [sitting.ordinal for sitting in bodies.sittings(connection, one)]

        assert found("HĐND tỉnh Sơn La") == [1, 2, 5]
        assert found("HĐND tỉnh", "14") == [1, 2, 5]
        assert found("hoi dong nhan dan tinh Lai Chau") == [3, 4]
        assert found("HĐND tỉnh") == [1, 2, 3, 4, 5]
        assert [one.name for one in names.bodies_lately(connection, None)][:2] == ["HĐND tỉnh Sơn La", "HĐND tỉnh"]


def test_meetings_are_counted_by_day_kind_and_province(store: Store) -> None:
    held = date(2025, 12, 30)
    put(store, [report("1", "a", ordinal=21, held_on=held), report("2", "a", 1, ordinal=20)])
    put(store, [report("9", "b", 1, ordinal=21, held_on=held), report("8", "b", 40, province="12")])
    wanted = MeetingFilter(since=date(2025, 12, 1), until=date(2026, 1, 31))
    with reading(store.engine) as connection:
        assert days.counts(connection, wanted) == {held: 1, date(2026, 1, 1): 1}
        assert {day: len(found) for day, found in days.by_day(connection, wanted).items()} == {
            held: 1,
            date(2026, 1, 1): 1,
        }
        assert days.by_kind(connection, wanted) == {date(2025, 12, 29): {"council_session": 2}}
        assert days.by_province(connection, ["12", "14"], date(2025, 1, 1), date(2026, 2, 1)) == {"12": 1, "14": 2}
        assert days.last_day(connection, MeetingFilter(), date(2026, 1, 1)) == held
        assert days.last_day(connection, MeetingFilter(province="12"), date(2025, 1, 1)) == date(2025, 11, 23)
        assert days.last_day(connection, MeetingFilter(province="01"), date(2025, 1, 1)) is None
        with pytest.raises(ValueError, match="bounded"):
            days.counts(connection, MeetingFilter(since=held))


def test_names_that_begin_so_are_found_in_any_report(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "LATELY", 1)
    people = ["Lò Văn An", "Lo Van Anh", "Lộ Văn Ba", "Lý Thị Cả"]
    made = [report(str(number), days=number, people=[name]) for number, name in enumerate(people)]
    made[0].meeting.participants = [Participant(name="Sở Y tế", type="organisation", role="guest")]  # type: ignore[union-attr]
    put(store, made)
    with reading(store.engine) as connection:
        assert [one.name for one in names.lately(connection, "person", None)] == ["Lò Văn An"]
        found = names.beginning(connection, "person", "lo van", 9)
        assert [one.name for one in found] == ["Lò Văn An", "Lo Van Anh", "Lộ Văn Ba"]
        assert [one.name for one in names.beginning(connection, "person", "Lò v", 9)] == ["Lò Văn An"]
        assert names.beginning(connection, "person", "?", 9) == []
        assert browse.province_of("hà tây") == "01"


def test_ordinals_far_apart_are_no_gaps() -> None:
    def sitting(ordinal: int, day: str = "2025-01-01") -> bodies.Sitting:
        return bodies.Sitting(f"a:{ordinal}", ordinal, day, "conference", "held", ordinal, None, None, None)

    assert bodies.missing_ordinals([sitting(1), sitting(2), sitting(4)]) == {None: [3]}
    assert bodies.missing_ordinals([sitting(1), sitting(900)]) == {}
    assert bodies.missing_ordinals([sitting(1), sitting(10**9)]) == {}
    months = [sitting(1, "2024-11-05"), sitting(2, "2025-01-05"), sitting(3, "2025-02-05")]
    assert bodies.missing_months(months) == [date(2024, 12, 1)]
    assert bodies.missing_months([sitting(1, "1999-01-01"), sitting(2, "2025-01-05")]) == []
