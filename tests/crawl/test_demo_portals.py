"""The main job on the demo portals: everything once, every field as the page has it, politely."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.model.page_keys import site_id_of
from tests.crawl.conftest import ROOT, Site, environment, started, tintinh
from tests.portals import CANARY, DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(params=PORTALS)
def site(request: pytest.FixtureRequest, demo: DemoPortals, tmp_path: Path) -> Site:
    return Site(demo, request.param, tmp_path)


def test_every_article_once_with_every_field(site: Site) -> None:
    site.crawl()
    truth = {one.key: one for one in site.demo.truth(site.portal, "repair") if one.reachable and not one.blocked_first}
    log, latest = site.log(), site.latest()
    blocked = {one.key for one in site.demo.truth(site.portal) if one.blocked_first}
    assert set(latest) - blocked == set(truth)
    assert len(log) == len(latest), "an article is stored twice"
    assert [record["seq"] for record in log] == list(range(1, len(log) + 1))
    for key, expected in truth.items():
        record = latest[key]
        assert record["title"] == expected.title
        assert record["body"] == expected.text, key
        assert record["published_at"] == expected.published_at.isoformat()
        assert record["published_precision"] == expected.precision
        assert record["author"] == expected.author
        assert [(image["url"], image["caption"]) for image in record["images"]] == [
            (image.url, image.caption) for image in expected.images
        ]
        assert [(file["url"], file["name"]) for file in record["attachments"]] == [
            (file.url, file.name) for file in expected.attachments
        ]


def test_a_blocked_article_is_had_once_the_block_ends(site: Site) -> None:
    blocked = [one for one in site.demo.truth(site.portal) if one.blocked_first and one.reachable]
    assert blocked
    site.crawl()
    assert not {one.key for one in blocked} & set(site.latest())
    rows = site.rows("SELECT key FROM frontier WHERE status = 'BLOCKED'")
    assert {site_id_of(key) or key for (key,) in rows} >= {one.key for one in blocked}
    for _ in range(max(one.blocked_first for one in blocked)):
        site.rows("SELECT 1")
        make_all_due(site)
        site.crawl()
    assert {one.key for one in blocked} <= set(site.latest())


def make_all_due(site: Site) -> None:
    """Let time pass for what failed."""

    with sqlite3.connect(site.output / "tintinh.db") as connection:
        connection.execute("UPDATE frontier SET due_at = 0 WHERE status IN ('BLOCKED', 'FETCH_ERROR')")


def test_a_second_run_fetches_listings_alone_and_stores_nothing(site: Site) -> None:
    site.crawl()
    before = site.log()
    site.demo.count_views(site.portal)
    site.demo.log.clear()
    counts = site.crawl()
    fetched = [one for one in site.demo.log.of(site.portal) if one.target != "/robots.txt"]
    assert site.log() == before
    assert (counts["new"], counts["updated"]) == (0, 0)
    due = {key for (key,) in site.rows("SELECT key FROM frontier WHERE kind = 'article' AND due_at IS NOT NULL")}
    listings = len({one.target for one in fetched})
    sections = len(site.rows("SELECT 1 FROM frontier WHERE kind = 'listing' AND depth = 0"))
    assert listings <= sections + len(due)


def test_an_edited_article_is_a_second_revision_and_nothing_else(site: Site) -> None:
    site.crawl()
    first = site.log()
    edited = site.demo.edit(site.portal, site.demo.truth(site.portal)[3].key)
    site.crawl()
    [revision] = site.log()[len(first) :]
    assert revision["id"] == f"{site.portal}:{edited.key}"
    assert (revision["revision"], revision["title"]) == (2, edited.title)


def test_a_late_post_under_an_old_date_is_found_by_a_full_walk(site: Site) -> None:
    site.crawl()
    known = set(site.latest())
    late = {one.key for one in site.demo.publish_late(site.portal)}
    assert late
    site.crawl("--full")
    assert set(site.latest()) - known == late


def test_manners(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    site.crawl("--delay", 0.05, "--limit", 12)
    requests = demo.log.of(NEWSPAPER)
    assert requests[0].target == "/robots.txt"
    assert demo.log.most_at_once(NEWSPAPER) == 1
    gap = demo.log.shortest_gap(NEWSPAPER)
    assert gap is not None
    assert gap >= 0.05
    assert {one.user_agent.split("/")[0] for one in requests} == {"tintinh"}
    assert demo.log.of(CANARY) == [], "a link or redirect to another private address was followed"


@pytest.mark.parametrize("portal", PORTALS)
def test_what_robots_forbids_and_traps_are_never_fetched(demo: DemoPortals, tmp_path: Path, portal: str) -> None:
    site = Site(demo, portal, tmp_path)
    site.crawl("--full")
    targets = demo.log.targets(portal)
    forbidden = [one for one in demo.truth(portal) if not one.reachable]
    for one in forbidden:
        assert not [address for address in one.addresses if any(address.endswith(target) for target in targets)]
    assert not [target for target in targets if "pop_up" in target or "login" in target or "ban-in" in target]
    assert demo.log.of(CANARY) == []
    assert len(targets) == len(set(targets)), "a page was fetched twice"


def test_since_until_and_limit(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, DEPARTMENT, tmp_path)
    truth = [one for one in demo.truth(DEPARTMENT) if one.reachable and not one.blocked_first]
    since = sorted(one.published_at for one in truth)[len(truth) // 2].date()
    site.crawl("--since", since, "--full")
    assert set(site.latest()) == {one.key for one in truth if one.published_at.date() >= since}
    counts = site.crawl("--limit", 3)
    assert counts["articles"] == 3
    site.crawl()
    assert set(site.latest()) == {one.key for one in truth}


def test_one_section(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    section = demo.truth(NEWSPAPER)[0].sections[0]
    site.crawl("--section", section)
    expected = {one.key for one in demo.truth(NEWSPAPER) if section in one.sections and one.reachable}
    blocked = {one.key for one in demo.truth(NEWSPAPER) if one.blocked_first}
    assert set(site.latest()) == expected - blocked


def test_stock_scrapy_runs_the_same_spiders(demo: DemoPortals, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*run, "list"], capture_output=True, text=True, check=True, cwd=ROOT, env=environment())
    assert {*PORTALS, "ha-noi-sotttt"} <= set(listed.stdout.split())
    options = ["-a", f"base_url={demo.base_url(NEWSPAPER)}", "-a", "limit=4", "-s", "DOWNLOAD_DELAY=0"]
    options += ["-s", "AUTOTHROTTLE_ENABLED=0", "-s", f"TINTINH_OUTPUT={tmp_path}"]
    subprocess.run([*run, "crawl", NEWSPAPER, *options], check=True, capture_output=True, cwd=ROOT, env=environment())
    assert len(Site(demo, NEWSPAPER, tmp_path).log()) == 4


def test_a_second_crawl_of_the_same_portal_leaves_it_to_the_first(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    demo.set_fault(NEWSPAPER, "slow", seconds=0.3)
    first = started(*site.arguments("--limit", 8))
    while not demo.log.targets(NEWSPAPER):
        assert first.poll(0.02) is None, first.stderr
    second = tintinh(*site.arguments())
    assert second.returncode == 2
    assert "is being crawled" in second.stderr
    assert first.wait() == 0, first.stderr
    first.close()
    assert demo.log.most_at_once(NEWSPAPER) == 1
