"""Where the article's text lies on a page of no known family, and which of its lines belong to it."""

from __future__ import annotations

import re

from crawler.extraction.blocks import HEADINGS, Block, Blocks, Box
from crawler.extraction.generic import regions
from crawler.extraction.names import named

_SUBTITLE = 60  # characters of a heading that is a standfirst; headings of sections are shorter
_NEXT = 3  # lines under the title that may be one
_SENTENCE = re.compile(r"[.!?…:;。！？।؟]['\"”’»)\]]*$")

is_lead = named(
    r"sapo|(?:^|[\s_-])(?:lead|intro|standfirst|chapeau|dek)(?:$|[\s_-])|summary|tom-?_?tat|trich-?_?yeu|hometext"
)
_TEXT = HEADINGS | frozenset(
    (
        "p",
        "li",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "blockquote",
        "pre",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "table",
        "center",
    )
)


def start(page: Blocks) -> int:
    """Where the article's running text begins, judged without a title; past the last line where there is none."""
    _, lines = find(page)
    first = next((line for line in lines if weight(line)), None)
    return len(page.lines) if first is None else next(n for n, line in enumerate(page.lines) if line is first)


def find(page: Blocks, title_index: int = -1) -> tuple[Box, list[Block]]:
    """The box that holds the article, and the lines in it that read as its text.

    `title_index`: which line shows the title; what stands before it is no text of the article, unless most is.
    """
    weights = [weight(line) for line in page.lines]
    bad = regions.furniture(page, weights, title_index)
    kept = [0.0 if bad[line.box.index] else weight for line, weight in zip(page.lines, weights, strict=True)]
    if not any(kept) and any(weights):
        kept = weights
        bad = [False] * len(bad)
    if title_index >= 0 and sum(kept[title_index + 1 :]) >= 0.3 * sum(kept):
        kept = [0.0] * (title_index + 1) + kept[title_index + 1 :]
        first = title_index + 1
    else:
        first = 0
    root = _root(page, kept) if any(kept) else _round_title(page, title_index)
    lines = [line for line in page.lines[max(root.start, first) : root.end] if not bad[line.box.index]]
    _mark_subtitle(page, title_index, bad)
    between = range(title_index + 1, root.start) if title_index >= 0 else range(0)
    head = [
        page.lines[index]
        for index in between
        if kept[index] or page.lines[index].lead or _is_picture_of_text(page.lines[index], bad)
    ]
    said = {line.text for line in lines if line.text}
    return root, [line for line in head if line.text not in said] + _without_header(page, title_index, lines)


def _mark_subtitle(page: Blocks, title_index: int, bad: list[bool]) -> None:
    """Mark a long heading right under the title as a lead: it is a standfirst, no heading of what follows."""
    for line in page.lines[title_index + 1 : title_index + 1 + _NEXT] if title_index >= 0 else ():
        if line.box.tag in HEADINGS and line.chars >= _SUBTITLE and not line.link_chars and not bad[line.box.index]:
            line.lead = True
            return


def _is_picture_of_text(line: Block, bad: list[bool]) -> bool:
    return line.is_picture and not bad[line.box.index]


def _without_header(page: Blocks, title_index: int, lines: list[Block]) -> list[Block]:
    """Without what the `<header>` that holds the title says of date, author and section; its standfirst stays."""
    if title_index < 0:
        return lines
    header = next((up for up in page.lines[title_index].box.ancestors() if up.tag == "header"), None)
    if header is None:
        return lines
    return [
        line for line in lines if line.is_picture or line.lead or weight(line) or header not in line.box.ancestors()
    ]


def _is_paragraph(line: Block) -> bool:
    """Whether a line set as a heading is a paragraph all the same: a long sentence, or named for leads."""
    return bool(_SENTENCE.search(line.text)) and (line.chars >= 120 or is_lead(line.box.hint))


def weight(line: Block) -> float:
    """How much a line counts as running text: its characters, where it is long or a sentence and no link."""
    if line.weight is None:
        line.weight = _weight(line)
    return line.weight


def _weight(line: Block) -> float:
    size = line.chars
    density = line.link_density
    if density > 0.5 or size < 25 or (line.box.tag in HEADINGS and not _is_paragraph(line)):
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
        before = sums[best.start] - sums[current.start]
        whole = sums[current.end] - sums[current.start]
        if held < 0.7 * whole or before > 0.04 * whole or best.tag in ("p", "li", "blockquote"):
            return current
        current = best


def _round_title(page: Blocks, title_index: int) -> Box:
    """The smallest box that holds the title and a line after it: what a page without running text has for a body."""
    if title_index < 0:
        return page.boxes[0]
    return next((box for box in page.lines[title_index].box.ancestors() if box.end > title_index + 1), page.boxes[0])


def clean(lines: list[Block]) -> list[Block]:
    """Without links standing alone, and without short lines but those set among the running text."""
    running = [index for index, line in enumerate(lines) if line.role == "body" and weight(line)]
    if not running:
        return lines
    homes = {_home(lines[index].box) for index in running}
    out = []
    for index, line in enumerate(lines):
        if line.is_picture:
            if running[0] - 6 <= index < running[-1] or _home(line.box) in homes or line.caption:
                out.append(line)
        elif line.role != "body" or weight(line) or line.lead:
            out.append(line)
        elif line.link_density <= 0.5 and _home(line.box) in homes and (line.box.tag in _TEXT or line.box in homes):
            if index > running[0] or line.box.tag not in HEADINGS:
                out.append(line)
        elif line.box.tag in HEADINGS and running[0] < index < running[-1] and line.link_density < 0.5:
            out.append(line)
    return out


def _home(box: Box) -> Box:
    """The box that holds a paragraph: what paragraphs of one text have in common."""
    for up in box.ancestors():
        if up.tag not in _TEXT:
            return up
    return box
