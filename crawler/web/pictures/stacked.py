"""Counts a week by kind, one bar a week with a piece for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from markupsafe import Markup

BAR, SPACE, HEIGHT = 10, 2, 80


def weeks(
    found: Sequence[tuple[date, Mapping[str, int]]],
    kinds: Sequence[str],
    tip: Callable[[date, Mapping[str, int]], str],
    summary: str,
) -> Markup:
    """The bars, oldest first; `kinds` from below upwards."""
    most = max((sum(counts.values()) for _, counts in found), default=0) or 1
    drawn = []
    for place, (week, counts) in enumerate(found):
        pieces, top = [], float(HEIGHT)
        for kind in kinds:
            high = counts.get(kind, 0) / most * HEIGHT
            if high:
                top -= high
                pieces.append(
                    Markup('<rect class="s-{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                        kind, place * (BAR + SPACE), round(top, 1), BAR, round(high, 1)
                    )
                )
        if not pieces:
            pieces.append(
                Markup('<rect class="none" x="{}" y="{}" width="{}" height="1"/>').format(
                    place * (BAR + SPACE), HEIGHT - 1, BAR
                )
            )
        drawn.append(Markup("<g><title>{}</title>{}</g>").format(tip(week, counts), Markup("").join(pieces)))
    width = max(1, len(found) * (BAR + SPACE) - SPACE)
    head = Markup('<svg class="bars tall" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">')
    return head.format(width, HEIGHT, summary) + Markup("").join(drawn) + Markup("</svg>")
