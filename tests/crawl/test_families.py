"""Each family's walk on a portal of its own: everything once, every field, few pages, nothing lost."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.conftest import Site, started, tintinh
from tests.portals import ENTRIES, FAMILIES, DemoPortals, entry
from tests.portals.families import FAMILY_SITES
from tests.portals.log import Exchange

pytestmark = pytest.mark.timeout(120)

POSTED = ("demo-vnportal", "demo-dotnetnuke", "demo-kentico")
# Pages of a section's listing on a first walk: the most that any family's demo portal has, and one past the end.
MOST_PAGES = 5


@pytest.fixture(params=POSTED)
def posted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with DemoPortals(portals=[request.param]) as demo:
        yield Site(demo, request.param, tmp_path)


def fetched(site: Site) -> list[Exchange]:
    return [one for one in site.demo.log.of(site.portal) if one.target != "/robots.txt"]


def key(record: dict[str, Any]) -> str:
    return str(record["id"]).split(":", 1)[1]


class Together:
    """All the families' portals, crawled at once, by entries that name where they are served."""

    def __init__(self, demo: DemoPortals, folder: Path) -> None:
        self.entries = folder / "portals"
        self.entries.mkdir()
        for portal in FAMILIES:
            text = re.sub(r'^start = ".*"$', f'start = "{demo.base_url(portal)}"', entry(portal), flags=re.M)
            (self.entries / f"{portal}.toml").write_text(text, "utf-8")
        self.demo = demo
        self.sites = [Site(demo, portal, folder / "out") for portal in FAMILIES]

    def crawl(self, output: Path, *more: object, portals: Sequence[str] = FAMILIES) -> None:
        """Crawl them; the request log then has this crawl alone."""
        self.demo.log.clear()
        arguments = ("crawl", *portals, "--delay", 0, "--output", output, *more)
        done = tintinh(*arguments, TINTINH_PORTALS=str(self.entries))
        assert done.returncode == 0, done.stderr


def test_ten_families_everything_once_few_pages_and_then_only_the_news(tmp_path: Path) -> None:
    with DemoPortals(portals=FAMILIES) as demo:
        together = Together(demo, tmp_path)
        output = tmp_path / "out"
        together.crawl(output)
        first = {site.portal: site.log() for site in together.sites}
        for site in together.sites:
            assert_every_field(site)
            assert_few_pages(site)

        together.crawl(tmp_path / "again", portals=POSTED)
        for portal in POSTED:
            again = Site(demo, portal, tmp_path / "again")
            assert [key(record) for record in again.log()] == [key(record) for record in first[portal]]

        let_revisits_wait(output)
        together.crawl(output)
        for site in together.sites:
            assert site.log() == first[site.portal], "nothing is stored twice"
            assert len(fetched(site)) <= len(FAMILY_SITES[site.portal].sections), "one listing page a section"

        added = {site.portal: demo.publish_new(site.portal)[0].key for site in together.sites}
        together.crawl(output)
        for site in together.sites:
            known = {key(record) for record in first[site.portal]}
            assert {key(record) for record in site.log()} - known == {added[site.portal]}
            assert len(fetched(site)) - 1 <= 2 * len(FAMILY_SITES[site.portal].sections)

        before = {site.portal: site.log() for site in together.sites}
        let_revisits_wait(output)
        together.crawl(output, "--full")
        for site in together.sites:
            assert site.log() == before[site.portal]
            assert len(fetched(site)) <= (MOST_PAGES + 1) * len(FAMILY_SITES[site.portal].sections)


def assert_every_field(site: Site) -> None:
    truth = {one.key: one for one in site.demo.truth(site.portal, "repair")}
    log = site.log()
    assert Counter(key(record) for record in log) == Counter(list(truth))
    for record in log:
        expected = truth[key(record)]
        assert record["title"] == expected.title
        assert record["body"] == expected.text
        assert record["published_at"] == expected.published_at.isoformat()
        assert record["published_precision"] == expected.precision
        assert record["author"] == expected.author
        assert [(one["url"], one["caption"]) for one in record["images"]] == [
            (one.url, one.caption) for one in expected.images
        ]
        assert [(one["url"], one["name"]) for one in record["attachments"]] == [
            (one.url, one.name) for one in expected.attachments
        ]


def assert_few_pages(site: Site) -> None:
    articles = len(site.demo.truth(site.portal))
    listings = site.rows(f"SELECT key FROM frontier WHERE kind = 'listing' AND portal = '{site.portal}'")
    pages = len(fetched(site)) - len(listings)
    print(f"{site.portal}: {pages / articles:.2f} pages an article, {len(listings)} listing pages")
    assert pages <= 1.2 * articles  # some lie under two tabs, each with an address of its own
    assert len(listings) <= MOST_PAGES * len(FAMILY_SITES[site.portal].sections)


def let_revisits_wait(output: Path) -> None:
    """Articles are looked at again soon after they were published; not in these tests."""
    with sqlite3.connect(output / "tintinh.db") as connection:
        connection.execute("UPDATE frontier SET due_at = NULL WHERE kind = 'article'")


def test_kills_in_a_walk_that_is_paged_by_post_lose_nothing(posted: Site) -> None:
    truth = {one.key for one in posted.demo.truth(posted.portal)}
    posted.demo.set_fault(posted.portal, "slow", seconds=0.05)
    for visits in (6, 17, 22):
        posted.demo.log.clear()
        crawl = started(*posted.arguments("--delay", 0), TINTINH_PORTALS=str(ENTRIES))
        while crawl.poll(0.01) is None and len(fetched(posted)) < visits:
            pass
        crawl.close()
    posted.demo.clear_faults(posted.portal)
    posted.crawl()
    assert Counter(key(record) for record in posted.log()) == Counter(list(truth))
    assert posted.rows("SELECT count(*) FROM frontier WHERE status != 'FETCHED'") == [(0,)]


@pytest.mark.parametrize("portal", POSTED[1:])
def test_a_view_state_that_the_server_forgot_is_had_anew(portal: str, tmp_path: Path) -> None:
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, tmp_path)
        site.crawl("--limit", 7)  # ends before the second pages, whose forms lie in the frontier
        assert site.rows("SELECT count(*) FROM frontier WHERE form IS NOT NULL AND due_at IS NOT NULL") == [(2,)]
        demo.forget_forms(portal)
        with sqlite3.connect(site.output / "tintinh.db") as connection:
            connection.execute("UPDATE frontier SET due_at = NULL WHERE depth = 0 AND kind = 'listing'")
        site.crawl()
        assert {key(record) for record in site.log()} == {one.key for one in demo.truth(portal)}


@pytest.mark.parametrize("portal", POSTED[1:])
def test_a_view_state_that_is_forgotten_in_mid_walk_costs_one_walk_more(portal: str, tmp_path: Path) -> None:
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, tmp_path)
        demo.set_fault(portal, "slow", seconds=0.05)
        crawl = started(*site.arguments(), TINTINH_PORTALS=str(ENTRIES))
        while crawl.poll(0.01) is None and len(fetched(site)) < 5:
            pass
        demo.forget_forms(portal)
        assert crawl.wait() == 0, crawl.stderr
        crawl.close()
        assert {key(record) for record in site.log()} == {one.key for one in demo.truth(portal)}
        assert [one.status for one in fetched(site)].count(500) > 0


def test_backfill_by_the_date_search_of_vnportal(tmp_path: Path) -> None:
    portal = "demo-vnportal"
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, tmp_path)
        days = sorted(one.published_at.date() for one in demo.truth(portal))
        wanted: set[str] = set()
        for since, until in ((days[6], days[12]), (days[1], days[3])):
            asked = {one.key for one in demo.truth(portal) if since <= one.published_at.date() <= until}
            wanted |= asked
            demo.log.clear()
            site.crawl("--since", since, "--until", until)
            assert {key(record) for record in site.log()} == wanted
            assert len(fetched(site)) <= len(asked) + 6, "it walked the listings down to the days asked for"
        site.crawl()
        assert {key(record) for record in site.log()} == {one.key for one in demo.truth(portal)}


def test_since_ends_at_the_page_that_is_older_and_a_later_run_goes_on(tmp_path: Path) -> None:
    portal = "demo-drupal"
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, tmp_path)
        truth = demo.truth(portal)
        since = truth[3].published_at.date()
        site.crawl("--since", since)
        assert {key(record) for record in site.log()} == {one.key for one in truth if one.published_at.date() >= since}
        listings = site.rows("SELECT 1 FROM frontier WHERE kind = 'listing' AND status = 'FETCHED'")
        assert len(listings) <= 4
        site.crawl()
        assert {key(record) for record in site.log()} == {one.key for one in truth}


def test_what_was_posted_is_read_again_from_the_archive(posted: Site, tmp_path: Path) -> None:
    posted.crawl()
    archives = sorted(posted.output.rglob("*.warc.gz"))
    again = Site(posted.demo, posted.portal, tmp_path / "again")
    posted.demo.log.clear()
    again.crawl(*(part for path in archives for part in ("--from-archive", path)))
    assert not posted.demo.log.of(posted.portal)
    assert {key(record) for record in again.log()} == {key(record) for record in posted.log()}
