"""Bad days of a server: nothing is lost in the end, and the server is left alone while it fails."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawl.conftest import Site, tintinh
from tests.crawl.test_demo_portals import make_all_due
from tests.discovery.served import Served
from tests.discovery.skin import STORIES, Answer
from tests.discovery.skins import Dated
from tests.portals import NEWSPAPER, DemoPortals

# Rests a hundredth as long as the real ones.
QUICK = {"TINTINH_REST_FIRST": "0.3", "TINTINH_REST_MOST": "1.2", "TINTINH_REST_TOTAL": "5"}


@pytest.fixture
def site(demo: DemoPortals, tmp_path: Path) -> Site:
    site = Site(demo, NEWSPAPER, tmp_path)
    site.crawl("--limit", 12)
    demo.log.clear()
    return site


def wanted(site: Site) -> set[str]:
    return {one.key for one in site.demo.truth(site.portal) if one.reachable and not one.blocked_first}


def pauses(site: Site) -> list[float]:
    """Seconds from each request's start to the next one's."""
    starts = [one.started for one in site.demo.log.of(site.portal)]
    return [later - earlier for earlier, later in pairwise(starts)]


@pytest.mark.parametrize("kind", ["error", "reset", "block"])
def test_an_outage_that_ends_costs_no_article(site: Site, kind: str) -> None:
    site.demo.set_fault(site.portal, kind, times=9)  # type: ignore[arg-type]
    site.crawl(**QUICK)
    statuses = [one.status for one in site.demo.log.of(site.portal)][:12]
    print(kind, [f"{pause:.1f}" for pause in pauses(site)[:12]], statuses)
    make_all_due(site)
    site.crawl()
    assert wanted(site) <= set(site.latest())


def test_a_failing_server_is_asked_ever_more_rarely_and_the_run_ends(site: Site) -> None:
    site.demo.set_fault(site.portal, "error")
    done = tintinh(*site.arguments(), **QUICK)
    assert "failed" in done.stdout + done.stderr
    gaps = pauses(site)
    assert len(gaps) <= 14, "hammered"
    rests = [gap for gap in gaps if gap > 0.25]
    assert len(rests) >= 4
    assert rests[:3] == sorted(rests[:3])
    [(why,)] = site.rows("SELECT why_ended FROM runs ORDER BY id DESC LIMIT 1")
    assert "failed" in why
    assert "HTTP 500" in why
    site.demo.clear_faults(site.portal)
    make_all_due(site)
    site.crawl()
    assert wanted(site) <= set(site.latest())


def test_retry_after_is_obeyed(site: Site) -> None:
    site.demo.set_fault(site.portal, "busy", times=2, seconds=1)
    site.crawl(**QUICK)
    busy = [n for n, one in enumerate(site.demo.log.of(site.portal)) if one.status == 503]
    assert len(busy) == 2
    assert all(pauses(site)[n] >= 0.99 for n in busy)
    assert wanted(site) <= set(site.latest())


def test_a_retry_after_beyond_patience_ends_the_run_at_once(site: Site) -> None:
    site.demo.set_fault(site.portal, "busy", seconds=3600)
    tintinh(*site.arguments(), **QUICK)
    assert len(site.demo.log.of(site.portal)) <= 2
    [(why,)] = site.rows("SELECT why_ended FROM runs ORDER BY id DESC LIMIT 1")
    assert "3600 s" in why
    site.demo.clear_faults(site.portal)
    make_all_due(site)
    site.crawl()
    assert wanted(site) <= set(site.latest())


class Lying(Dated):
    """A server whose Content-Length is wrong on every article."""

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        made = super().answer(path, query)
        if path.count("/") >= 5:
            made.headers["Content-Length"] = str(len(made.body.encode()) + 50)
        return made


def test_a_content_length_that_is_wrong_on_every_page_costs_no_article(tmp_path: Path) -> None:
    with Served(Lying()) as served:
        served.skin.told = served.skin.told[:8]
        done = tintinh("crawl", served.skin.base, "--delay", 0, "--output", tmp_path, **QUICK)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for path in tmp_path.rglob("*.jsonl") for line in path.read_text().splitlines()]
    assert {record["title"] for record in records} == {" ".join(story.title.split()) for story in STORIES[:8]}
    assert all("Content-Length" in " ".join(record["flags"]) for record in records)
