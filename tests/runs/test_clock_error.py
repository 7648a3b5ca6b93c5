"""A crawl while the clock was a year ahead holds nothing up once the clock is right, and is told."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.base.clock import AHEAD
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import frontier, outbox, runs
from crawler.runs import clock_error, verdicts
from crawler.runs.portal_figures import portal_figures
from crawler.schedule.due import due_now, next_due
from crawler.watch.outbox import LONGEST_WAIT, claim
from tests.crawl.conftest import tintinh
from tests.records import NOON, PORTAL, article, link, visit
from tests.schedule.test_due import portal

YEAR_AHEAD = NOON + timedelta(days=365)


def crawl(store: Store, at: datetime, ends: bool = True, *, on_schedule: bool = False) -> list[str]:
    """A sweep of a portal with one section and one article; returns the keys of the pages fetched."""
    fetched: list[str] = []
    run = store.start_run(PORTAL, at, {"purpose": "sweep", "full": True})
    store.seed(PORTAL, [link("muc", kind="listing")], at, run, on_schedule)
    while drawn := store.draw(PORTAL, run, at, 10):
        fetched += [due.key for due in drawn]
        visits = []
        for due in drawn:
            if due.kind == "listing":
                visits.append(visit(due, at, links=[link("1")]))
            else:
                visits.append(visit(due, at, article=article("1", published=at - timedelta(minutes=5))))
        store.commit(PORTAL, run, visits)
    if ends:
        store.end_run(run, at + timedelta(minutes=1), "finished", {})
    return fetched


@pytest.mark.parametrize("ends", [True, False])
def test_the_portal_and_its_pages_are_due_once_the_clock_is_right(
    store: Store, ends: bool, caplog: pytest.LogCaptureFixture
) -> None:
    assert crawl(store, YEAR_AHEAD, ends) == ["muc", "1"]
    state = store.due_state(PORTAL)
    assert state is not None
    assert due_now(portal(), state, NOON) is not None
    assert next_due(portal(), state, NOON) <= NOON
    assert crawl(store, NOON, on_schedule=True) == ["muc", "1"]
    assert "in the future" in caplog.text
    after = store.due_state(PORTAL)
    assert after is not None
    assert max(after.started_at, after.swept_at) == NOON
    assert due_now(portal(schedule="0 6 * * *"), after, NOON + timedelta(minutes=2)) is None
    assert due_now(portal(schedule="0 6 * * *"), after, NOON + timedelta(days=1)) is not None
    with reading(store.engine) as connection:
        assert clock_error.latest_ahead(connection, NOON) == {}
        rows = connection.execute(select(frontier)).all()
        ended = connection.execute(select(runs.c.ended_at)).scalars().all()
    assert all((row.due_at or 0) < (NOON + timedelta(days=31)).timestamp() for row in rows)
    assert all(row.fetched_at == int(NOON.timestamp()) for row in rows)
    assert max(ended) <= (NOON + timedelta(minutes=1)).isoformat()


def test_clocks_that_differ_a_little_are_no_fault(store: Store) -> None:
    crawl(store, NOON + AHEAD - timedelta(minutes=2))
    with writing(store.engine) as connection:
        assert clock_error.set_right(connection, PORTAL, NOON) is None
    state = store.due_state(PORTAL)
    assert state is not None
    assert due_now(portal(), state, NOON) is None


def test_a_portal_that_was_crawled_rightly_is_left_alone(store: Store) -> None:
    crawl(store, NOON)
    with writing(store.engine) as connection:
        before = connection.execute(select(frontier)).all()
        assert clock_error.set_right(connection, PORTAL, NOON + timedelta(hours=1)) is None
        assert connection.execute(select(frontier)).all() == before


def test_days_to_come_say_nothing_of_a_portals_health(store: Store) -> None:
    crawl(store, NOON - timedelta(days=3))
    crawl(store, YEAR_AHEAD)
    with reading(store.engine) as connection:
        figures = portal_figures(connection, PORTAL, NOON)
    assert figures.newest == (NOON - timedelta(days=3)).date()
    assert {day.day for day in figures.days} == {(NOON - timedelta(days=3)).date()}


def test_a_verdict_found_in_the_future_lasts_from_now_on(store: Store) -> None:
    crawl(store, YEAR_AHEAD)
    with writing(store.engine) as connection:
        verdicts.enter(connection, PORTAL, "silent", "x", None, YEAR_AHEAD)
        clock_error.set_right(connection, PORTAL, NOON)
        assert verdicts.latest(connection)[PORTAL].found_at == NOON


@pytest.mark.parametrize("status", ["due", "sending"])
def test_a_notice_put_off_into_the_future_goes_out(store: Store, status: str) -> None:
    crawl(store, NOON)
    with writing(store.engine) as connection:
        connection.execute(
            outbox.insert().values(
                rule="hop", article=f"{PORTAL}:1", target="nhom", status=status, notice="ab" * 16, tries=1,
                next_try_at=int(YEAR_AHEAD.timestamp()), found_at=YEAR_AHEAD.isoformat(),
            )
        )  # fmt: skip
    notice = claim(store.engine, "nhom", NOON, 5)
    assert notice is not None
    assert notice.id == "ab" * 16
    assert claim(store.engine, "nhom", NOON + timedelta(seconds=LONGEST_WAIT // 100), 5) is None


def test_status_says_so(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'tintinh.db'}")
    crawl(store, datetime.now(NOON.tzinfo) + timedelta(days=365))
    store.close()
    done = tintinh("status", "--output", tmp_path)
    assert f"{PORTAL}: a run is dated" in done.stderr
    assert "in the future" in done.stderr
