"""Every page of the portals: well-formed, and an answer for any target."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo.department import Department
from crawler.demo.dirt import DIRT, LEVELS, left_at, soil
from crawler.demo.library import DEFAULT_MOMENT, stories
from crawler.demo.newspaper import Newspaper
from crawler.demo.newsroom import Newsroom
from crawler.demo.site import Site
from crawler.demo.slug import slug

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta"}


def site(kind: type[Department] | type[Newspaper]) -> Site:
    room = Newsroom(stories(kind.style, kind.sections), DEFAULT_MOMENT)
    return kind(room, "http://127.0.0.1:1", "http://127.0.0.3:1")


SITES = [site(Department), site(Newspaper)]


class Balance(HTMLParser):
    """Fails on an end tag that closes nothing, and on what is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("portal", SITES, ids=["department", "newspaper"])
def test_pages_are_well_formed(portal: Site) -> None:
    pages = [
        one for one in portal.build().by_target.values() if one.body.lstrip().startswith((b"<!DOCTYPE", b"<html>"))
    ]
    assert len(pages) > 100
    for one in pages:
        text = one.body.decode("utf-8")
        assert "$" not in text
        assert "None" not in text
        check = Balance()
        check.feed(text)
        check.close()
        assert check.open == []


@given(
    st.text(max_size=60),
    st.sampled_from(["", "/", "/vi", "/tin-hoat-ong", "/tin-tuc?trang=", "/c/portal/", "/kinh-te"]),
)
def test_any_target_gets_an_answer(rest: str, start: str) -> None:
    for portal in SITES:
        answer = portal.answer(start + rest, {"if-none-match": rest, "if-modified-since": rest})
        assert answer.status in (200, 301, 302, 304, 404, 410)


@given(st.text(max_size=80), st.sampled_from(sorted(DIRT)))
def test_the_highest_level_leaves_no_dirt(text: str, name: str) -> None:
    assert left_at(text, [name], "repair") == text
    undone = DIRT[name].undone_from
    for level in LEVELS[: LEVELS.index(undone)]:
        assert left_at(text, [name], level) == soil(text, [name])


def test_slugs() -> None:
    assert slug("Đảng ủy Sở: “Hội nghị” lần thứ 21!") == "dang-uy-so-hoi-nghi-lan-thu-21"
    assert slug("") == ""
    assert len(slug("dài lắm " * 100)) <= 110
    assert not slug("dài lắm " * 100).endswith("-")
