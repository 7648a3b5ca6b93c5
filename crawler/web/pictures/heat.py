"""Counts by day or month as shades: a year of weeks, and years of months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

STEPS = 4
CELL, SPACE = 11, 2  # in the drawing's units


def shade(count: int, most: int) -> int:
    """The step of a count, 0 for none: by its share of the square root of the largest, so that few stay visible."""
    if count <= 0:
        return 0
    return max(1, min(STEPS, -int(-((count / max(most, 1)) ** 0.5) * STEPS // 1)))


def year(
    counts: Mapping[date, int],
    of: int,
    tip: Callable[[date, int], str],
    target: Callable[[date], str],
    summary: str,
    chosen: date | None = None,
) -> Markup:
    """A year: a column for each week, Monday above. Days with meetings are links for the pointer; the page has the
    months and the days of one month as links for all."""
    first, last = date(of, 1, 1), date(of, 12, 31)
    monday = first - timedelta(days=first.weekday())
    most = max(counts.values(), default=0)
    drawn = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        x, y = (day - monday).days // 7 * (CELL + SPACE), day.weekday() * (CELL + SPACE)
        count = counts.get(day, 0)
        cell = Markup('<rect class="h{}{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
            shade(count, most), " chosen" if day == chosen else "", x, y, CELL, CELL
        )
        form = '<a href="{}" tabindex="-1"><title>{}</title>{}</a>' if count else "<g>{}<title>{}</title>{}</g>"
        drawn.append(Markup(form).format(target(day) if count else "", tip(day, count), cell))
    wide = ((last - monday).days // 7 + 1) * (CELL + SPACE) - SPACE
    head = Markup('<svg class="heat" viewBox="0 0 {} {}" role="group" aria-label="{}">')
    return head.format(wide, 7 * (CELL + SPACE) - SPACE, summary) + Markup("").join(drawn) + Markup("</svg>")


def months(counts: Mapping[date, int], tip: Callable[[date, int], str], summary: str) -> Sequence[tuple[int, Markup]]:
    """Years, each with its twelve months as one line of shades; `counts` by the first day of the month."""
    most = max(counts.values(), default=0)
    years = sorted({one.year for one in counts})
    made = []
    for number in range(years[0], years[-1] + 1) if years else ():
        drawn = Markup("").join(
            Markup('<rect class="h{}" x="{}" y="0" width="{}" height="{}" rx="2"><title>{}</title></rect>').format(
                shade(count, most), place * 24, 22, 16, tip(month, count)
            )
            for place in range(12)
            for month in [date(number, place + 1, 1)]
            for count in [counts.get(month, 0)]
        )
        head = Markup('<svg class="months12" viewBox="0 0 286 16" role="img" aria-label="{} {}">')
        made.append((number, head.format(summary, number) + drawn + Markup("</svg>")))
    return made[::-1]
