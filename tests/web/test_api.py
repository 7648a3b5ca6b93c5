"""What programs rely on: every article and every revision once, records as the log has them, and errors in words."""

import json
import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from crawler.crawl.store import Store
from crawler.log.reading import read_log
from crawler.log.segments import publish
from crawler.model.items import Article
from crawler.web.settings import ConsoleSettings
from tests.watch.conftest import put
from tests.web.conftest import NOW, Living, Site, article, council, serving

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_paging_gives_every_article_once_though_new_ones_come_in(living: Living) -> None:
    put(living.store, [article(f"c{n}", f"Tin {n}", f"Nội dung {n}.", n / 8) for n in range(30)])
    expected = {one["id"] for one in living.get("/api/articles", limit=100)["items"]}
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = living.get("/api/articles", limit=7, bodies="no", **after)
        found += [one["id"] for one in page["items"]]
        put(living.store, [article(f"moi{len(found)}", "Tin mới", f"Vừa đăng {len(found)}.", -0.125)])
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert len(found) == len(expected)
    assert set(found) == expected


def test_records_are_those_of_the_log(living: Living) -> None:
    publish(living.store.engine, living.output, NOW)
    log = dict(read_log(living.output))
    lines = living.site.get("/api/revisions", {"Accept": "application/x-ndjson"})
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert lines.text.encode().splitlines() == list(log.values())
    answer = living.get("/api/revisions")
    assert answer["next"] == max(log)
    assert [one["seq"] for one in answer["items"]] == list(log)
    assert [one["record"] for one in answer["items"]] == [json.loads(line) for line in log.values()]
    newest = {record["id"]: record for record in map(json.loads, log.values())}
    for record in living.get("/api/articles")["items"]:
        assert record == newest[record["id"]]
    for key, record in newest.items():
        one = living.site.get("/api/article", id=key)
        assert (
            json.loads(one.text)
            == record
            == json.loads(living.site.get("/api/article", id=key, seq=record["seq"]).text)
        )
        assert parsedate_to_datetime(one.headers["last-modified"]).isoformat() == "2026-01-02T05:00:00+00:00"
    (older,) = [record for record in map(json.loads, log.values()) if newest[record["id"]] != record]
    assert living.get("/api/article", id=older["id"], seq=older["seq"]) == older
    (lean,) = living.get("/api/articles", bodies="no", limit=1)["items"]
    assert lean == {name: value for name, value in newest[lean["id"]].items() if name != "body"}


def test_going_on_with_next_misses_no_revision_while_two_write(living: Living) -> None:
    def crawl(portal: str) -> None:
        store = Store.open(living.site.app.state.console.settings.database_url)
        for number in range(12):
            put(store, [article(f"{number}-{n}", "Tin", f"{portal} {number} {n}", portal=portal) for n in range(5)])
        store.close()

    writers = [threading.Thread(target=crawl, args=(portal,)) for portal in ("viet-tri", "ca-mau")]
    for one in writers:
        one.start()
    seen: list[int] = []
    after, ended = 0, False
    while True:
        ended = not any(one.is_alive() for one in writers)  # before asking: nothing can come after the answer
        answer = living.site.get("/api/revisions", after=after, limit=7, format="ndjson")
        seen += [json.loads(line)["seq"] for line in answer.text.splitlines()]
        path, _, relation = answer.headers["link"].partition(">; ")
        assert relation == 'rel="next"'
        following = int(dict(part.split("=") for part in urlsplit(path[1:]).query.split("&"))["after"])
        if ended and following == after:
            break
        after = following
    assert seen == list(range(1, 6 + 2 * 60 + 1))
    assert living.get("/api/revisions", after=after) == {"items": [], "next": after}
    mine = living.get("/api/revisions", portal="ca-mau", limit=1000)["items"]
    assert len(mine) == 60
    assert {one["record"]["portal"] for one in mine} == {"ca-mau"}


def test_an_answer_is_cut_where_records_are_long(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one["id"] for one in living.get("/api/articles")["items"]]
    for part in ("revisions", "articles"):
        monkeypatch.setattr(f"crawler.web.api.{part}.MOST_CHARS", 10)
    first = living.get("/api/revisions")
    assert [one["seq"] for one in first["items"]] == [1]
    assert living.get("/api/revisions", after=first["next"])["items"][0]["seq"] == 2
    page = living.get("/api/articles", limit=2)
    found = page["items"]
    while page["next"]:
        page = living.get("/api/articles", limit=2, after=page["next"])
        found += page["items"]
        assert len(page["items"]) == 1
    assert [one["id"] for one in found] == every


def test_an_etag_gives_304_until_a_revision_changes_the_answer(living: Living) -> None:
    paths = [
        "/api/articles",
        "/api/article?id=son-la:2",
        "/api/search?q=duong",
        "/api/revisions?after=3",
        "/api/portal?id=son-la",
        "/feeds/articles.atom",
        "/feeds/articles.json",
    ]
    before = {path: living.site.get(path).headers["etag"] for path in paths}
    for path, tag in before.items():
        for asked in (tag, f'"x", {tag}', f"W/{tag}", "*"):
            answer = living.site.get(path, {"If-None-Match": asked})
            assert (answer.status, answer.text, answer.headers["etag"]) == (304, "", tag)
            assert answer.headers["cache-control"] == "private, no-cache"
        assert living.site.get(path, {"If-None-Match": '"x"'}).status == 200
        head = living.site.get(path, method="HEAD")
        assert (head.status, head.text, head.headers["etag"]) == (200, "", tag)
    living.edit("2", "Con đường dài 14 km.")
    for path, tag in before.items():
        answer = living.site.get(path, {"If-None-Match": tag})
        assert answer.status == 200, path
        assert answer.headers["etag"] != tag
    assert living.site.get("/api/article?id=son-la:2&seq=6").headers["cache-control"] == "private, max-age=86400"


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("articles", {"portal": "lai-chau"}, ["lai-chau:7", "lai-chau:9", "lai-chau:8"]),
        ("articles", {"province": "Sơn La"}, ["son-la:1", "son-la:2"]),
        ("articles", {"meetings": "yes"}, ["lai-chau:7", "son-la:1", "lai-chau:8"]),
        ("articles", {"since": "2026-01-01", "until": "2026-01-01"}, ["lai-chau:7", "son-la:1"]),
        ("articles", {"meetings": "no", "province": "12", "limit": 1}, ["lai-chau:7"]),
        ("search", {"q": "duong moi"}, ["son-la:2", "lai-chau:9"]),
        ("search", {"q": "đuong"}, []),
        ("search", {"q": "đuong moi", "marks": "no", "portal": "son-la"}, ["son-la:2"]),
        ("search", {"q": "đường", "meetings": "1"}, ["son-la:1", "lai-chau:7"]),
        ("search", {"q": "duong", "limit": 3, "page": 2}, ["lai-chau:7"]),
        ("meetings", {}, ["lai-chau:7", "son-la:1", "lai-chau:8"]),
        ("meetings", {"kind": "working_session"}, ["lai-chau:8"]),
        ("meetings", {"province": "14", "person": "lo thi hanh"}, ["son-la:1"]),
        ("meetings", {"body": "HĐND tỉnh", "document": "45/NQ-HĐND", "portal": "lai-chau"}, ["lai-chau:7"]),
        ("meetings", {"since": "2026-01-01"}, ["son-la:1", "lai-chau:7"]),
        ("meetings", {"person": "không ai"}, []),
    ],
)
def test_filters(site: Site, path: str, query: dict[str, object], found: list[str]) -> None:
    answer = site.get(f"/api/{path}", **query)
    assert answer.status == 200
    assert [one["id"] for one in json.loads(answer.text)["items"]] == found


def test_a_search_says_how_many_there_are_and_where_the_words_stand(site: Site) -> None:
    answer = json.loads(site.get("/api/search", q="duong", limit=3).text)
    assert (answer["matches"], answer["next"], len(answer["items"])) == (4, 2, 3)
    first = answer["items"][0]
    assert [first["title"][start:end] for start, end in first["title_marks"]] == ["đường"]
    assert [first["snippet"]["text"][start:end] for start, end in first["snippet"]["marks"]] == ["đường"]
    assert json.loads(site.get("/api/search", q="duong", limit=3, page=2).text)["next"] is None


def test_meetings_have_their_facts_and_their_event(site: Site) -> None:
    items = {one["id"]: one for one in json.loads(site.get("/api/meetings").text)["items"]}
    assert items["son-la:1"]["meeting"] == council().model_dump(mode="json")
    assert items["son-la:1"]["event"] == items["lai-chau:7"]["event"] != items["lai-chau:8"]["event"]
    first = json.loads(site.get("/api/meetings", limit=2).text)
    rest = json.loads(site.get("/api/meetings", limit=2, after=first["next"]).text)
    assert [one["id"] for one in first["items"] + rest["items"]] == list(items)
    assert rest["next"] is None


def test_what_is_to_come_is_asked_for_by_status(site: Site) -> None:
    held = [one["id"] for one in json.loads(site.get("/api/meetings", status="held").text)["items"]]
    assert held == [one["id"] for one in json.loads(site.get("/api/meetings").text)["items"]]
    assert json.loads(site.get("/api/meetings", status="announced").text)["items"] == []
    assert site.get("/api/meetings", status="later").status == 422


def test_portals_are_those_of_the_registry_with_what_the_page_shows(site: Site) -> None:
    items = {one["id"]: one for one in json.loads(site.get("/api/portals").text)["items"]}
    assert set(site.app.state.console.portals.get()) <= set(items)
    assert (items["an-giang"]["crawled"], items["an-giang"]["reason"], items["an-giang"]["next_due"]) == (
        False, "never crawled", None)  # fmt: skip
    mine = items["lai-chau"]
    assert (mine["newest"], mine["articles_7_days"], mine["articles_28_days"]) == ("2026-01-01", 2, 2)
    one = json.loads(site.get("/api/portal", id="lai-chau").text)
    assert {name: one[name] for name in mine} == mine
    assert one["articles"] == 3
    assert sum(week["articles"] for week in one["weeks"]) == 3
    assert one["gaps"] == [{"first": "2025-12-04", "last": "2025-12-30", "days": 27}]
    assert {"field": "a date", "share": 1.0, "pages": 3} in one["coverage"]
    assert [run["started_at"] for run in one["runs"]] == ["2026-01-02T12:00:00+07:00"]


REFUSED = [
    ("/api/articles?limit=0", 422, "limit: Input should be greater than or equal to 1."),
    ("/api/articles?limit=1000000000000000000000000000000", 422, "limit: Input should be less"),
    ("/api/articles?provnice=14", 422, "no parameter 'provnice' here; did you mean 'province'"),
    ("/api/articles?province=99", 422, "No province or city is called “99”."),
    ("/api/articles?since=2026-02-01&until=2026-01-01", 422, "The first day is after the last"),
    ("/api/articles?portal=%00", 422, "has a character that no text can have"),
    ("/api/articles?after=x", 400, "not a place in this list"),
    ("/api/meetings?after=WyIiLCJcdTAwMDAiXQ", 400, "not a place in this list"),
    ("/api/meetings?kind=x", 422, "kind: Input should be 'party_committee'"),
    ("/api/meetings?person=!", 422, "has no letter or digit"),
    ("/api/search", 422, "q: Field required."),
    ("/api/search?q=%3F", 422, "has no letter or digit"),
    ("/api/revisions?after=-1", 422, "after: Input should be"),
    ("/api/revisions?after=99999999999999999999", 422, "after: Input should be"),
    ("/api/article", 422, "id: Field required."),
    ("/api/article?id=x", 404, "no article of this id"),
    ("/api/article?id=son-la:2&seq=1", 404, "no article of this id has this seq"),
    ("/api/article?id=%00%ED%A0%80", 404, "no article of this id"),
    ("/api/portal?id=%00", 404, "no portal of this id"),
    ("/feeds/meetings.rss?since=x", 422, "“x” is not a day"),
    ("/feeds/meetings.pdf", 404, "no such page"),
    ("/api/khong-co", 404, "no such page"),
]


def test_errors_are_reported_in_words(living: Living) -> None:
    for path, status, words in REFUSED:
        answer = living.site.get(path, {"Accept-Language": "vi"})
        assert (answer.status, answer.headers["content-type"]) == (status, "application/json"), path
        assert words in json.loads(answer.text)["detail"], path


def test_what_takes_too_long_says_when_to_come_back(settings: ConsoleSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.web.reader.STEPS", 1)
    with serving(settings) as hurried:
        hurried.app.state.console.reader.seconds = -1.0
        answer = hurried.get("/api/revisions")
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "took too long" in json.loads(answer.text)["detail"]


@pytest.mark.parametrize(("what", "page"), [("meetings", "/"), ("articles", "/search")])
@pytest.mark.parametrize("query", [{}, {"province": "12"}, {"since": "2026-01-01"}])
def test_a_feed_is_the_same_in_each_format(site: Site, what: str, page: str, query: dict[str, str]) -> None:
    wanted = json.loads(site.get(f"/api/{what}", **query).text)["items"]
    made = {form: site.get(f"/feeds/{what}.{form}", **query) for form in ("atom", "rss", "json")}
    assert [made[form].headers["content-type"] for form in made] == [
        "application/atom+xml", "application/rss+xml", "application/feed+json"]  # fmt: skip
    atom, rss = etree.fromstring(made["atom"].text.encode()), etree.fromstring(made["rss"].text.encode())
    feed = json.loads(made["json"].text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"].startswith(site.address + page)
    assert rss.findtext("channel/link").startswith(site.address + page)
    ids = [one["id"] for one in feed["items"]]
    assert ids == [one.text for one in atom.findall("a:entry/a:id", ATOM)] == [
        one.text for one in rss.findall("channel/item/guid")]  # fmt: skip
    assert [(one["url"], one["title"], one["date_published"]) for one in feed["items"]] == [
        (one["url"], one["title"], one["published_at"]) for one in wanted
    ]
    assert parsedate_to_datetime(made["json"].headers["last-modified"]) == NOW + timedelta(hours=2.5)


def test_the_first_feed_keeps_its_address(site: Site) -> None:
    former, present = site.get("/meetings.atom", province="12"), site.get("/feeds/meetings.atom", province="12")
    assert former.text == present.text
    assert former.headers["etag"] == present.headers["etag"]


def test_pages_name_their_feeds(site: Site) -> None:
    for page, what in (
        ("/?province=12", "meetings"),
        ("/search?province=12", "articles"),
        ("/portal?id=son-la", "articles"),
    ):
        for form in ("atom", "rss", "json"):
            address = f"/feeds/{what}.{form}?{urlsplit(page).query.replace('id=', 'portal=')}"
            assert f'href="{address}"' in site.get(page).text
            assert site.get(address).status == 200


def test_the_documentation_shows_every_route_with_an_example_that_works(site: Site, guarded: Site) -> None:
    text = site.get("/api", {"Accept-Language": "en"}).text
    for path in site.app.openapi()["paths"]:
        assert f'<h2 id="{path}">' in text
        assert f"{site.address}{path}" in text
    assert "Authorization: Bearer TOKEN" not in text
    token = {"Authorization": "Bearer mot-ma-bao-ve-dai"}
    assert "Authorization: Bearer TOKEN" in guarded.get("/api", token).text
    for path in ("/api", "/api/articles", "/feeds/articles.json", "/api/openapi.json"):
        assert guarded.get(path).status == 401
    assert "access-control-allow-origin" not in site.get("/api/articles", {"Origin": "https://evil.example"}).headers
    assert 'href="/api"' in site.get("/").text


def test_an_empty_store_answers_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 't.db'}"
    Store.open(url).close()
    with serving(ConsoleSettings(url, tmp_path, now=lambda: NOW)) as site:
        for path in ("articles", "meetings", "revisions"):
            assert json.loads(site.get(f"/api/{path}").text)["items"] == []
        assert site.get("/api/revisions", format="ndjson").text == ""
        assert site.get("/api").status == 200
        assert json.loads(site.get("/feeds/articles.json").text)["items"] == []


def test_a_record_is_an_article(site: Site) -> None:
    for one in json.loads(site.get("/api/articles").text)["items"]:
        Article.model_validate(one)
