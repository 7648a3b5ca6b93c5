"""`tintinh probe` and `tintinh new`, as a contributor runs them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crawler.registry import read_entry
from tests.crawl.conftest import tintinh
from tests.portals import DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals

SECTIONS = {
    DEPARTMENT: {"/tin-hoat-ong", "/chuyen-oi-so", "/xay-dung-ang", "/vi/thanh-tra", "/thong-bao"},
    NEWSPAPER: {"/tin-tuc", "/chinh-tri", "/kinh-te", "/van-hoa-xa-hoi"},
}


@pytest.fixture(scope="module")
def demo() -> object:
    with DemoPortals() as portals:
        yield portals


@pytest.mark.parametrize("portal", PORTALS)
def test_probe_prints_an_entry_with_every_section(demo: DemoPortals, portal: str) -> None:
    demo.log.clear()
    done = tintinh("probe", demo.base_url(portal), "--delay", 0)
    assert done.returncode == 0, done.stderr
    entry = tomllib.loads(done.stdout)
    assert set(entry["sections"]) == SECTIONS[portal]
    assert entry["family"] == ("liferay" if portal == DEPARTMENT else "generic")
    assert entry["evidence"].startswith("unverified: probed ")
    assert len(demo.log.of(portal)) <= 30
    assert not [one for one in demo.log.targets(portal) if one.startswith(("/ban-in/", "/tim-kiem", "/noi-bo"))]


def test_probe_finds_feed_sitemap_and_the_form_of_articles(demo: DemoPortals) -> None:
    entry = tomllib.loads(tintinh("probe", demo.base_url(NEWSPAPER), "--delay", 0).stdout)
    assert entry["feeds"] == ["/rss/tin-moi.rss"]
    assert entry["sitemaps"] == ["/sitemap.xml"]
    import re

    pattern = re.compile(entry["article"])
    for article in demo.truth(NEWSPAPER):
        match = pattern.search("/" + article.url.split("/", 3)[3])
        assert match
        assert match["id"] == article.key


def test_probe_of_what_is_not_there_is_one_line_and_code_2() -> None:
    done = tintinh("probe", "http://127.0.0.1:9/")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_new_writes_an_entry_that_works_and_a_fixture_of_our_own_words(demo: DemoPortals, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    arguments = ("new", "bao-moi", "--from", demo.base_url(NEWSPAPER), "--delay", 0)
    places = ("--folder", tmp_path, "--pages", pages)
    done = tintinh(*arguments, *places)
    assert done.returncode == 0, done.stderr
    entry = read_entry(tmp_path / "bao-moi.toml")
    assert set(entry.sections) == SECTIONS[NEWSPAPER]
    fixture = (pages / "bao-moi.html").read_text("utf-8")
    for article in demo.truth(NEWSPAPER):
        assert article.title not in fixture
        assert not [one for one in article.paragraphs if one in fixture]
    assert 'class="ngay-dang">ngày 15 tháng 01 năm 2026' in fixture
    assert f"family={entry.family} -->" in fixture
    crawled = tintinh(
        "crawl", "bao-moi", "--delay", 0, "--output", tmp_path / "out", "--limit", 5, TINTINH_PORTALS=str(tmp_path)
    )
    assert crawled.returncode == 0, crawled.stderr
    again = tintinh(*arguments, *places)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_probe_of_nukeviet_finds_its_sections_and_neither_login_nor_feeds_nor_a_sitemap_that_is_none(
    tmp_path: Path,
) -> None:
    with DemoPortals(portals=["demo-nukeviet"]) as portals:
        done = tintinh("probe", portals.base_url("demo-nukeviet"), "--delay", 0)
    entry = tomllib.loads(done.stdout)
    assert entry["family"] == "nukeviet"
    assert {one.rstrip("/") for one in entry["sections"]} == {"/tin-tuc", "/hoat-dong"}
    assert "sitemaps" not in entry
    assert "feeds" not in entry
