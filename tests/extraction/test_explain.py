"""A page from bytes to its record, and what `tintinh read` shows of it."""

import json

import orjson

from crawler.extraction.explain import as_line, by_host, portal_of, read_bytes, rows
from crawler.extraction.reading import Outcome
from crawler.model.items import Article
from tests.extraction.pages import PAGES, READ_AT, portal

PAGE = next(page for page in PAGES if page.name == "nukeviet-hoi-cho")


def test_the_cms_of_an_unknown_site_is_told_and_its_selectors_used() -> None:
    reading = read_bytes(PAGE.html.encode(), "text/html; charset=utf-8", PAGE.url, None, READ_AT)
    assert reading.article is not None
    assert reading.article.provenance.fields["body"] == "nukeviet"
    assert reading.article.content_hash
    assert reading.article.provenance.fetched_at == READ_AT


def test_the_line_is_the_record() -> None:
    reading = read_bytes(PAGE.html.encode(), None, PAGE.url, None, READ_AT)
    assert Article.model_validate_json(as_line(reading)) == reading.article


def test_the_line_of_a_page_without_article_says_why() -> None:
    page = next(page for page in PAGES if page.name == "blocked-reload")
    line = orjson.loads(as_line(read_bytes(page.html.encode(), None, page.url, None, READ_AT)))
    assert line["outcome"] == Outcome.BLOCKED
    assert line["reason"]


def test_rows_name_the_sources_and_what_was_cut_only_when_asked() -> None:
    page = next(page for page in PAGES if page.name == "skin-newspaper")
    reading = page.read()
    explained = rows(reading, explain=True)
    assert ("cut", "Tìm kiếm theo ngày", "boilerplate") in explained
    assert next(source for name, _, source in explained if name == "body") == "generic"
    plain = rows(reading, explain=False)
    assert not [row for row in plain if row[0] == "cut"]
    assert not next(source for name, _, source in plain if name == "body")


def test_the_same_bytes_give_the_same_record() -> None:
    one, other = (as_line(read_bytes(PAGE.html.encode(), None, PAGE.url, None, READ_AT)) for _ in range(2))
    assert one == other
    assert json.loads(one)["id"].endswith(":88213")


def test_what_a_crawl_does_not_store_is_told() -> None:
    """A record that breaks the schema is shown, with its fault."""
    unknown = read_bytes(PAGE.html.encode(), None, PAGE.url.replace("https", "HTTPS"), None, READ_AT)
    assert unknown.article is not None
    assert "url: not an absolute address" in (unknown.unfit or "")
    assert ("unfit", unknown.unfit, "") in rows(unknown, explain=False)
    whole = read_bytes(PAGE.html.encode(), None, PAGE.url, None, READ_AT)
    assert (whole.unfit, [name for name, *_ in rows(whole, explain=False) if name == "unfit"]) == (None, [])


def test_portal_by_host() -> None:
    site = portal("https://lamson.gov.vn/tin")
    known = by_host([site, site.model_copy(update={"id": "later"})])
    assert portal_of("https://LAMSON.gov.vn/tin/1", known) is site
    assert portal_of("https://khac.gov.vn/", known) is None
    assert portal_of("http://[bad", known) is None
