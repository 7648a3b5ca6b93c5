"""Portals never seen, from nothing but their address: every article found once, nothing else taken for one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.crawl.conftest import tintinh
from tests.discovery.more_skins import MORE_SKINS
from tests.discovery.paging_skins import PAGING_SKINS
from tests.discovery.served import Served
from tests.discovery.skin import STORIES
from tests.discovery.skins import SKINS
from tests.portals import FAMILIES, PORTALS, DemoPortals

pytestmark = pytest.mark.timeout(180)

RECALL = PRECISION = 0.98
# Every third story, in pages of three: a section still has pages enough.
TOLD = STORIES[::3]
PAGE = 3
# The entrances of a portal (robots.txt, sitemaps, feeds, services) are tried however few its articles are.
ENTRANCES = 10
# Their pagers end nowhere, or their sections have none and each month is a page.
MOST_REQUESTS = {"ByMonth": 3.0}

# Standing pages that call themselves dated articles: without the family nothing on them says otherwise.
STANDING = {"demo-nukeviet": "/about/"}
# SharePoint's third section is a list service that nothing links to: an entry alone can name it.
UNLINKED = {"demo-sharepoint": ("thong-bao",)}


def crawl(urls: Sequence[str], output: Path, *more: object) -> None:
    done = tintinh("crawl", *urls, "--delay", 0, "--output", output, *more)
    assert done.returncode == 0, done.stderr


def stored(output: Path) -> dict[str, list[tuple[str, str]]]:
    """Title and address of each record, by host and port."""
    found: dict[str, list[tuple[str, str]]] = {}
    with sqlite3.connect(output / "tintinh.db") as connection:
        for title, url in connection.execute("SELECT title, url FROM articles ORDER BY seq"):
            found.setdefault(urlsplit(url).netloc, []).append((title, url))
    return found


def test_skins_never_seen_give_each_article_once(tmp_path: Path) -> None:
    wanted = {" ".join(story.title.split()) for story in TOLD}
    faults: list[str] = []
    with ExitStack() as stack:
        sites = []
        for kind in (*SKINS, *MORE_SKINS, *PAGING_SKINS):
            skin = kind()
            skin.told, skin.size = TOLD, PAGE
            sites.append(stack.enter_context(Served(skin)))
        starts = [site.skin.base + site.skin.start for site in sites]
        crawl(starts, tmp_path)
        first = [len(site.skin.asked) for site in sites]
        crawl(starts, tmp_path)
    records = stored(tmp_path)
    for site, before in zip(sites, first, strict=True):
        name = type(site.skin).__name__
        titles = [title for title, _ in records.get(urlsplit(site.skin.base).netloc, [])]
        right, again = wanted & set(titles), site.skin.asked[before:]
        print(f"{name}: {len(titles)} records, {len(right)} of {len(wanted)}; {before} requests, then {len(again)}")
        if len(right) < RECALL * len(wanted):
            faults.append(f"{name} misses {sorted(wanted - right)}")
        if len(right) < PRECISION * len(titles):
            faults.append(f"{name} takes for articles: {sorted(set(titles) - wanted)}")
        if len(titles) != len(set(titles)):
            faults.append(f"{name} stores an article twice")
        if before > MOST_REQUESTS.get(name, 2.0) * len(wanted) + ENTRANCES:
            faults.append(f"{name} wanders about: {before} requests")
        if len(again) > 12:
            faults.append(f"{name} fetches again: {again}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("family", [None, "generic"])
def test_demo_portals_without_their_entries(family: str | None, tmp_path: Path) -> None:
    names = (*FAMILIES, *PORTALS)
    faults: list[str] = []
    with DemoPortals(portals=names) as demo:
        crawl([demo.base_url(name) for name in names], tmp_path, *(["--family", family] if family else []))
        records = stored(tmp_path)
        for name in names:
            truth = demo.truth(name)
            every = {address.partition("//")[2].lower(): one.key for one in truth for address in one.addresses}
            wanted = {
                one.key
                for one in truth
                if one.reachable and not one.blocked_first and one.sections != UNLINKED.get(name)
            }
            own = records.get(urlsplit(demo.base_url(name)).netloc, [])
            urls = [url.partition("//")[2].lower() for _, url in own]
            if family == "generic":
                urls = [url for url in urls if STANDING.get(name, "//") not in url]
            found = [every.get(url, every.get(url.partition("?")[0])) for url in urls]
            print(f"{name}: {len(found)} records, {len(wanted & set(found))} of {len(wanted)}")
            if None in found or len(found) != len(set(found)):
                faults.append(
                    f"{name}: none, or one twice: {[url for url, key in zip(urls, found, strict=True) if not key]}"
                )
            if len(wanted & set(found)) < RECALL * len(wanted):
                faults.append(f"{name} misses {sorted(wanted - set(found))}")
    assert not faults, "\n".join(faults)


def test_the_record_says_that_nobody_has_checked_the_entry(tmp_path: Path) -> None:
    with Served(SKINS[2]()) as site:
        crawl([site.skin.base], tmp_path, "--limit", 3)
        done = tintinh("status", "--json", "--output", tmp_path)
    [status] = json.loads(done.stdout)
    assert status["evidence"] == "unverified: given on the command line"
