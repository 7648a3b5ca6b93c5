"""Crawled text is hostile: wherever it stands on a page, it is text."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.database.engine import writing
from crawler.model.items import (
    Article,
    Attachment,
    DocumentCited,
    Figure,
    Image,
    Meeting,
    MeetingKind,
    Person,
    Provenance,
)
from crawler.model.items import Span as Place
from crawler.web.settings import ConsoleSettings
from tests.stores import new_store
from tests.watch.conftest import put
from tests.web.conftest import NOW, Site, article, serving

TEXTS = (
    "<script>bad()</script>",
    "</script><script>bad()</script>",
    "<img src=x onerror=bad()>",
    "\"><svg/onload=bad()>",
    "' autofocus onfocus='bad()",
    "</title><script>bad()</script>",
    "</textarea></pre></code><iframe srcdoc='<script>bad()</script>'>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "&lt;script&gt;bad()&lt;/script&gt;",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "<a href=\"javascript:bad()\">x</a>",
    "<!--", "<![CDATA[", "]]>", "\x00\x1b[31m\x9b31m",
)  # fmt: skip
URLS = (
    "javascript:bad()",
    "JaVaScRiPt:bad()//http://x.vn/",
    " javascript:bad()",
    "java\nscript:bad()",
    "data:text/html,<script>bad()</script>",
    "vbscript:bad()",
    "//evil.example/x",
    'https://x.vn/"onmouseover="bad()',
    "https://x.vn/' onmouseover='bad()",
    "https://x.vn/<script>bad()</script>",
    "file:///etc/passwd",
    "http://[::1",
    "",
)
KNOWN_TAGS = frozenset(
    "html head meta title link body a header nav p main h1 h2 h3 h4 form div label select option button details summary input"
    " pre code article span time dl dt dd ul ol li mark footer table thead tbody tr th td caption section svg rect"
    " strong ins del iframe aside g text script".split()
)  # fmt: skip


class Seen(HTMLParser):
    """What a browser would make of a page: its tags, and the addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[tuple[dict[str, str | None], str]] = []
        self.frames: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.attributes |= given.keys()
        for name in ("href", "src", "action", "formaction", "srcdoc", "data"):
            if given.get(name) is not None:
                self.links.append((given, str(given[name])))
        if tag == "iframe":
            self.frames.append(given)
        if tag == "meta":
            assert "http-equiv" not in given


def hostile(number: int, text: str, url: str) -> Article:
    """An article with the text in every field that a page can fill."""
    made = article(f"{number}{text}".replace("\0", ""), text, f"{text}\n\nHọp {text} ngày 1/1/2026", number / 100, "lai-chau", url=url,
                   canonical_url=url)  # fmt: skip
    return made.model_copy(
        update={
            "section": text,
            "summary": text,
            "author": text,
            "images": [Image(url=url, caption=text)],
            "attachments": [Attachment(url=url, name=text, media_type=text, text=text, sha256=text)],
            "language": text,
            "flags": [text],
            "provenance": Provenance(
                fields={text: text}, fetched_at=NOW, warc_file=f"../{text}.warc.gz", warc_offset=0
            ),
            "meeting": Meeting(
                kind=MeetingKind.OTHER,
                body_name=text,
                term=text,
                tenure=text,
                held_on=date(2026, 1, 1),
                held_on_precision="day",
                place=text,
                ordinal=number,
                chairs=[Person(name=text, posts=[text])],
                attendees=[Person(name=text, posts=[text])],
                documents_cited=[DocumentCited(number=text, kind=text, issuer=text, date=text, title=text)],
                figures=[Figure(value=1, unit=text, what=text, change=text, compared_with=text, text=text)],
                evidence=[
                    Place(field="title", source="title", start=0, end=3),
                    Place(field="place", start=2, end=10**9),
                    Place(field="chairs.0", start=-5, end=8),
                    Place(field="held_on", start=6, end=4),
                ],
            ),
        }
    )


@pytest.fixture(scope="module")
def corpus() -> list[Article]:
    return [hostile(number, text, URLS[number % len(URLS)]) for number, text in enumerate(TEXTS, 1)]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory, corpus: list[Article]) -> Iterator[Site]:
    output: Path = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{output / 'tintinh.db'}"
    store = new_store(output / "tintinh.db")
    put(store, corpus)
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE frontier SET due_at = 0")
    put(store, [one.model_copy(update={"title": f"{one.title} sửa", "content_hash": "0" * 64}) for one in corpus])
    with writing(store.engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO source_statistics VALUES ('lai-chau', ?, ?, '2026-01-01T00:00:00+07:00', NULL, 0, 0, NULL, 9, ?)",
            (TEXTS[0], TEXTS[2][:16], TEXTS[3]),
        )
        connection.exec_driver_sql("UPDATE runs SET why_ended = ?, location = ?", (TEXTS[0], TEXTS[3]))
    store.close()
    with serving(ConsoleSettings(url, output, now=lambda: NOW)) as made:
        yield made


def look(site: Site, path: str, **query: object) -> Seen:
    """The page, read as a browser would; nothing in it is more than text."""
    answer = site.get(path, **query)
    assert answer.status in (200, 400), (path, query, answer.text[:500])
    seen = Seen()
    seen.feed(answer.text)
    assert seen.tags <= KNOWN_TAGS
    assert len(re.findall("(?i)<script", answer.text)) == 1, "the console's own"
    assert re.search(r'<script src="/static/keys.js\?v=[0-9a-f]+" defer></script>', answer.text)
    assert not [name for name in seen.attributes if name.startswith("on") or name in ("style", "srcdoc")]
    for tag, address in seen.links:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            assert parts.scheme in ("http", "https"), address
            assert tag.get("rel") == "noopener nofollow noreferrer"
        else:
            assert address.startswith(("/", "#")), address
            assert not address.startswith("//")
    for frame in seen.frames:
        assert frame["sandbox"] == ""
    assert not any(one in answer.text for one in "\u202e\u2066\x00\x1b\x9b")
    return seen


@pytest.mark.parametrize(
    "path", ["/", "/calendar", "/search", "/portals", "/portal?id=lai-chau", "/search?q=h%E1%BB%8Dp", "/api", "/provinces",
             "/province?id=12", "/people", "/bodies", "/documents"]
)  # fmt: skip
def test_lists_of_hostile_articles(hostile_site: Site, path: str) -> None:
    look(hostile_site, path)


def test_pages_of_hostile_articles(hostile_site: Site, corpus: list[Article]) -> None:
    for one in corpus:
        look(hostile_site, "/article", id=one.id)
        look(hostile_site, "/article/changes", id=one.id)
        assert hostile_site.get("/article/raw", id=one.id).status == 404


def test_what_is_asked_comes_back_as_text(hostile_site: Site) -> None:
    names = ("q", "province", "kind", "person", "body", "document", "since", "portal", "after", "lang", "id", "marks")
    for text in (*TEXTS, *URLS):
        for path in ("/", "/search", "/calendar", "/people"):
            look(hostile_site, path, **dict.fromkeys(names, text))
        for path, name in (("/person", "name"), ("/body", "name"), ("/document", "number"), ("/province", "id")):
            look(hostile_site, path, **{name: text or "x"})
        assert hostile_site.get("/portal", id=text).status == 404
        assert hostile_site.get("/article", id=text).status == 404


@pytest.mark.parametrize("what", ["meetings", "articles"])
def test_feeds_of_hostile_articles_are_well_formed(hostile_site: Site, what: str) -> None:
    from lxml import etree

    atom, rss = (etree.fromstring(hostile_site.get(f"/feeds/{what}.{one}").text.encode()) for one in ("atom", "rss"))
    feed = json.loads(hostile_site.get(f"/feeds/{what}.json").text)
    for links in (
        atom.xpath("//*[local-name()='entry']/*[local-name()='link']/@href"),
        rss.xpath("//item/link/text()"),
        [one["url"] for one in feed["items"]],
    ):
        assert len(links) == len(TEXTS)
        assert all(link.startswith(("http://", "https://")) for link in links)


def test_the_api_gives_hostile_articles_as_they_are(hostile_site: Site, corpus: list[Article]) -> None:
    found = {one["id"]: one for one in json.loads(hostile_site.get("/api/articles").text)["items"]}
    for one in corpus:
        assert found[one.id]["section"] == one.section
        assert json.loads(hostile_site.get("/api/article", id=one.id).text) == found[one.id]


def test_what_programs_ask_comes_back_as_words(hostile_site: Site) -> None:
    paths = ("/api/articles", "/api/search", "/api/meetings", "/api/revisions", "/api/article", "/api/portal",
             "/feeds/meetings.atom", "/feeds/articles.rss")  # fmt: skip
    for text in (*TEXTS, *URLS):
        for path in paths:
            for name in ("q", "province", "person", "body", "since", "portal", "after", "id", "format", text):
                answer = hostile_site.get(path, **{name: text})
                assert answer.status in (200, 400, 404, 422), (path, name, text)
                assert answer.headers["content-type"].partition(";")[0] != "text/html"


def test_ways_out_of_the_folders_are_closed(hostile_site: Site) -> None:
    for path in ("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert hostile_site.get(path).status == 404
