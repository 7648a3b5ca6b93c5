"""The title by its place and dress, where no machine-readable title names it: the prominent line above the text."""

from __future__ import annotations

from crawler.extraction.blocks import Block, Blocks
from crawler.extraction.generic import content
from crawler.extraction.generic.date_lines import is_date_line
from crawler.extraction.names import named

_is_title = named(r"title|headline|tieu-?_?de|header|heading|subject|ten-?_?(?:tin|bai)")
_HEADINGS = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.5, "h5": 1.0}
_SENTENCE_END = (".", "?", "!", ":", ";", "…")
_ABOVE = 16  # lines looked at above the text
_ENOUGH = 2.5


def find(blocks: Blocks, start: int) -> int:
    """The index of the line above the running text (which begins at `start`) that reads as its title; -1: none."""
    best, best_score = -1, _ENOUGH
    lines = blocks.lines
    for index in range(max(0, start - _ABOVE), min(start + 1, len(lines))):
        line = lines[index]
        following = [next_line for next_line in lines[index + 1 : index + 4] if next_line.text]
        before_date = any(is_date_line(next_line.text) for next_line in following[:2])
        by_name = _is_title(line.hint or line.box.hint)
        if index == start and (line.text.endswith(_SENTENCE_END) or not (by_name or (before_date and line.strong))):
            continue  # a long title may count as running text, running text is no title
        if line.is_picture or not 8 <= len(line.text) <= 300 or is_date_line(line.text):
            continue
        score = _dress(line) - 0.15 * (start - index)
        if before_date:
            score += 1.5
        if score > best_score:
            best, best_score = index, score
    return best


def _dress(line: Block) -> float:
    """How much a line looks like a title, whatever stands round it."""
    box = line.box
    score = max((_HEADINGS.get(up.tag, 0.0) for up in (box, box.parent) if up is not None), default=0.0)
    if not score and (_is_title(line.hint) or _is_title(box.hint)):
        score = 2.5
    if line.strong:
        score += 1.0
    count = len(line.text.split())
    score += 1.0 if count >= 6 else -2.0 if count < 4 else 0.0
    if line.link_density > 0.8:
        score -= 1.5
    if line.text.endswith(_SENTENCE_END):
        score -= 1.0
    if content.weight(line) and not score and not line.strong:
        score -= 1.0
    return score - (3.0 if any(up.tag in ("nav", "footer", "li") for up in box.ancestors()) else 0.0)
