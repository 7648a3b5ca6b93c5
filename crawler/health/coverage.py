"""Do the pages still give what they gave: date, text, images, files? Measured against the portal's own past.

The past is what lies before the day on which a field fell, however long ago that was: so what has been broken for
months is not taken for what is usual. A share has fallen where chance does not explain it (the tail of the binomial
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

ENOUGH, MANY = 5, 20  # pages that tell of what every page has, and of what only some have
PAST_ENOUGH = 20  # pages before them
CHANCE = 0.0001
HALVED, QUARTERED = 0.5, 0.25
SUREST = 0.99  # nothing is seen so surely that one page without it would tell
AHEAD_WINDOWS = (1, 3, 7)  # days
AHEAD_LEAST, AHEAD_SHARE = 3, 0.2


@dataclass(frozen=True, slots=True)
class Field:
    """A share of the pages: its name (a key of reasons), its figures, how many pages tell of it, what fraction of its
    past share is a fall, and what share it must have had."""

    name: str
    hits: Callable[[DayFigures], int]
    of: Callable[[DayFigures], int]
    enough: int
    fall: float
    had: float


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
    """What share of `pages` pages had something, from 0 to 1; null where no page tells."""

    name: Reason
    share: float | None
    pages: int


@dataclass(frozen=True, slots=True)
class Fall:
    """From `first` on, `pages` pages with the mean `now`, before that `had`."""

    first: date
    pages: int
    now: float
    had: float


def findings(figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    """Fields that have fallen, texts that have shrunk, dates that lie ahead."""
    for field in FIELDS:
        fall = find_fall(figures.days, field.hits, field.of, field.enough, field.fall)
        if fall is None or fall.had < field.had or _tail(round(fall.now * fall.pages), fall.pages, fall.had) > CHANCE:
            continue
        reason = Reason.of("fell", what=Reason.of(field.name), now=fall.now, pages=fall.pages, had=fall.had)
        yield Finding(Word.DEGRADED, "coverage", reason, at(fall.first))
    fall = find_fall(figures.days, lambda day: day.body_chars, _read, 2 * ENOUGH, QUARTERED)
    if fall is not None:
        reason = Reason.of("shrank", now=fall.now, pages=fall.pages, had=fall.had)
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

    Of all days on which it may have fallen, the one that parts the figures most clearly.
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
        now, had = sum_of / since, (total - sum_of) / before
        clear = (had - now) * sqrt(since * before)
        if now <= fall * had and latest <= fall * had and clear > clearest:
            best, clearest = Fall(day, since, now, had), clear
    return best


def _latest(figures: Sequence[tuple[date, int, int]], enough: int) -> float:
    """The mean over as few of the latest days as have pages enough."""
    hits = pages = 0
    for _, value, count in reversed(figures):
        hits, pages = hits + value, pages + count
        if pages >= enough:
            break
    return hits / pages if pages else 0.0


def _tail(hits: int, of: int, share: float) -> float:
    """How likely so few hits or fewer are by chance."""
    if of > 1000:  # a fall by half or more of so many is none
        return 0.0
    hits, share = min(hits, of), min(share, SUREST)
    return sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(hits + 1))


def _ahead(days: Sequence[DayFigures], today: date) -> Iterator[Finding]:
    """Dates in the future, where they are no slip of one editor."""
    for window in AHEAD_WINDOWS:
        recent = [one for one in days if today - timedelta(days=window) < one.day <= today and one.read]
        pages, ahead = sum(map(_read, recent)), sum(one.future for one in recent)
        if ahead >= AHEAD_LEAST and ahead >= AHEAD_SHARE * pages:
            first = next(one.day for one in recent if one.future)
            reason = Reason.of("dates_ahead", ahead=ahead, pages=pages)
            yield Finding(Word.DEGRADED, "dates ahead", reason, at(first))
            return
