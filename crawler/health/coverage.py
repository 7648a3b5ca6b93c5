"""Do the pages still give what they gave: date, text, images, files? Measured against the portal's own past.

A share has fallen where chance does not explain it: were it still what it was, so few of so many pages would be seen
less than once in a thousand times (the tail of the binomial distribution).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import comb

from crawler.health.finding import Finding, Word, at
from crawler.storage.daily import DayFigures
from crawler.storage.health import PortalFigures

WINDOWS = (1, 3, 7)  # days, the latest first: the shortest with pages enough tells of a change soonest
PAST = timedelta(days=56)
ENOUGH, MANY = 5, 20  # pages that tell of what every page has, and of what only some have
PAST_ENOUGH = 20
CHANCE = 0.001
HALVED, QUARTERED = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Field:
    """A share of the pages read: its name in words, its figures, whether all pages have it, what fraction of its past
    share is a fall, and what share it must have had."""

    name: str
    hits: Callable[[DayFigures], int]
    of: Callable[[DayFigures], int]
    everywhere: bool
    fall: float
    had: float


def _read(day: DayFigures) -> int:
    return day.read


FIELDS = (
    Field("articles read", lambda day: day.read, lambda day: day.read + day.unread, True, HALVED, 0.5),
    Field("a date", lambda day: day.dated, _read, True, HALVED, 0.5),
    Field("a text that the selectors know", lambda day: day.read - day.generic, _read, True, HALVED, 0.5),
    Field("records that keep the schema", lambda day: day.read, lambda d: d.read + d.quarantined, True, 0.8, 0.9),
    Field("an image", lambda day: day.pictured, _read, False, QUARTERED, 0.4),
    Field("an attachment", lambda day: day.with_files, _read, False, QUARTERED, 0.2),
    Field("a text of their own", lambda d: d.found - d.copies, lambda day: day.found, False, HALVED, 0.8),
)


def findings(figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    """Fields that have fallen, texts that have shrunk, dates that lie ahead."""
    today = now.date()
    for field in FIELDS:
        for window in WINDOWS if field.everywhere else WINDOWS[-1:]:
            recent, past, first = _split(figures.days, today, window)
            found = _fallen(field, recent, past)
            if found is not None:
                yield Finding(Word.DEGRADED, "coverage", found, at(first))
                break
    yield from _shrunk(figures.days, today)
    yield from _ahead(figures.days, today)


def _split(days: Sequence[DayFigures], today: date, window: int) -> tuple[list[DayFigures], list[DayFigures], date]:
    """The days of the window that ends today, those before it, and the first of the window with any pages."""
    begin = today - timedelta(days=window - 1)
    recent = [one for one in days if begin <= one.day <= today]
    # What is judged may be old already: a window of three days must not be measured against its own beginning.
    past = [one for one in days if begin - PAST <= one.day < today - timedelta(days=WINDOWS[-1] - 1)]
    with_pages = [one.day for one in recent if one.read + one.unread + one.quarantined]
    return recent, past, with_pages[0] if with_pages else begin


def _fallen(field: Field, recent: Sequence[DayFigures], past: Sequence[DayFigures]) -> str | None:
    pages, before = sum(map(field.of, recent)), sum(map(field.of, past))
    if pages < (ENOUGH if field.everywhere else MANY) or before < PAST_ENOUGH:
        return None
    share, had = sum(map(field.hits, recent)) / pages, sum(map(field.hits, past)) / before
    if had < field.had or share > field.fall * had:
        return None
    if _tail(round(share * pages), pages, had) > CHANCE:
        return None
    return f"{field.name}: {share:.0%} of the last {pages} pages, {had:.0%} before"


def _tail(hits: int, of: int, share: float) -> float:
    """How likely so few hits or fewer are."""
    if of > 1000:  # beyond that a fall by half is no chance, and the numbers get large
        return 0.0
    share = min(share, 0.99)  # nothing is seen so surely that one page without it would tell
    return sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(hits + 1))


def _shrunk(days: Sequence[DayFigures], today: date) -> Iterator[Finding]:
    for window in WINDOWS:
        recent, past, first = _split(days, today, window)
        pages, before = sum(map(_read, recent)), sum(map(_read, past))
        if pages < 2 * ENOUGH or before < PAST_ENOUGH:
            continue
        length = sum(one.body_chars for one in recent) / pages
        had = sum(one.body_chars for one in past) / before
        if length < had * QUARTERED:
            reason = f"texts of {length:.0f} characters in the last {pages} pages, {had:.0f} before"
            yield Finding(Word.DEGRADED, "coverage", reason, at(first))
            return


def _ahead(days: Sequence[DayFigures], today: date) -> Iterator[Finding]:
    """Dates in the future, where they are no slip of one editor."""
    recent, _, _ = _split(days, today, WINDOWS[-1])
    pages, ahead = sum(map(_read, recent)), sum(one.future for one in recent)
    latest = [one for one in recent if one.read][-2:]
    if ahead < 3 or ahead < pages / 5 or not sum(one.future for one in latest):
        return
    first = next(one.day for one in recent if one.future)
    yield Finding(Word.DEGRADED, "dates ahead", f"{ahead} of the last {pages} pages are dated in the future", at(first))
