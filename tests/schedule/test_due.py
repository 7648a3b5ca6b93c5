"""When a portal is due: by its cron, once however long it was missed; nightly for a sweep; at once after a kill."""

from datetime import datetime, timedelta

from crawler.base.clock import VIETNAM
from crawler.registry import Portal
from crawler.runs.due_state import DueState
from crawler.schedule.due import SWEEP_FROM, SWEEP_SPREAD, due, due_now, next_due, next_sweep, spread

NOON = datetime(2026, 3, 2, 12, 20, tzinfo=VIETNAM)


def portal(name: str = "thu", schedule: str = "0 6,12,18 * * *") -> Portal:
    return Portal(
        id=name, name=name, kind="department", start=f"https://{name}.vn/", schedule=schedule, evidence="test"
    )


def state(started: datetime, ended: datetime | None = None, unfinished: int = 0, swept: datetime = NOON) -> DueState:
    return DueState("thu", started, ended, unfinished, swept)


def ended(started: datetime) -> DueState:
    return state(started, started + timedelta(minutes=1))


def test_a_portal_never_crawled_is_due() -> None:
    found = due_now(portal(), None, NOON)
    assert found is not None
    assert found.purpose == "visit"


def test_due_once_a_tick() -> None:
    one = portal()
    tick = NOON.replace(minute=0) + spread(one)
    assert due_now(one, ended(tick - timedelta(seconds=1)), NOON) is not None
    assert due_now(one, ended(tick), NOON) is None
    assert next_due(one, ended(tick), NOON) == NOON.replace(hour=18, minute=0) + spread(one)


def test_missed_ticks_are_caught_up_with_once() -> None:
    last = ended(NOON - timedelta(days=9))
    assert due_now(portal(), last, NOON) is not None
    assert due_now(portal(), ended(NOON), NOON + timedelta(minutes=1)) is None


def test_portals_do_not_start_at_once_and_keep_their_distance() -> None:
    distances = [spread(portal(f"thu-{number}")) for number in range(200)]
    assert len(set(distances)) > 100
    assert max(distances) <= timedelta(minutes=10)
    assert distances == [spread(portal(f"thu-{number}")) for number in range(200)]
    often = [spread(portal(f"thu-{number}", "*/4 * * * *")) for number in range(200)]
    assert max(often) <= timedelta(minutes=1)


def test_a_killed_run_is_due_at_once_and_then_ever_later() -> None:
    start = NOON - timedelta(seconds=1)
    assert due_now(portal(), state(start, unfinished=1), NOON) is not None
    assert due_now(portal(), state(start, unfinished=2), NOON) is None
    assert due_now(portal(), state(start, unfinished=2), NOON + timedelta(seconds=15)) is not None
    assert due_now(portal(), state(start, unfinished=6), NOON + timedelta(minutes=3)) is None
    assert due_now(portal(), state(start, unfinished=500), NOON + timedelta(hours=1)) is not None


def test_a_run_that_was_handed_back_is_due_at_once() -> None:
    assert due_now(portal(), state(NOON, unfinished=0), NOON) is not None


def test_each_night_one_sweep_whose_moment_is_the_portals_own() -> None:
    for number in range(50):
        one = portal(f"thu-{number}")
        first = next_sweep(one, NOON)
        night = datetime.combine(NOON.date() + timedelta(days=1), SWEEP_FROM, VIETNAM)
        assert night <= first <= night + SWEEP_SPREAD
        assert next_sweep(one, first) == first + timedelta(days=1)
        last = state(first - timedelta(minutes=5), first - timedelta(minutes=4))
        found = due_now(one, last, first)
        assert found is not None
        assert found.purpose == "sweep"


def test_a_sweep_that_was_killed_is_a_sweep_again() -> None:
    started = datetime(2026, 3, 3, 5, 0, tzinfo=VIETNAM)
    found = due_now(portal(), state(started, unfinished=1), started + timedelta(seconds=9))
    assert found is not None
    assert found.purpose == "sweep"
    assert due_now(portal(), state(started, unfinished=4), started + timedelta(seconds=9)) is None


def test_those_that_waited_longest_come_first() -> None:
    portals = [portal(f"thu-{number}") for number in range(3)]
    states = {
        one.id: DueState(one.id, NOON - timedelta(days=days), NOON - timedelta(days=days), 0, NOON)
        for one, days in zip(portals, (1, 3, 2), strict=True)
    }
    assert [one.portal.id for one in due(portals, states, NOON)] == ["thu-1", "thu-2", "thu-0"]
