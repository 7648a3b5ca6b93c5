"""The lines between title and text that say who wrote it and when: read for the author, kept out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction import authors
from crawler.extraction.blocks import Block, Blocks
from crawler.extraction.generic.date_lines import is_date_line
from crawler.extraction.names import named

_is_author = named(r"(?:^|[\s_-])(?:author|byline|tac-?_?gia|tacgia|writer)s?(?:$|[\s_-])|author-?name")
_LABELLED = re.compile(
    r"^(?:tác giả(?: bài viết)?|người (?:viết|đăng|gửi)|đăng bởi|bởi|written by|posted by|by|von|par|por|di|автор)\s*:?\s+\S",
    re.I,
)
_REST = re.compile(
    r"\s*[|•·–—]\s+.*|\s+-\s+.*|,?\s+\d{1,2}[/.: ].*|\s+(?:on|posted|published|updated)\s.*", re.I | re.S
)
_NOON = re.compile(r"\s*[ap]\.m\.$", re.I)
_LONGEST = 100


def mark(lines: Sequence[Block]) -> None:
    """Take date lines and bylines out of the head and the foot of the text."""
    texts = [line for line in lines if line.text and line.role == "body"]
    for line in (*texts[:4], *texts[-2:]):
        if is_date_line(line.text):
            line.role = "date"
        elif _is_byline(line) or (named_author(line) and len(line.text) <= 60):
            line.role = "author"


def _is_byline(line: Block) -> bool:
    text = _NOON.sub("", line.text)
    if len(text) > _LONGEST or text.endswith((".", "!", "?")) or len(text.split()) > 14:
        return False
    return bool(_LABELLED.match(text)) and authors.looks_like_name(_name(text))


def named_author(line: Block) -> bool:
    """Whether the line's element, or one close round it, is named for authors."""
    return _is_author(line.hint) or any(_is_author(up.hint) for up in line.box.nearest(2))


def find(blocks: Blocks, title: int, text_start: int, text_end: int) -> str | None:
    """The author as printed between title and text or right under it, where a label, a name or its place says so."""
    lines = blocks.lines
    head = lines[title + 1 : min(text_start, title + 12)] if title >= 0 else []
    for line in (*head, *lines[text_end : text_end + 3]):
        if (
            line.is_picture
            or line.role not in ("body", "author")
            or len(line.text) > _LONGEST
            or line.link_density > 0.9
        ):
            continue
        by_name = named_author(line)
        below = authors.is_signature(line) and any(line is other for other in lines[text_end : text_end + 3])
        if by_name or below or _LABELLED.match(line.text):
            name = authors.clean(_name(line.text))
            if name and authors.looks_like_name(name):
                return name
    return None


def _name(text: str) -> str:
    return authors.without_label(_REST.sub("", text))
