"""Do the pages still give what they gave: date, text, images, files? Measured against the portal's own past.

The past is what lies before the day on which a field fell, however long ago that was: so something broken for
months does not become usual. A share has fallen where chance does not explain it (the tail of the binomial
distribution), and for as long as the latest pages are no better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import comb, sqrt

from crawler.base.reasons import Reason
from crawler.health.finding import Finding, Word, at
from crawler.runs.daily import DayFigures
from crawler.runs.portal_figures import PortalFigures

ENOUGH, MANY = 5, 20  # pages needed for a field that every page has, and for one that only some have
PAST_ENOUGH = 20  # pages before them
CHANCE = 0.0001
HALVED, QUARTERED = 0.5, 0.25
SUREST = 0.99  # no field is so sure that one page without it proves a fall
AHEAD_WINDOWS = (1, 3, 7)  # days
AHEAD_LEAST, AHEAD_SHARE = 3, 0.2


@dataclass(frozen=True, slots=True)
class Field:
    """A share of the pages: its name (a key of reasons), its figures, how many pages it needs, what fraction of its
    past share is a fall, and the least past share."""

    name: str
    hits: Callable[[DayFigures], int]
    of: Callable[[DayFigures], int]
    enough: int
    fall: float
    past: float


def _read(day: DayFigures) -> int:
    return day.read


FIELDS = (
    Field("what_read", _read, lambda day: day.read + day.unread, ENOUGH, HALVED, 0.5),
    Field("what_date", lambda day: day.dated, _read, ENOUGH, HALVED, 0.5),
    Field("what_selectors", lambda day: day.read - day.generic, _read, ENOUGH, HALVED, 0.5),
    Field("what_schema", _read, lambda day: day.read + day.quarantined, ENOUGH, 0.8, 0.9),
    Field("what_image", lambda day: day.pictured, _read, MANY, QUARTERED, 0.4),
    Field("what_attachment", lambda day: day.with_files, _read, MANY, QUARTERED, 0.2),
    Field("what_own_text", lambda day: day.found - day.copies, lambda day: day.found, MANY, HALVED, 0.8),
)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of `pages` pages with a field, from 0 to 1; null without pages."""

    name: Reason
    share: float | None
    pages: int


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall on the day `first`: the mean before it is `past`, that of the `pages` pages since is `now`."""

    first: date
    pages: int
    now: float
    past: float


def findings(figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    """Fields that have fallen, texts that have shrunk, dates that lie ahead."""
    for field in FIELDS:
        fall = find_fall(figures.days, field.hits, field.of, field.enough, field.fall)
        if (
            fall is None
            or fall.past < field.past
            or _tail(round(fall.now * fall.pages), fall.pages, fall.past) > CHANCE
        ):
            continue
        reason = Reason.of("fell", what=Reason.of(field.name), now=fall.now, pages=fall.pages, past=fall.past)
        yield Finding(Word.DEGRADED, "coverage", reason, at(fall.first))
    fall = find_fall(figures.days, lambda day: day.body_chars, _read, 2 * ENOUGH, QUARTERED)
    if fall is not None:
        reason = Reason.of("shrank", now=fall.now, pages=fall.pages, past=fall.past)
        yield Finding(Word.DEGRADED, "coverage", reason, at(fall.first))
    yield from _ahead(figures.days, now.date())


def shares(days: Sequence[DayFigures], since: date) -> list[Share]:
    """Each field's share of the pages since then."""
    recent = [one for one in days if one.day >= since]
    totals = [(Reason.of(one.name), sum(map(one.hits, recent)), sum(map(one.of, recent))) for one in FIELDS]
    return [Share(name, hits / pages if pages else None, pages) for name, hits, pages in totals]


def find_fall(
    days: Sequence[DayFigures],
    value: Callable[[DayFigures], int],
    of: Callable[[DayFigures], int],
    enough: int,
    fall: float,
) -> Fall | None:
    """Where the mean of `value` over `of` fell to `fall` of itself and has stayed there; None where it did not.

    Of all days on which it may have fallen, the day that separates the figures most clearly.
    """
    figures = [(one.day, value(one), of(one)) for one in days if of(one)]
    total, pages = sum(one[1] for one in figures), sum(one[2] for one in figures)
    latest = _latest(figures, enough)
    best: Fall | None = None
    clearest = 0.0
    sum_of = since = 0
    for day, hits, count in reversed(figures):
        sum_of, since = sum_of + hits, since + count
        before = pages - since
        if since < enough or before < PAST_ENOUGH:
            continue
        now, past = sum_of / since, (total - sum_of) / before
        clear = (past - now) * sqrt(since * before)
        if now <= fall * past and latest <= fall * past and clear > clearest:
            best, clearest = Fall(day, since, now, past), clear
    return best


def _latest(figures: Sequence[tuple[date, int, int]], enough: int) -> float:
    """The mean over the fewest latest days that have enough pages."""
    hits = pages = 0
    for _, value, count in reversed(figures):
        hits, pages = hits + value, pages + count
        if pages >= enough:
            break
    return hits / pages if pages else 0.0


def _tail(hits: int, of: int, share: float) -> float:
    """How likely so few hits or fewer are by chance."""
    if of > 1000:  # among so many pages a fall by half is never chance
        return 0.0
    hits, share = min(hits, of), min(share, SUREST)
    return sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(hits + 1))


def _ahead(days: Sequence[DayFigures], today: date) -> Iterator[Finding]:
    """Dates in the future, where there are more than one editor's mistake."""
    for window in AHEAD_WINDOWS:
        recent = [one for one in days if today - timedelta(days=window) < one.day <= today and one.read]
        pages, ahead = sum(map(_read, recent)), sum(one.future for one in recent)
        if ahead >= AHEAD_LEAST and ahead >= AHEAD_SHARE * pages:
            first = next(one.day for one in recent if one.future)
            reason = Reason.of("dates_ahead", ahead=ahead, pages=pages)
            yield Finding(Word.DEGRADED, "dates ahead", reason, at(first))
            return
