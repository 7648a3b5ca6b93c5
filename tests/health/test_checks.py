"""The checks at a run's end, and how Spidermon runs them in a crawl."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.frontier.source_statistics import SourceYield
from crawler.health.checks import CHECKS, FATAL, RunFacts
from tests.crawl.conftest import Site, tintinh
from tests.health.figures import ENTRY, GOOD, NOW, TODAY, day_of, figures, workdays
from tests.portals import DemoPortals

PORTAL = "demo-so-song-lam"
LISTING = SourceYield("/tin-tuc", "listing", 20, 9, "2026-06-10", NOW.isoformat(), None, NOW.isoformat())


def failed(counts: dict[str, int], **more: object) -> set[str]:
    facts = RunFacts(ENTRY, counts, replace(figures(sources=[LISTING]), **more), NOW)  # type: ignore[arg-type]
    return {name for name, check in CHECKS.items() if check(facts) is not None}


def test_a_good_run_passes_all_and_one_that_had_nothing_to_ask_too() -> None:
    assert failed(GOOD) == set()
    assert failed({}) == set()
    assert failed({"pages": 2, "sources_tried": 2, "sources": 2, "sources_unchanged": 2}) == set()


def test_a_run_that_saw_nothing_is_no_success() -> None:
    empty = failed({"pages": 2, "sources_tried": 2, "sources": 2})
    assert empty == {"items seen"}
    assert empty <= FATAL
    assert {"reached", "sources", "items seen"} <= failed({"pages": 2, "sources_tried": 2, "blocked": 2})
    front = replace(LISTING, new_total=0, newest=None)  # one that leads to sections alone
    assert failed({"pages": 1, "sources_tried": 1, "sources": 1}, sources=[front]) == set()
    never = failed({"pages": 1, "sources_tried": 1, "sources": 1}, sources=[front], newest=None, days=[])
    assert never == {"items seen"}
    assert "reached" not in failed({"pages": 8, "sources_tried": 2, "blocked": 2, "articles": 6})


def test_refusals_failures_silence_and_losses_fail_their_checks() -> None:
    assert failed({**GOOD, "blocked": 5}) == {"not refused"}
    assert failed({**GOOD, "errors": 5}) == {"server well"}
    silent = workdays(TODAY.replace(month=5, day=20))
    assert failed(GOOD, days=silent, newest=silent[-1].day) == {"news"}
    bare = [*workdays(TODAY.replace(day=9)), day_of(TODAY, 8, dated=0)]
    assert failed(GOOD, days=bare) == {"complete"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with DemoPortals() as portals:
        made = Site(portals, PORTAL, tmp_path_factory.mktemp("health"))
        made.crawl("--limit", 8)
        yield made


def test_a_crawl_keeps_what_failed_with_its_run_and_status_shows_it(site: Site) -> None:
    site.demo.set_fault(PORTAL, "block")  # type: ignore[arg-type]
    done = tintinh(*site.arguments(), TINTINH_REST_TOTAL="0.1")
    site.demo.clear_faults(PORTAL)
    assert done.returncode != 0
    assert "none of" in done.stderr or "nothing could be fetched" in done.stderr
    checks = dict(site.rows('SELECT "check", reason FROM run_checks'))
    assert {"reached", "sources"} <= set(checks)
    status = tintinh("status", PORTAL, "--json", "--output", site.output)
    [one] = json.loads(status.stdout)
    assert one["failed_checks"] == checks
    assert status.returncode == (1 if one["unwell"] else 0)
    assert f"{PORTAL}\t{one['verdict']}\t" in tintinh("status", "--output", site.output).stdout
    lines = tintinh("status", PORTAL, "--output", site.output).stdout
    assert re.search(rf"verdict +{one['verdict']}", lines)
    assert "failed the check 'sources'" in lines


def test_status_and_metrics_say_the_same(site: Site) -> None:
    [one] = json.loads(tintinh("status", PORTAL, "--json", "--output", site.output).stdout)
    metrics = tintinh("metrics", "--once", "--output", site.output).stdout
    samples = [s for family in text_string_to_metric_families(metrics) for s in family.samples]
    [verdict] = [s.labels["verdict"] for s in samples if s.name == "tintinh_portal_verdict" and s.value == 1]
    [articles] = [s.value for s in samples if s.name == "tintinh_articles"]
    assert (verdict, articles) == (one["verdict"], one["articles"])


def test_metrics_are_not_served_to_others_unasked(tmp_path: Path, site: Site) -> None:
    done = tintinh("metrics", "--host", "0.0.0.0", "--output", site.output)
    assert done.returncode == 2
    assert "--anyone" in done.stderr


def test_status_of_an_unknown_portal_is_an_error(site: Site) -> None:
    done = tintinh("status", "zzzz", "--output", site.output)
    assert (done.returncode, done.stderr.strip()) == (
        2,
        "error: no portal called 'zzzz'; `tintinh list` prints all of them",
    )
