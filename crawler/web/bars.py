"""Bar charts as SVG, drawn here: one bar a week or a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from crawler.web.languages import Translator
from crawler.web.shown import Shown

BAR, SPACE = 10, 2  # widths, in the drawing's units
HEIGHT = 60
MOST_MONTHS = 36  # longer times are shown by years


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many, and what its tip says."""

    value: int
    label: str


def chart(bars: Sequence[Bar], summary: str, axis: Sequence[str] = ()) -> Markup:
    """The chart; `summary`: its text for screen readers; `axis`: the labels below it, from left to right."""
    most = max((bar.value for bar in bars), default=0) or 1
    drawn = Markup("").join(
        Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
            "bar" if bar.value else "none", place * (BAR + SPACE), HEIGHT - high, BAR, high, bar.label
        )
        for place, bar in enumerate(bars)
        for high in [max(2 if bar.value else 1, round(bar.value / most * HEIGHT))]
    )
    width = max(1, len(bars) * (BAR + SPACE) - SPACE)
    head = Markup('<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">')
    return head.format(width, HEIGHT, escape(summary)) + drawn + Markup("</svg>") + labels_below(axis)


def labels_below(axis: Sequence[str]) -> Markup:
    """The labels below a chart, from left to right; nothing where there are none."""
    below = Markup("").join(Markup("<span>{}</span>").format(one) for one in axis)
    return Markup('<p class="axis">{}</p>').format(below) if axis else Markup("")


def over_time(months: Mapping[str, int], translate: Translator) -> Markup | None:
    """Articles a month (YYYY-MM), or a year where months are many; None where all are of one month."""
    numbers = {int(month[:4]) * 12 + int(month[5:]) - 1: count for month, count in months.items()}
    if len(numbers) < 2:
        return None
    show = Shown(translate)
    first, last = min(numbers), max(numbers)
    if last - first < MOST_MONTHS:
        counts = {f"{one % 12 + 1}/{one // 12}": numbers.get(one, 0) for one in range(first, last + 1)}
    else:
        counts = {str(year): 0 for year in range(first // 12, last // 12 + 1)}
        for one, count in numbers.items():
            counts[str(one // 12)] += count
    bars = [Bar(count, translate("chart.time", time=time, count=show.number(count))) for time, count in counts.items()]
    names = list(counts)
    most = translate("chart.most", count=show.number(max(counts.values())))
    summary = translate("chart.over_time", first=names[0], last=names[-1])
    return chart(bars, summary, (names[0], most, names[-1]))
