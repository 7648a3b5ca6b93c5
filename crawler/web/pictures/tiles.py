"""The country as a map of tiles: one for each province, about where the province lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from crawler.registry import provinces

WIDE, HIGH, SPACE = 64, 38, 3  # of a tile, in the drawing's units
STEPS: Final = 4

# Column and row of each province of today, by code: west is left, north above.
PLACES: Final[Mapping[str, tuple[int, int]]] = {
    "12": (1, 0), "15": (2, 0), "08": (3, 0), "04": (4, 0),
    "11": (0, 1), "14": (1, 1), "25": (2, 1), "19": (3, 1), "20": (4, 1),
    "01": (2, 2), "24": (3, 2), "22": (4, 2),
    "37": (2, 3), "33": (3, 3), "31": (4, 3),
    "38": (2, 4),
    "40": (2, 5),
    "42": (2, 6),
    "44": (3, 7),
    "46": (3, 8),
    "48": (4, 9),
    "51": (4, 10),
    "52": (4, 11),
    "66": (4, 12), "56": (5, 12),
    "80": (2, 13), "75": (3, 13), "68": (4, 13),
    "91": (0, 14), "82": (1, 14), "86": (2, 14), "79": (3, 14),
    "92": (1, 15),
    "96": (0, 16),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows: a class of the style sheet, the line under the name, a tip, and where it leads."""

    shade: str
    text: str
    tip: str
    target: str


def steps(values: Mapping[str, int]) -> tuple[Mapping[str, int], Sequence[tuple[int, int]]]:
    """The step of each value from 0 (for nothing) to `STEPS`, so that about as many are of each; and the least and the
    largest value of each step from 1 on."""
    present = sorted(value for value in values.values() if value > 0)
    edges = sorted({present[(len(present) - 1) * step // STEPS] for step in range(1, STEPS + 1)} if present else ())
    found = {code: sum(value > edge for edge in edges) + 1 if value > 0 else 0 for code, value in values.items()}
    bounds, least = [], present[0] if present else 0
    for edge in edges:
        bounds.append((least, edge))
        least = next((value for value in present if value > edge), edge)
    return found, bounds


def tile_map(tiles: Mapping[str, Tile], summary: str) -> Markup:
    """The map; `tiles` by a province's code, `summary`: its name for screen readers."""
    drawn = Markup("").join(_tile(code, *PLACES[code], tiles[code]) for code in PLACES if code in tiles)
    wide = (max(x for x, _ in PLACES.values()) + 1) * (WIDE + SPACE) - SPACE
    high = (max(y for _, y in PLACES.values()) + 1) * (HIGH + SPACE) - SPACE
    head = Markup('<svg class="tiles" viewBox="0 0 {} {}" role="group" aria-label="{}">')
    return head.format(wide, high, summary) + drawn + Markup("</svg>")


def _tile(code: str, column: int, row: int, tile: Tile) -> Markup:
    x, y = column * (WIDE + SPACE), row * (HIGH + SPACE)
    return Markup(
        '<a href="{}" aria-label="{}"><title>{}</title><rect class="tile {}" x="{}" y="{}" width="{}" height="{}"'
        ' rx="4"/><text x="{}" y="{}">{}</text><text class="value" x="{}" y="{}">{}</text></a>'
    ).format(
        tile.target, tile.tip, tile.tip, tile.shade, x, y, WIDE, HIGH,
        x + WIDE / 2, y + 16, _short(code),
        x + WIDE / 2, y + 30, tile.text,
    )  # fmt: skip


def _short(code: str) -> str:
    name = provinces.by_code(code).name
    return "TP.HCM" if name == "Hồ Chí Minh" else name
