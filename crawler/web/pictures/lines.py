"""Time from left to right: spans as lines, days as ticks, gaps as shaded areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from crawler.web.bars import Bar

WIDE, HIGH = 720, 18  # of a line, in the drawing's units
GAPS_HIGH = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on a line: a class of the style sheet, and its tip."""

    day: date
    shade: str
    tip: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, and their tip."""

    first: date
    last: date
    tip: str


def line(marks: Iterable[Mark], spans: Iterable[Span], first: date, last: date, summary: str) -> Markup:
    """One line of time from `first` to `last`: spans, and on them the days."""
    drawn = [
        Markup('<rect class="span" x="{}" y="6" width="{}" height="6" rx="3"><title>{}</title></rect>').format(
            _at(one.first, first, last), max(4.0, round(_at(one.last, first, last) - _at(one.first, first, last), 1)),
            one.tip,
        )
        for one in spans
    ]  # fmt: skip
    drawn += [
        Markup('<rect class="{}" x="{}" y="2" width="4" height="14" rx="1"><title>{}</title></rect>').format(
            one.shade, round(_at(one.day, first, last) - 2, 1), one.tip
        )
        for one in marks
    ]
    head = Markup('<svg class="line" viewBox="-6 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">')
    rail = Markup('<rect class="rail" x="0" y="8.5" width="{}" height="1"/>').format(WIDE)
    return head.format(WIDE + 12, HIGH, summary) + rail + Markup("").join(drawn) + Markup("</svg>")


def with_gaps(bars: Sequence[tuple[date, Bar]], gaps: Iterable[Span], until: date, summary: str) -> Markup:
    """Bars, each with its first day, over the gaps as shaded areas; the last bar ends with `until`."""
    if not bars:
        return Markup("")
    first, most = bars[0][0], max(bar.value for _, bar in bars) or 1
    drawn = []
    for one in gaps:
        if one.last < first:
            continue
        begin = _at(max(one.first, first), first, until)
        width = round(_at(one.last + timedelta(days=1), first, until) - begin, 1)
        drawn.append(
            Markup('<rect class="gap" x="{}" y="0" width="{}" height="{}"><title>{}</title></rect>').format(
                begin, max(1.0, width), GAPS_HIGH, one.tip
            )
        )
    ends = [day for day, _ in bars[1:]] + [until + timedelta(days=1)]
    for (day, bar), end in zip(bars, ends, strict=True):
        high = max(2 if bar.value else 1, round(bar.value / most * GAPS_HIGH))
        begin = _at(day, first, until)
        drawn.append(
            Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
                "bar" if bar.value else "none", begin, GAPS_HIGH - high,
                max(0.5, round((_at(end, first, until) - begin) * 0.85, 1)), high, bar.label,
            )
        )  # fmt: skip
    head = Markup('<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">')
    return head.format(WIDE, GAPS_HIGH, summary) + Markup("").join(drawn) + Markup("</svg>")


def _at(day: date, first: date, last: date) -> float:
    return round((day - first).days / max(1, (last - first).days + 1) * WIDE, 1)
