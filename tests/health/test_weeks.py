"""Portals that break while they are crawled for days: the verdict comes within what docs/operating.md promises.

Ten days by default; TINTINH_WEEKS_DAYS gives the days. The whole four weeks are `python -m bench.weeks`.
"""

import logging
import os
from datetime import date
from pathlib import Path

import pytest

from tests.health.scenarios import FAULTS, portals, rows
from tests.health.world import SimPortal, live_through, newspaper
from tests.stores import new_store

DAYS = int(os.environ.get("TINTINH_WEEKS_DAYS", "10"))
QUICK = tuple(kind for kind in FAULTS if kind != "feed dead")  # that takes more than a week to be reported


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="crawler")  # for this test alone


@pytest.mark.timeout(300)
def test_each_fault_is_reported_in_time_and_new_year_alarms_nobody(tmp_path: Path) -> None:
    first = date(2025, 12, 28)
    made = portals(first, (date(2026, 1, 1), date(2026, 1, 5)), QUICK, begin_day=1)
    for portal in made:
        portal.hours = (6, 18)
    store = new_store(tmp_path / "tintinh.db")
    found = rows(live_through(store, tmp_path, made, first, DAYS, before=35), made)
    store.close()
    broken = [(row.fault or row.portal, row.expected, str(row.delay), row.alarms, row.reason) for row in found]
    assert all(row.kept for row in found), broken


def test_the_first_crawl_of_a_portal_with_history_tells_its_health(tmp_path: Path) -> None:
    store = new_store(tmp_path / "tintinh.db")
    life = live_through(store, tmp_path, [SimPortal("bao", newspaper)], date(2026, 5, 4), 1, before=30)
    store.close()
    assert life.words("bao")[0][1] == "healthy"
