"""The state of the portals: all of them, or one. Pages and API show the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from crawler.base.reasons import Reason
from crawler.health.finding import Word
from crawler.health.marks import machine_skew
from crawler.health.survey import CLOCKS_SEEN
from crawler.health.verdict import Verdict, judge
from crawler.registry import Portal, provinces
from crawler.runs import daily, due_state
from crawler.runs.due_state import DueState
from crawler.runs.portal_figures import PortalFigures, RunFigures, portal_figures
from crawler.schedule.due import next_due
from crawler.web.console import Console
from crawler.web.queries import portals as browse
from crawler.web.queries.portals import Gap

WEEKS = 26
LEAST_GAP = timedelta(days=14)
NOTHING = PortalFigures(None, (), (), (), (), None)
UNKNOWN = Verdict(Word.UNVERIFIED, Reason.of("not_known"), None, ())


@dataclass(frozen=True, slots=True)
class Row:
    """One portal. `portal` is null where the registry does not know it, `figures` where it was never crawled.

    `days`: its articles of each day. `due`: when it is visited next by its schedule; null where it was never crawled,
    or where the body behind it has ended.
    """

    id: str
    name: str
    portal: Portal | None
    figures: PortalFigures | None
    verdict: Verdict
    days: Mapping[date, int]
    due: datetime | None

    @property
    def runs(self) -> Sequence[RunFigures]:
        """Its latest runs, the newest first."""
        return self.figures.runs if self.figures else ()

    def articles(self, today: date, days: int) -> int:
        """How many articles of the last so many days are stored; today is one of them."""
        return sum(count for day, count in self.days.items() if today - timedelta(days=days) < day <= today)


@dataclass(slots=True)
class Group:
    """A province and its portals; `days`: articles of each day."""

    province: provinces.Province | None
    rows: list[Row] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)

    @property
    def word(self) -> Word:
        """The gravest verdict on a portal that was crawled; unverified where none was."""
        found = [row.verdict.word for row in self.rows if row.figures]
        return max(found, key=lambda one: one.gravity, default=Word.UNVERIFIED)

    @property
    def crawled(self) -> int:
        """How many of them were ever crawled."""
        return sum(row.figures is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Overview:
    """All portals of the registry, then crawled ones without an entry; and those to show, by province."""

    rows: Sequence[Row]
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class OnePortal:
    """One portal with the spans in which it lacks articles. `row.days` goes back to its first article."""

    row: Row
    gaps: Sequence[Gap]


def overview(console: Console) -> Overview:
    """Every portal with its verdict, as the store stands now."""
    known = console.portals.get()
    now, today = console.now(), console.today()
    since = today - timedelta(weeks=WEEKS + 1)
    with console.reader.reading() as connection:
        crawled = browse.crawled(connection)
        machine = _machine(connection, today)
        planned = due_state.read(connection)
    figures: dict[str, PortalFigures] = {}
    days: dict[str, Mapping[date, int]] = {}
    for portal_id in crawled:  # the time limit counts for each portal alone
        with console.reader.reading() as connection:
            figures[portal_id] = portal_figures(connection, portal_id, now)
            days[portal_id] = browse.published(connection, portal_id, since)
    rows = [
        _row(one, known.get(one), figures.get(one), days.get(one, {}), planned.get(one), now, machine)
        for one in dict.fromkeys([*known, *crawled])
    ]
    return Overview(rows, _groups(rows, today))


def one_portal(console: Console, portal_id: str) -> OnePortal | None:
    """The portal of this id; None where neither the registry nor the store knows it."""
    portal = console.portals.get().get(portal_id)
    now, today = console.now(), console.today()
    with console.reader.reading() as connection:
        figures = portal_figures(connection, portal_id, now)
        if portal is None and not figures.runs:
            return None
        days = browse.published(connection, portal_id)
        state = due_state.read_one(connection, portal_id)
        machine = _machine(connection, today)
    least = max(LEAST_GAP, (portal.max_silence if portal else None) or LEAST_GAP)
    row = _row(portal_id, portal, figures if figures.runs else None, days, state, now, machine)
    return OnePortal(row, browse.gaps(days, today, least))


def _row(
    portal_id: str,
    portal: Portal | None,
    figures: PortalFigures | None,
    days: Mapping[date, int],
    state: DueState | None,
    now: datetime,
    machine: timedelta,
) -> Row:
    verdict = judge(portal, figures or NOTHING, now, machine) if portal else UNKNOWN
    due = next_due(portal, state, now) if portal and state and portal.stands(now.date()) else None
    return Row(portal_id, portal.name if portal else portal_id, portal, figures, verdict, days, due)


def _machine(connection: Connection, today: date) -> timedelta:
    return machine_skew(daily.clocks(connection, today - CLOCKS_SEEN))


def _groups(rows: Sequence[Row], today: date) -> list[Group]:
    """The provinces in order, then portals of none. A portal never crawled counts if its body has not ended."""
    groups = {code: Group(one) for code, one in provinces.all_provinces().items()}
    elsewhere = Group(None)
    for row in rows:
        portal = row.portal
        if row.figures is None and (portal is None or portal.kind == "demo" or not portal.stands(today)):
            continue
        group = groups.get((portal.province if portal else None) or "", elsewhere)
        group.rows.append(row)
        group.days.update(row.days)
    return [*groups.values(), *([elsewhere] if elsewhere.rows else [])]
