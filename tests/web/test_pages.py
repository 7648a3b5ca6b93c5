"""What people see: facts, filters, searches, an article with all that is known of it, portals."""

import re
import tomllib
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from crawler.model.items import Article, Figure, Provenance
from crawler.watch.matching import match
from crawler.watch.rules import Rules
from crawler.web.citation import citation, repeats
from crawler.web.console import environment
from crawler.web.languages import Translator
from crawler.web.queries.articles import article as stored_article
from crawler.web.queries.meetings import of_article, same_day
from crawler.web.reader import Reader
from crawler.web.settings import ConsoleSettings
from crawler.web.shown import Shown
from tests.web.conftest import BODY, PAGE, Site, article, council

VI, EN = {"Accept-Language": "vi"}, {"Accept-Language": "en-GB,en;q=0.9,vi;q=0.5"}
PAGES = ["/", "/calendar", "/search", "/search?q=duong", "/portals", "/portal?id=son-la", "/article?id=son-la:1",
         "/article/changes?id=son-la:2", "/article/raw?id=son-la:1", "/api", "/person?name=lo+thi+hanh",
         "/body?name=hdnd+tinh+son+la", "/document?number=45/nq-hdnd", "/province?id=14", "/provinces",
         "/people", "/bodies", "/documents"]  # fmt: skip


def titles(text: str) -> list[str]:
    """The headings of a page's reports or hits, as text."""
    found = re.findall(r"<h[23][^>]*><a[^>]*>(.*?)</a>", text, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in found]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_there_in_both_languages(site: Site, path: str, language: str) -> None:
    answer = site.get(path, {"Accept-Language": language})
    assert answer.status == 200
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert site.get(path, method="HEAD").text == ""


def test_the_front_page_shows_reports_with_their_facts_newest_first(site: Site) -> None:
    text = site.get("/", VI).text
    assert titles(text) == ["HĐND tỉnh Sơn La họp", "Làm việc với xã Nậm Hăn"]
    for fact in ("Lò Thị Hạnh", "Chủ tịch HĐND tỉnh", "45/NQ-HĐND", "120 tỷ đồng", "sáng 01/01/2026"):
        assert fact in text
    # The other report of the event stands with it, and what states a fact is marked.
    assert "Khai mạc kỳ họp thứ 21" in text.partition("Bài khác về cuộc họp này")[2]
    assert '<mark class="m-chairs" title="Chủ trì">Lò Thị Hạnh</mark>' in text
    assert "bài không nêu" in text
    # Under the day of publication; what a row says is short, the rest opens.
    assert re.findall(r'<h2 class="day">(.*?)</h2>', text) == ["Thứ Năm, 01/01/2026", "Thứ Tư, 03/12/2025"]
    row = text.partition("<article")[2].partition("<details")[0]
    for said in ("Kỳ họp HĐND", "HĐND tỉnh Sơn La", "Lò Thị Hạnh", "Lai Châu", "21:30", "1 bài khác"):
        assert said in row
    assert "120 tỷ đồng" not in row


def test_figures_are_shown_where_they_have_an_object_and_the_unit_once() -> None:
    show = Shown(Translator("vi"))
    assert show.figure(Figure(value=21, unit="phòng học", what="phòng học kiên cố", text="21 phòng học")) == (
        "21 phòng học", "kiên cố")  # fmt: skip
    assert show.figure(Figure(value=64, unit="hộ", what="hộ", text="64 hộ")) == ("64 hộ", "")
    assert show.figure(Figure(value=3, unit="ha", what="hành tím", text="3 ha")) == ("3 ha", "hành tím")
    facts = environment_fragment(Figure(value=7, unit="%", text="7%"), Figure(value=9, what="xã", text="9"))
    assert "7%" not in facts
    assert "<strong>9</strong> xã" in facts


def environment_fragment(*figures: Figure) -> str:
    """The facts of a meeting with these figures, as pages show them."""
    macro = environment().get_template("parts.html").module.facts
    return str(macro(Translator("vi"), Shown(Translator("vi")), council(figures=list(figures)), 6))


def test_the_strip_and_the_places_count_and_lead_to_what_they_count(site: Site) -> None:
    text = site.get("/", EN).text
    strip = re.findall(r'<a href="([^"]+)"[^>]*aria-label="([^"]+)"', text)
    assert [label for _, label in strip] == ["Wednesday, 3 Dec 2025: 1 meeting", "Thursday, 1 Jan 2026: 1 meeting"]
    day = site.get(unescape(strip[1][0]), EN).text
    assert titles(day) == ["Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La"]
    assert 'aria-current="date"' in day
    places = re.findall(r'<a href="([^"]+)" lang="vi">([^<]+)</a> <span class="count">(\d+)', text)
    assert places == [("/?province=12", "Lai Châu", "2"), ("/?province=14", "Sơn La", "1")]


def test_a_filter_says_what_it_asks_for_and_each_part_can_be_left_out(site: Site) -> None:
    text = site.get("/", EN, province="14", kind="council_session", person="lo thi hanh").text
    chips = re.findall(r'<a class="chip" href="([^"]+)">.*?<strong>(.*?)</strong>', text)
    assert [value for _, value in chips] == ["Sơn La", "Council session", "lo thi hanh"]
    assert unescape(chips[0][0]) == "/?kind=council_session&person=lo+thi+hanh"
    assert titles(site.get("/", EN, status="announced").text) == []
    assert 'class="chip"' not in site.get("/", EN).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"province": "14"}, ["Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La"]),
        ({"province": "Lai Châu", "kind": "working_session"}, ["Làm việc với xã Nậm Hăn"]),
        ({"person": "lo thi hanh", "portal": "son-la"}, ["Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La"]),
        ({"document": "45/nq-hđnd"}, ["HĐND tỉnh Sơn La họp", "Làm việc với xã Nậm Hăn"]),
        ({"body": "UBND tỉnh Lai Châu"}, ["Làm việc với xã Nậm Hăn"]),
        ({"since": "2026-01-01", "until": "2026-01-01"}, ["Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La"]),
        ({"person": "không ai"}, []),
    ],
)
def test_filters_of_the_front_page(site: Site, query: dict[str, str], found: list[str]) -> None:
    answer = site.get("/", VI, **query)
    assert answer.status == 200
    assert titles(answer.text) == found


@pytest.mark.parametrize(
    "query",
    [{"since": "hôm qua"}, {"since": "1025-01-01"}, {"province": "99"}, {"kind": "x"}, {"person": "!?"},
     {"body": "d" * 201}, {"after": "x"}, {"since": "2026-02-01", "until": "2026-01-01"}],
)  # fmt: skip
def test_what_cannot_be_understood_is_reported(site: Site, query: dict[str, str]) -> None:
    answer = site.get("/", EN, **query)
    assert answer.status == 400
    assert 'role="alert"' in answer.text or "cannot be answered" in answer.text


def test_the_feed_of_a_filter_is_atom_and_knows_its_address(site: Site) -> None:
    href = re.search(r'<link rel="alternate"[^>]*href="([^"]+)"', site.get("/", province="14").text)
    assert href is not None
    path = unescape(href[1])
    answer = site.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.text.encode())
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [one.text for one in feed.findall("a:entry/a:title", atom)] == ["Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La"]
    (own,) = feed.xpath("a:link[@rel='self']/@href", namespaces=atom)
    assert own == site.address + path
    everything = etree.fromstring(site.get("/meetings.atom").text.encode())
    assert len(everything.findall("a:entry", atom)) == 3
    assert everything.findtext("a:id", None, atom) != feed.findtext("a:id", None, atom)
    assert site.get("/meetings.atom", since="x").status == 400


def test_the_watch_rule_waits_for_what_the_filter_shows(site: Site, settings: ConsoleSettings) -> None:
    query = {"province": "14", "kind": "council_session", "body": "HĐND tỉnh", "person": "Lò Thị Hạnh",
             "document": "45/NQ-HĐND", "portal": "son-la"}  # fmt: skip
    text = site.get("/", **query).text
    code = re.search(r"<pre[^>]*><code>(\[rules.*?)</code>", text, re.S)
    assert code is not None
    rules = Rules.model_validate(tomllib.loads(unescape(code[1])))
    (rule,) = rules.rules.values()
    assert match(rule, record(settings, "son-la:1"))
    assert not match(rule, record(settings, "lai-chau:8"))


def record(settings: ConsoleSettings, key: str) -> Article:
    reader = Reader(settings.database_url, 5)
    with reader.reading() as connection:
        found = stored_article(connection, key)
    reader.close()
    assert found is not None
    return found.record


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "duong"}, {"son-la:1", "son-la:2", "lai-chau:7", "lai-chau:9"}),
        ({"q": "đường", "meetings": "1"}, {"son-la:1", "lai-chau:7"}),
        ({"q": "đuong"}, set()),
        ({"q": "đuong", "marks": "no"}, {"son-la:1", "son-la:2", "lai-chau:7", "lai-chau:9"}),
        ({"q": '"13 km"'}, {"son-la:2"}),
        ({"q": "đường", "province": "12"}, {"lai-chau:7", "lai-chau:9"}),
        ({"q": "đường", "until": "2025-12-31"}, {"son-la:2", "lai-chau:9"}),
        ({"q": "", "portal": "lai-chau"}, {"lai-chau:7", "lai-chau:8", "lai-chau:9"}),
        ({"q": "", "meetings": "1"}, {"son-la:1", "lai-chau:7", "lai-chau:8"}),
    ],
)
def test_search(site: Site, query: dict[str, str], found: set[str]) -> None:
    text = site.get("/search", **query).text
    assert {
        parse_qs(urlsplit(unescape(one)).query)["id"][0] for one in re.findall(r'"(/article\?[^"]+)"', text)
    } == found


def test_search_marks_the_words_and_says_what_finds_nothing(site: Site) -> None:
    text = site.get("/search", EN, q="duong moi").text
    assert "Mở <mark>đường</mark> <mark>mới</mark> ở" in text
    assert "No article found" in site.get("/search", EN, q="khongcotunay").text
    assert site.get("/search", EN, q="?!").status == 400


def test_an_article_shows_all_that_is_known_of_it(site: Site) -> None:
    text = site.get("/article", EN, id="son-la:1").text
    assert '<mark class="m-documents_cited" title="Documents">45/NQ-HĐND</mark>' in text
    for shown in ("Quang cảnh kỳ họp", "Toàn văn nghị quyết", "HĐND tỉnh Sơn La họp", "No edit seen so far"):
        assert shown in text
    assert '<a href="https://son-la.example/1.html" rel="noopener nofollow noreferrer">Original page</a>' in text
    assert "<img" not in text
    copy = site.get("/article", EN, id="lai-chau:9").text
    assert "This is a copy of an article stored earlier" in copy
    assert site.get("/article", EN, id="son-la:99").status == 404


def test_what_an_edit_changed(site: Site) -> None:
    text = site.get("/article/changes", EN, id="son-la:2").text
    assert "<del>12</del><ins>13</ins> km" in text
    assert "1 paragraph unchanged" in text
    assert site.get("/article/changes", id="son-la:2", to=3).status == 400


def test_the_raw_page_is_text_or_sealed_in_its_frame(site: Site) -> None:
    text = site.get("/article/raw", EN, id="son-la:1").text
    assert "&lt;script&gt;window.bad = 1&lt;/script&gt;" in text
    assert '<iframe class="raw" sandbox=""' in text
    frame = site.get("/article/frame", id="son-la:1")
    assert frame.text == PAGE
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert "allow" not in policy
    assert site.get("/article/raw", id="son-la:2").status == 404
    assert site.get("/article/frame", id="son-la:2").status == 404


def test_portals_are_shown_with_a_verdict_in_words(site: Site) -> None:
    text = site.get("/portals", EN).text
    # What was crawled comes first, the other portals are folded under their provinces.
    crawled = text.partition("<h2>Crawled</h2>")[2].partition("</table>")[0]
    assert re.findall(r'href="/portal\?id=([^"]+)"', crawled) == ["lai-chau", "son-la"]
    assert '<th scope="col">Verdict</th>' in text
    assert text.count('<details class="province"') == 34
    assert re.search(r'<details class="province" id="p14">\s*<summary><span class="name" lang="vi">Sơn La', text)
    portal = site.get("/portal", EN, id="son-la").text
    assert "Registry entry" in portal
    assert "<svg" in portal
    assert "week of 29 Dec 2025: 2 articles" in portal
    assert site.get("/portal", id="khong-co").status == 404


def test_the_language_asked_for_is_kept(site: Site) -> None:
    answer = site.get("/", VI, lang="en")
    assert answer.headers["content-language"] == "en"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    kept = site.get("/search", VI | {"Cookie": cookie.partition(";")[0]}, q="đường")
    assert kept.headers["content-language"] == "en"
    assert '<a href="/search?q=%C4%91%C6%B0%E1%BB%9Dng&amp;lang=vi" hreflang="vi"' in kept.text
    assert site.get("/", {"Accept-Language": "fr, en;q=x, *"}).headers["content-language"] == "vi"
    assert site.get("/", VI, lang="xx").headers["content-language"] == "vi"


def test_a_page_that_is_not_there_is_said_in_the_reader_s_language(site: Site) -> None:
    answer = site.get("/khong-co", VI)
    assert answer.status == 404
    assert "Không có trang này" in answer.text


def test_an_article_is_cited_with_the_digest_of_its_archived_page(site: Site) -> None:
    text = site.get("/article", EN, id="son-la:1").text
    cited = re.search(r'<p class="citation"[^>]*>(.*?)</p>', text, re.S)
    assert cited is not None
    said = unescape(cited[1])
    for part in ("“Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La”", "1 Jan 2026, 09:30", "https://son-la.example/1.html"):
        assert part in said
    assert '<a href="/api/article?id=son-la%3A1">' in text
    assert re.search(r"<details[^>]*>\s*<summary>Where each field comes from", text)
    # Without an archived page there is no digest, and a time that is not known is not said.
    plain = article("1", "Tin", "Một.", portal="khong-co", published_precision="day", provenance=Provenance(), url="x")
    assert (
        citation(plain, "Cổng", None, Translator("en")) == "“Tin”. Cổng. 2 Jan 2026. https://khong-co.example/1.html."
    )
    assert citation(plain, "Cổng", "sha1:AB", Translator("vi")).endswith("Bản lưu sha1:AB.")


@pytest.mark.parametrize(
    ("summary", "repeated"),
    [
        ("Sáng 1/1/2026, HĐND tỉnh Sơn La họp kỳ thứ 21…", True),
        ("SÁNG 1/1/2026, HĐND tỉnh Sơn La họp kỳ thứ 21, do bà Lò Thị Hạnh chủ trì.", True),
        ("...", True),
        ("Kỳ họp bàn về đường giao thông.", False),
    ],
)
def test_a_summary_that_repeats_the_beginning_is_not_shown(summary: str, repeated: bool) -> None:
    assert repeats(summary, BODY) is repeated


def test_other_meetings_of_the_day_are_of_the_same_place(settings: ConsoleSettings, site: Site) -> None:
    reader = Reader(settings.database_url, 5)
    with reader.reading() as connection:
        one = of_article(connection, "lai-chau:8")
        assert one is not None
        session = replace(one, event=-1)  # as if its own report were of another event
        assert [other.article for other in same_day(connection, session, 3)] == ["lai-chau:8"]
        assert same_day(connection, one, 3) == []
    reader.close()


def test_sections_are_called_as_the_portal_calls_them(site: Site) -> None:
    console = site.app.state.console
    assert console.section_name("ha-noi-sotttt", "/vi/thanh-tra") == "Thanh tra"
    assert console.section_name("ha-noi-sotttt", "/pctn") == "/pctn"
    assert console.section_name("khong-co", "/x") == "/x"
