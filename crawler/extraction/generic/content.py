"""Where the article's text lies on a page of no known family, and which of its lines belong to it."""

from __future__ import annotations

import re

from crawler.extraction.blocks import HEADINGS, Block, Blocks, Box
from crawler.extraction.generic import regions

_SENTENCE = re.compile(r"[.!?…:;。！？।؟]['\"”’»)\]]*$")


def find(page: Blocks, title_index: int = -1) -> tuple[Box, list[Block]]:
    """The box that holds the article, and the lines in it that read as its text.

    `title_index`: which line shows the title; what stands before it is no text of the article, unless most is.
    """
    weights = [_weight(line) for line in page.lines]
    bad = regions.furniture(page.boxes, page.lines, weights)
    kept = [0.0 if bad[line.box.index] else weight for line, weight in zip(page.lines, weights, strict=True)]
    if not sum(kept):
        kept = weights
        bad = [False] * len(bad)
    if title_index >= 0 and sum(kept[title_index + 1 :]) >= 0.3 * sum(kept):
        kept = [0.0] * (title_index + 1) + kept[title_index + 1 :]
        first = title_index + 1
    else:
        first = 0
    root = _root(page, kept)
    lines = [line for line in page.lines[max(root.start, first) : root.end] if not bad[line.box.index]]
    return root, lines


def _weight(line: Block) -> float:
    """How much a line counts as running text: its characters, where it is long or a sentence and no link."""
    size = line.chars
    density = line.link_density
    if density > 0.5 or size < 25:
        return 0.0
    if size >= 80 or _SENTENCE.search(line.text):
        return size * (1 - density)
    return 0.0


def _root(page: Blocks, weights: list[float]) -> Box:
    """The smallest box that still holds the article's text: go down while one child has nearly all of it."""
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    children: dict[Box, list[Box]] = {}
    for box in page.boxes[1:]:
        if box.parent is not None:
            children.setdefault(box.parent, []).append(box)
    current = page.boxes[0]
    while True:
        inner = children.get(current, [])
        if not inner:
            return current
        best = max(inner, key=lambda box: sums[box.end] - sums[box.start])
        held = sums[best.end] - sums[best.start]
        if held < 0.6 * (sums[current.end] - sums[current.start]) or best.tag in ("p", "li", "blockquote"):
            return current
        current = best


def clean(lines: list[Block]) -> list[Block]:
    """Without the short lines before the first and after the last running text, and without links standing alone."""
    running = [index for index, line in enumerate(lines) if _weight(line)]
    if not running:
        return lines
    out = []
    for index, line in enumerate(lines):
        if line.is_picture:
            out.append(line)
            continue
        if index < running[0] or (index > running[-1]):
            continue
        if line.link_density > 0.8:
            continue
        if line.chars < 25 and line.box.tag not in ("p", "li", "td", "th", "blockquote", "dd", "dt") and line.box.tag not in HEADINGS:
            continue
        out.append(line)
    return out
