"""The search page: order, narrower searches, hits over time, other queries, and its own query to take away."""

import csv
import html
import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.crawl.store import Store
from crawler.watch.rules import Rules
from crawler.web.bars import over_time
from crawler.web.languages import Translator
from crawler.web.settings import ConsoleSettings
from tests.watch.conftest import put
from tests.web.conftest import NOW, Site, article, council, serving

EN = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two portals' news of several years."""
    folder: Path = tmp_path_factory.mktemp("search")
    url = f"sqlite:///{folder / 'tintinh.db'}"
    store = Store.open(url)
    put(
        store,
        [
            article("1", "Thông xe cầu Nậm Pàn", "Cầu Nậm Pàn nối hai bản.", 1),
            article("2", "Tin vắn", "Hôm nay, cầu Nậm Pàn thông xe.", 0.5),
            article("3", "Họp bàn về cầu Nậm Pàn", "HĐND tỉnh họp.", 400, meeting=council(evidence=[])),
            article("4", "=HYPERLINK gây hại trong tin về Nậm Pàn", "Cầu mới.", 40),
        ],
    )
    put(store, [article("9", "Cầu Nậm Pàn nhìn từ Lai Châu", "Người Lai Châu qua cầu.", 800, "lai-chau")])
    store.close()
    with serving(ConsoleSettings(url, None, now=lambda: NOW)) as site:
        yield site


def ids(text: str) -> list[str]:
    return [
        html.unescape(one).replace("%3A", ":")
        for one in re.findall(r'<h2 lang="vi"><a href="/article\?id=([^"]+)"', text)
    ]


def links(text: str) -> dict[str, str]:
    """The links of the page by their text."""
    return {
        html.unescape(name): html.unescape(to)
        for to, name in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>([^<]+)</a>', text)
    }


def test_the_best_stand_first_and_by_date_the_newest(news: Site) -> None:
    text = news.get("/search", EN, q="cau nam pan").text
    assert ids(text)[0] == "son-la:1"
    by_date = ids(news.get(links(text)["newest first"], EN).text)
    assert by_date == ["son-la:2", "son-la:1", "son-la:4", "son-la:3", "lai-chau:9"]


def test_narrower_searches_say_how_many_they_find_and_find_so_many(news: Site) -> None:
    text = news.get("/search", EN, q="cau nam pan").text
    facets = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="count">(\d+)</span>', text)
    assert {name for _, name, _ in facets} >= {"Sơn La", "Lai Châu", "2023", "2024", "2025", "2026"}
    for target, name, count in facets:
        found = ids(news.get(html.unescape(target), EN).text)
        assert len(found) == int(count), name


def test_hits_over_time_are_drawn_with_the_times_without_any() -> None:
    translate = Translator("en")
    months = str(over_time({"2025-01": 3, "2025-04": 1}, translate))
    assert re.findall(r"<title>([^<]+)</title>", months) == [
        "1/2025: 3 articles",
        "2/2025: 0 articles",
        "3/2025: 0 articles",
        "4/2025: 1 article",
    ]
    years = str(over_time({"2019-01": 3, "2019-12": 1, "2024-04": 1}, translate))
    assert "2019: 4 articles" in years
    assert years.count("<rect") == 6
    assert over_time({"2025-01": 9}, translate) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cau nam pam", "cầu nậm pàn"), ("cầu nậm pán", "cầu nậm pàn"), ("hyperlinc", "hyperlink"), ("cau nam pan", None)],
)
def test_one_wrong_letter_gets_what_was_meant(news: Site, typed: str, meant: str | None) -> None:
    text = news.get("/search", EN, q=typed).text
    found = re.search(r'Did you mean <a href="([^"]+)" lang="vi">([^<]+)</a>', text)
    assert (found[2] if found else None) == meant
    if found:
        assert ids(news.get(html.unescape(found[1]), EN).text)


def test_a_former_province_leads_to_todays(news: Site) -> None:
    text = news.get("/search", EN, q="Hà Giang").text
    assert 'Today part of <a href="/search?province=08" lang="vi">Tuyên Quang</a>' in text


def test_the_query_as_feeds_json_and_table(news: Site) -> None:
    text = news.get("/search", EN, q="nậm pàn", province="14").text
    heads = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]*href="([^"]+)"', text)
    assert [kind for kind, _ in heads] == ["application/atom+xml", "application/rss+xml", "application/feed+json"]
    feed = json.loads(news.get(html.unescape(heads[2][1])).text)
    assert [one["url"].rpartition("/")[2] for one in feed["items"]] == ["2.html", "1.html", "4.html", "3.html"]
    to = links(text)
    answer = json.loads(news.get(to["JSON"]).text)
    table = list(csv.reader(io.StringIO(news.get(to["CSV"]).text)))
    assert table[0][:3] == ["id", "portal", "province_code"]
    assert (
        {row[0] for row in table[1:]} == {one["id"] for one in answer["items"]} == {f"son-la:{n}" for n in (1, 2, 3, 4)}
    )
    assert "'=HYPERLINK gây hại trong tin về Nậm Pàn" in {row[5] for row in table}


def test_the_query_as_a_watch_rule(news: Site) -> None:
    text = news.get("/search", EN, q='"nậm pàn" cầu', province="14", marks="yes").text
    rule = re.search(r"<pre[^>]*><code>(\[rules.*?)</code>", text, re.S)
    assert rule is not None
    rules = Rules.model_validate(tomllib.loads(html.unescape(rule[1])))
    (one,) = rules.rules.values()
    assert one.all_words == ("nậm pàn", "cầu")
    assert (one.province, one.diacritics, one.meetings_only) == (("14",), True, False)


def test_reports_of_one_kind_of_meeting(news: Site) -> None:
    assert ids(news.get("/search", q="nam pan", kind="council_session").text) == ["son-la:3"]
    found = json.loads(news.get("/api/search", q="nam pan", kind="council_session", order="date").text)
    assert [one["id"] for one in found["items"]] == ["son-la:3"]
    newest = json.loads(news.get("/api/articles", kind="council_session").text)
    assert [one["id"] for one in newest["items"]] == ["son-la:3"]
