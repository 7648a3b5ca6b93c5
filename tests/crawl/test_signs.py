"""By which signs a crawl knows that its portal has changed."""

from __future__ import annotations

import pytest

from crawler.crawl.signs import Signs, Source
from crawler.model.visit import Due, Link, Status, Visit
from tests.records import NOON, article, link

SHOWS, DOWN = {"links": [link("a")]}, {"status": Status.FETCH_ERROR, "http_status": 503}
GONE = {"status": Status.FETCH_ERROR, "missing": True, "http_status": 404}
AWAY = {"status": Status.FETCH_ERROR, "led_away": "moi.vn", "http_status": 301}


def listing(section: str, **more: object) -> Visit:
    due = Due(1, f"x.vn{section}", f"https://x.vn{section}", "listing", section, 0, None, None)
    return Visit(due, NOON, **{"status": Status.FETCHED, "http_status": 200, **more})  # type: ignore[arg-type]


def to(key: str, section: str) -> dict[str, object]:
    target = Link(key, f"https://{key}", "listing", section)
    return {"status": Status.REDIRECTED, "http_status": 302, "redirected_to": target}


def page(read: bool, **more: object) -> Visit:
    due = Due(1, "a", "https://x.vn/a", "article", None, 1, None, None)
    status = Status.FETCHED if read else Status.FETCH_ERROR
    values = {"status": status, "http_status": 200, "article": article("a") if read else None, **more}
    return Visit(due, NOON, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visits", "fallen"),
    [
        ([listing("/a", **SHOWS), listing("/b", **SHOWS)], None),
        ([listing("/a", not_modified=True), listing("/b", **SHOWS)], None),
        ([listing("/a", **GONE), listing("/b", **SHOWS)], {"/a": Source.MISSING}),
        ([listing("/a", **AWAY), listing("/b", **AWAY)], {"/a": Source.AWAY, "/b": Source.AWAY}),
        ([listing("/a"), listing("/b", **SHOWS)], {"/a": Source.EMPTY}),  # it once showed articles
        ([listing("/new"), listing("/b", **SHOWS)], None),  # it never did
        ([listing("/new")], {"/new": Source.EMPTY}),
        ([listing("/a", **DOWN), listing("/b", **DOWN)], None),  # the server is in trouble
        ([listing("/a", **DOWN), listing("/b", **GONE)], {"/b": Source.MISSING}),
        ([listing("/a", **to("x.vn/", "/a")), listing("/a", **SHOWS), listing("/b", **SHOWS)], {"/a": Source.HOME}),
        ([listing("/a", **to("x.vn/moi", "/a")), listing("/a", **SHOWS), listing("/b", **SHOWS)], None),  # renamed
        (
            [v for s in ("/a", "/b") for v in (listing(s, **to("x.vn/all", s)), listing(s, **SHOWS))],
            {"/a": Source.HOME, "/b": Source.HOME},
        ),
    ],
)
def test_sources(visits: list[Visit], fallen: dict[str, Source] | None) -> None:
    signs = Signs()
    for visit in visits:
        signs.note(visit)
    trouble = signs.trouble({"x.vn/"}, {"/a", "/b"})
    assert (dict(trouble.fallen) if trouble else None) == fallen


@pytest.mark.parametrize(
    ("visits", "unread"),
    [
        ([page(read=False)] * 3, 3),
        ([page(read=False)] * 3 + [page(read=True)] * 4, 0),
        ([page(read=False)] * 2, 0),
        ([page(read=False, missing=True, http_status=404)] * 5, 0),
        ([page(read=False, status=Status.BLOCKED)] * 5, 0),
    ],
)
def test_pages_of_articles(visits: list[Visit], unread: int) -> None:
    signs = Signs()
    for visit in [listing("/a", **SHOWS), *visits]:
        signs.note(visit)
    trouble = signs.trouble(set(), {"/a"})
    assert (trouble.unread if trouble else 0) == unread
