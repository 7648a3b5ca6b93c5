"""Portals never seen, from nothing but their address: every article found once, nothing else taken for one."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from crawler.demo import DEPARTMENT, NEWSPAPER, DemoPortals
from tests.crawl.conftest import tintinh
from tests.discovery.skins import SKINS, STORIES, Served, Skin

RECALL = PRECISION = 0.98


def titles(output: Path) -> list[str]:
    with sqlite3.connect(output / "tintinh.db") as connection:
        return [title for (title,) in connection.execute("SELECT title FROM articles ORDER BY seq")]


def crawl(url: str, output: Path, *more: object) -> None:
    done = tintinh("crawl", url, "--delay", 0, "--output", output, *more)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("skin", SKINS, ids=lambda skin: skin.__name__.lower())
def test_a_skin_never_seen_gives_each_article_once(skin: type[Skin], tmp_path: Path) -> None:
    with Served(skin()) as site:
        crawl(site.skin.base + site.skin.start, tmp_path)
        first = len(site.skin.asked)
        crawl(site.skin.base + site.skin.start, tmp_path)
        again = len(site.skin.asked) - first
    wanted = {" ".join(story.title.split()) for story in STORIES}
    found = titles(tmp_path)
    print(f"{skin.__name__}: {len(found)} of {len(wanted)} articles, {first} requests, then {again}")
    assert len(wanted & set(found)) >= RECALL * len(wanted), sorted(wanted - set(found))
    assert len(wanted & set(found)) >= PRECISION * len(found), sorted(set(found) - wanted)
    assert len(found) == len(set(found))
    assert first <= 2 * len(wanted), "wandering about"
    assert again <= 12, site.skin.asked[first:]


@pytest.mark.parametrize("family", [None, "generic"])
@pytest.mark.parametrize("portal", [DEPARTMENT, NEWSPAPER])
def test_demo_portals_without_their_entries(portal: str, family: str | None, tmp_path: Path) -> None:
    with DemoPortals() as demo:
        crawl(demo.base_url(portal), tmp_path, *(["--family", family] if family else []))
        truth = {one.key: one for one in demo.truth(portal) if one.reachable and not one.blocked_first}
        every = {address.partition("//")[2]: one.key for one in demo.truth(portal) for address in one.addresses}
    with sqlite3.connect(tmp_path / "tintinh.db") as connection:
        urls = [url.partition("?")[0].partition("//")[2] for (url,) in connection.execute("SELECT url FROM articles")]
    found = [every.get(url) for url in urls]
    assert None not in found, [url for url in urls if url not in every]
    assert len(found) == len(set(found))
    assert len(set(truth) & set(found)) >= RECALL * len(truth)


def test_the_record_says_that_nobody_has_checked_the_entry(tmp_path: Path) -> None:
    with Served(SKINS[2]()) as site:
        crawl(site.skin.base, tmp_path, "--limit", 3)
        done = tintinh("status", "--json", "--output", tmp_path)
    [status] = json.loads(done.stdout)
    assert status["evidence"] == "unverified: given on the command line"
