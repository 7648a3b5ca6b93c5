"""Twelve portals, each with a fault or a holiday, and what is promised of the verdict on it (docs/operating.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crawler.base.clock import VIETNAM
from tests.health.world import Fault, Life, SimPortal, commune, council, newspaper, office

WELL = frozenset({"healthy", "quiet"})
# Verdict and the longest delay from the fault's beginning to it. 'silent' needs as many empty days as the rhythm says.
PROMISES: dict[str, tuple[str, timedelta]] = {
    "layout changed": ("degraded", timedelta(days=2)),
    "silent": ("silent", timedelta(days=3, hours=12)),
    "blocked": ("blocked", timedelta(days=1)),
    "moved host": ("moved", timedelta(days=1)),
    "clock ahead": ("degraded", timedelta(days=1)),
    "dates ahead": ("degraded", timedelta(days=3)),
    "feed dead": ("degraded", timedelta(days=9)),
    "5xx storm": ("degraded", timedelta(days=1)),
    "feed gone": ("degraded", timedelta(days=1)),
    "listing changed": ("degraded", timedelta(hours=12)),
    "CMS replaced": ("moved", timedelta(days=1)),
    "images lost": ("degraded", timedelta(days=7)),
    "texts cut": ("degraded", timedelta(days=3)),
    "host gone": ("silent", timedelta(days=5)),
    "clock behind": ("degraded", timedelta(days=1)),
    "not crawled": ("degraded", timedelta(days=1, hours=12)),
}
FAULTS = ("layout changed", "silent", "blocked", "moved host", "clock ahead", "dates ahead", "feed dead", "5xx storm")
MORE_FAULTS = (
    "feed gone",
    "listing changed",
    "CMS replaced",
    "images lost",
    "texts cut",
    "host gone",
    "clock behind",
    "not crawled",
)
LASTING = {"blocked": timedelta(days=2), "5xx storm": timedelta(days=1, hours=12)}
HEALTHY: Sequence[tuple[str, Callable[..., int]]] = (
    ("bao", newspaper),
    ("so", office),
    ("hdnd", council),
    ("xa", commune),
)


@dataclass(frozen=True)
class Row:
    """One portal's part in the table: the fault, its verdict, when it was given, and what was promised."""

    portal: str
    fault: str | None
    expected: str
    begins: datetime | None
    given: datetime | None
    promised: timedelta | None
    recovered: datetime | None
    alarms: tuple[tuple[datetime, str], ...]  # unwell verdicts before the fault, or ever where there is none
    reason: str

    @property
    def delay(self) -> timedelta | None:
        """From the fault's beginning to its verdict."""
        return self.given - self.begins if self.given and self.begins else None

    @property
    def kept(self) -> bool:
        """Whether the promise was kept and nothing alarmed without a fault."""
        if self.alarms:
            return False
        if self.fault is None:
            return True
        if self.delay is None or self.promised is None or self.delay > self.promised:
            return False
        return self.fault not in LASTING or self.recovered is not None


def portals(
    first: date, quiet: tuple[date, date], faults: Sequence[str], begin_day: int = 3, prefix: str = ""
) -> list[SimPortal]:
    """A portal a fault, and the healthy ones, which rest on the quiet days."""
    made = []
    for n, kind in enumerate(faults):
        begins = datetime.combine(first + timedelta(days=begin_day), time(5), VIETNAM)
        fault = Fault(kind, begins, begins + LASTING[kind] if kind in LASTING else None)
        made.append(SimPortal(f"{prefix}loi-{n + 1}", newspaper, (fault,), (quiet,) if kind not in ("silent",) else ()))
    made += [SimPortal(f"{prefix}{name}", rhythm, quiet=(quiet,)) for name, rhythm in HEALTHY]
    return made


def rows(life: Life, made: Sequence[SimPortal]) -> list[Row]:
    """What became of each portal."""
    return [_row(life, portal) for portal in made]


def _row(life: Life, portal: SimPortal) -> Row:
    judged = life.judged[portal.id]
    if not portal.faults:
        alarms = tuple((at, verdict.word.value) for at, verdict in judged if verdict.word.value not in WELL)
        return Row(portal.id, None, "healthy", None, None, None, None, alarms, judged[-1][1].reason)
    fault = portal.faults[0]
    expected, promised = PROMISES[fault.kind]
    alarms = tuple((at, v.word.value) for at, v in judged if at < fault.begins and v.word.value not in WELL)
    given = next(((at, v) for at, v in judged if at >= fault.begins and v.word == expected), None)
    recovered = None
    if fault.ends is not None:
        after = [(at, v.word.value) for at, v in judged if at >= fault.ends]
        recovered = next((at for at, word in after if word in WELL), None)
    return Row(
        portal.id,
        fault.kind,
        expected,
        fault.begins,
        given[0] if given else None,
        promised,
        recovered,
        alarms,
        given[1].reason if given else judged[-1][1].reason,
    )
