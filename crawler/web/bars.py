"""Bar charts as SVG, drawn here: one bar a week or a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

BAR, SPACE = 10, 2  # widths, in the drawing's units
HEIGHT = 60


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
    below = Markup("").join(Markup("<span>{}</span>").format(one) for one in axis)
    foot = Markup('</svg><p class="axis">{}</p>').format(below) if axis else Markup("</svg>")
    return head.format(width, HEIGHT, escape(summary)) + drawn + foot
