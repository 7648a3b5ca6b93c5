"""Lists for people: each row once and in order, whatever the page size, and filters that find what rules would."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.model.items import Article, DocumentCited, Meeting, MeetingKind, Person
from crawler.web.queries import articles as browse_articles
from crawler.web.queries import meetings as browse
from crawler.web.queries import portals as browse_portals
from crawler.web.queries.articles import ArticleFilter
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.queries.paging import read_cursor
from crawler.web.queries.portals import Gap, by_week, gaps
from tests.records import NOON, article
from tests.watch.conftest import put

COUNCIL = MeetingKind.COUNCIL_SESSION


def report(
    key: str,
    portal: str = "a",
    days: int = 0,
    body: str | None = "HĐND tỉnh Sơn La",
    ordinal: int | None = None,
    people: Sequence[str] = (),
    documents: Sequence[str] = (),
    kind: MeetingKind = COUNCIL,
    province: str = "14",
    held_on: date | None = None,
) -> Article:
    made = article(key, f"Nội dung {key} {portal}.", NOON - timedelta(days=days), portal)
    made.province_code = province
    made.meeting = Meeting(
        kind=kind,
        body_name=body,
        ordinal=ordinal,
        held_on=held_on,
        held_on_precision="day" if held_on else None,
        chairs=[Person(name=name) for name in people],
        documents_cited=[DocumentCited(number=number) for number in documents],
    )
    return made


def listed(store: Store, most: int = 50, events: bool = True, **wanted: object) -> list[str]:
    """All pages of a list, one after the other."""
    found: list[str] = []
    after = None
    with reading(store.engine) as connection:
        while True:
            page = browse.reports(connection, MeetingFilter(**wanted), after, most, events)  # type: ignore[arg-type]
            found += [one.article for one in page.rows]
            if page.following is None:
                return found
            assert len(page.rows) == most
            after = page.following


def test_every_report_is_listed_once_newest_first_whatever_the_page_size(store: Store) -> None:
    put(store, [report(str(n), days=n // 3, ordinal=n + 1) for n in range(8)])
    expected = sorted(range(8), key=lambda n: (-(n // 3), f"a:{n}"), reverse=True)
    for most in (1, 2, 3, 50):
        assert listed(store, most) == [f"a:{n}" for n in expected]


def test_the_reports_of_an_event_stand_under_the_newest_that_fits(store: Store) -> None:
    day = date(2026, 1, 1)
    put(store, [report("1", "a", 1, ordinal=21, held_on=day)])
    put(store, [report("2", "b", 0, ordinal=21, held_on=day), report("3", "b", 2, ordinal=20)])
    assert listed(store) == ["b:2", "b:3"]
    assert listed(store, portal="a") == ["a:1"]
    assert listed(store, events=False) == ["b:2", "a:1", "b:3"]
    with reading(store.engine) as connection:
        event = browse.of_article(connection, "a:1")
        assert event is not None
        assert [one.article for one in browse.of_events(connection, [event.event])[event.event]] == ["b:2", "a:1"]


FILTERS: list[tuple[dict[str, object], list[str]]] = [
    ({"person": "Nguyễn Hữu Đông"}, ["a:1"]),
    ({"person": "đồng chí nguyễn hữu đông"}, ["a:1"]),
    ({"person": "nguyen huu dong"}, ["a:1", "a:2"]),
    ({"person": "Nguyễn Hữu"}, []),
    ({"document": "5-NQ/TU"}, ["a:1"]),
    ({"document": "05 – nq/tu"}, ["a:1"]),
    ({"document": "5-NQ"}, []),
    ({"body": "HĐND tỉnh Sơn La"}, ["a:1", "a:4"]),
    ({"body": "Hội đồng nhân dân tỉnh"}, ["a:1", "a:3", "a:4"]),
    ({"body": "hdnd tinh son la"}, ["a:1"]),
    ({"body": "HĐND"}, ["a:1", "a:3", "a:4"]),
    ({"body": "Hội đồng nhân"}, ["a:1", "a:3", "a:4"]),
    ({"body": "Hội đồng nh"}, []),
    ({"body": "%"}, []),
    ({"kind": MeetingKind.CONFERENCE}, ["a:2"]),
    ({"province": "01"}, ["a:3"]),
    ({"kind": COUNCIL, "province": "14"}, ["a:1", "a:4"]),
    ({"since": date(2026, 1, 1)}, ["a:2", "a:1"]),
    ({"since": date(2025, 12, 31), "until": date(2025, 12, 31)}, ["a:3"]),
]


@pytest.mark.parametrize("common", [1, browse.COMMON])
def test_filters(store: Store, common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "COMMON", common)
    put(
        store,
        [
            report("1", days=0, people=["Nguyễn Hữu Đông"], documents=["05-NQ/TU"], held_on=date(2026, 1, 1)),
            report("2", days=1, people=["Nguyễn Hữu Dòng"], kind=MeetingKind.CONFERENCE, body="Sở Y tế",
                   held_on=date(2026, 1, 1)),
            report("3", days=2, body="HĐND tỉnh Lào Cai", province="01"),
            report("4", days=3, body="HĐND tỉnh"),
        ],
    )  # fmt: skip
    assert [(wanted, listed(store, **wanted)) for wanted, _ in FILTERS] == FILTERS


def test_an_edit_changes_what_a_report_is_found_by(store: Store) -> None:
    put(store, [report("1", people=["Lò Văn An"])])
    edited = report("1", people=["Lò Văn Bình"])
    edited.content_hash = "0" * 64
    put_again(store, edited)
    assert listed(store, person="Lò Văn An") == []
    assert listed(store, person="Lò Văn Bình") == ["a:1"]
    edited = article("1", "Không còn là cuộc họp.", portal="a")
    put_again(store, edited)
    assert listed(store) == []


def put_again(store: Store, edited: Article) -> None:
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE frontier SET due_at = 0")
    put(store, [edited])


def test_a_date_in_the_future_does_not_stay_on_top(store: Store) -> None:
    put(store, [report("1", days=-400), report("0", days=1, ordinal=1)])
    with reading(store.engine) as connection:
        first, second = browse.reports(connection, MeetingFilter()).rows
    assert (first.article, first.reported_at, first.day) == ("a:1", NOON.isoformat(), "2026-01-02")
    assert second.article == "a:0"


@pytest.mark.parametrize("cursor", ["", "x", "bm9wZQ", "WzEsMl0", "W10", "!" * 9000, "é", "WyJcdTAwMDAiLCIiXQ"])
def test_what_is_no_cursor_is_reported(cursor: str) -> None:
    with pytest.raises(UserError, match="not a place"):
        read_cursor(cursor)


def test_articles_by_publication_without_dates_of_the_future(store: Store) -> None:
    put(store, [article(str(n), f"bài {n}", NOON - timedelta(days=n // 2), "a") for n in range(5)])
    put(store, [article("x", "mai sau", NOON + timedelta(days=90), "b"), article("y", "không ngày", None, "b")])
    put(store, [report("z", "c", days=9)])
    today = NOON.date()
    found, after = [], None
    with reading(store.engine) as connection:
        while True:
            page = browse_articles.newest(connection, ArticleFilter(), today, after, 2)
            found += [one.id for one in page.rows]
            after = page.following
            if after is None:
                break
        until = browse_articles.newest(connection, ArticleFilter(until=today - timedelta(days=1)), today)
        meetings_only = browse_articles.newest(connection, ArticleFilter(meetings_only=True), today)
    assert found == ["a:1", "a:0", "a:3", "a:2", "a:4", "c:z"]
    assert [one.id for one in until.rows] == ["a:3", "a:2", "a:4", "c:z"]
    assert [one.id for one in meetings_only.rows] == ["c:z"]


def test_copies_are_found_from_either_side(store: Store) -> None:
    text = "chính quyền địa phương hai cấp vận hành thông suốt " * 5
    put(store, [article("1", text, portal="a")])
    put(store, [article("2", text, portal="b"), article("3", text, portal="b")])
    with reading(store.engine) as connection:
        assert [one.id for one in browse_articles.copies(connection, "a:1", None)] == ["b:2", "b:3"]
        assert [one.id for one in browse_articles.copies(connection, "b:2", "a:1")] == ["a:1", "b:3"]


def test_portals_that_were_crawled_and_what_they_published(store: Store) -> None:
    put(store, [article("1", "một", NOON, "a"), article("2", "hai", NOON - timedelta(days=40), "a")])
    put(store, [article("1", "ba", None, "c")])
    store.start_run("b", NOON, {})
    with reading(store.engine) as connection:
        assert browse_portals.crawled(connection) == ["a", "b", "c"]
        ever = browse_portals.published(connection, "a")
        assert browse_portals.published(connection, "a", date(2025, 12, 1)) == {NOON.date(): 1}
    months = [(date(2025, 11, 1), 1), (date(2025, 12, 1), 0), (date(2026, 1, 1), 1)]
    assert browse_portals.by_month(ever, NOON.date()) == months
    assert browse_portals.by_month({}, NOON.date()) == []


def test_weeks_and_gaps() -> None:
    today = date(2026, 1, 8)
    counts = {date(2026, 1, 5): 2, date(2026, 1, 4): 1, date(2025, 12, 1): 5, date(2027, 1, 1): 9}
    assert by_week(counts, today, 3) == [(date(2025, 12, 22), 0), (date(2025, 12, 29), 1), (date(2026, 1, 5), 2)]
    assert gaps(counts, today, timedelta(days=10)) == [Gap(date(2025, 12, 2), date(2026, 1, 3))]
    assert gaps(counts, today, timedelta(days=2))[1] == Gap(date(2026, 1, 6), date(2026, 1, 8))
    assert gaps({}, today, timedelta(days=2)) == []
