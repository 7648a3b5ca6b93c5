"""Lines of a page that may print when its article was published, each with a score: a sum of named weights.

Traps: today's date in the page's head, dates of other articles beside this one, a date in the text's first sentence.
So only short lines near the title count, above it only where they share its box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.extraction.blocks import Block, Blocks, Box
from crawler.extraction.generic import content
from crawler.extraction.names import named

_LIKELY = re.compile(
    r"\d{1,4}\s*[-/.,]\s*\d{1,2}|\d{4}|\d{1,2}\s*(?:giờ|phút|ngày|hours?|days?|minutes?)|hôm (?:nay|qua)", re.I
)
_is_date = named(r"date|time|publish|posted|ngay|created|pubdate|thoi-?_?gian|timestamp|meta|info|author|byline")
_LABEL = re.compile(
    r"^\W*(?:ngày (?:đăng|cập nhật|xuất bản|tạo|viết|gửi|đưa)|đăng (?:ngày|lúc|vào)|cập nhật|thời gian|xuất bản|"
    r"posted|published|publish date|updated|date|by\b)",
    re.I,
)
UPDATED = re.compile(r"cập nhật|updated|modified|sửa", re.I)
PUBLISHED = re.compile(r"đăng|publish|posted|xuất bản", re.I)
OUTSIDE = frozenset(("nav", "footer", "aside"))
_is_header = named(
    r"top-?bar|header-?(?:top|date|time)|current-?(?:date|time)|clock|today|(?:^|[\s_-])now(?:$|[\s_-])|lich"
)
is_other = named(r"relate|lien-?_?quan|sidebar|other|khac|recommend|most|popular|latest|widget|comment")
_LONGEST = 160  # characters of a line with a date
_SENTENCE = 80  # characters of one that is a sentence, in a box named for dates
_BEFORE = 6  # lines before the title that may hold its date
_BEYOND = 14  # lines after the title that may still hold its date
_BEFORE_TEXT = 8  # lines before the text that may, where no line shows the title
_AFTER_TEXT = 4
_CLOSE = 4  # boxes round a line whose names say what it is; boxes round the title that a date above it shares
_CLOSE_NAMED = 6  # the same for a line whose own box is named for dates
_LINKED = (0.6, 0.95)  # most link density of a line, and of one named for dates: 'author, sections, comments'
_HEADLINE = (30, 6)  # characters and words of a link beside a date that make the two a teaser
_TEASER_BOXES, _TEASER_LINES = 3, 6  # boxes round a date that may be its teaser, and lines of one at most
_ABOVE, _BETWEEN, _BELOW = range(3)  # where a date may stand: above the title, between title and text, below the text

# Set by hand on the public article-extraction benchmark and the project's saved pages.
WEIGHTS = {
    "named for dates": 2.0,
    "labelled": 4.5,  # more than a bare date in a box named for dates has before it
    "labelled as a change": -1.0,
    "nothing but a date": 2.0,
    "above the title": -0.5,
}
_PER_LINE = 0.15  # what each line between date and title takes, up to _FARTHEST lines
_FARTHEST = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may print the date, its index among all lines, and that of the title (-1: none)."""

    line: Block
    index: int
    title: int

    @property
    def features(self) -> Iterator[str]:
        """The names in `WEIGHTS` that hold of the line."""
        if _is_named(self.line):
            yield "named for dates"
        if _LABEL.search(self.line.text):
            yield "labelled"
            if UPDATED.search(self.line.text) and not PUBLISHED.search(self.line.text):
                yield "labelled as a change"
        if is_date_line(self.line.text):
            yield "nothing but a date"
        if self.index < self.title:
            yield "above the title"

    @property
    def score(self) -> float:
        """How likely the line is to print the article's date."""
        distance = min(abs(self.index - self.title), _FARTHEST) if self.title >= 0 else 0
        return sum(WEIGHTS[name] for name in self.features) - _PER_LINE * distance


def candidates(blocks: Blocks, title: int, text_start: int, text_end: int) -> list[Candidate]:
    """Short lines with digits between title and text, just above the title, and just below the text."""
    lines = blocks.lines
    found: dict[int, Candidate] = {}
    for place, span in _spans(len(lines), title, text_start, text_end):
        for index in span:
            line = lines[index]
            if line.is_picture or not 4 <= len(line.text) <= _LONGEST or not _LIKELY.search(line.text):
                continue
            if _fits(lines, line, index, title, place):
                found.setdefault(index, Candidate(line, index, title))
    return list(found.values())


def _spans(count: int, title: int, text_start: int, text_end: int) -> Iterator[tuple[int, range]]:
    """The places where a date may stand, and their lines."""
    if title >= 0:
        yield _ABOVE, range(max(0, title - _BEFORE), title)
        yield _BETWEEN, range(title + 1, min(count, max(text_start + 1, min(title + _BEYOND, text_end))))
    else:
        yield _ABOVE, range(max(0, text_start - _BEFORE_TEXT), min(count, text_start + 1))
    yield _BELOW, range(text_end, min(count, text_end + _AFTER_TEXT))


def _fits(lines: Sequence[Block], line: Block, index: int, title: int, place: int) -> bool:
    """Whether a line with digits may print the article's date, by its place and the names of the boxes round it."""
    by_name, labelled = _is_named(line), bool(_LABEL.search(line.text))
    if line.link_density > _LINKED[by_name and place == _BETWEEN] or _is_header(line.hint):
        return False
    around = [up for up in line.box.ancestors() if not up.start <= title < up.end][:_CLOSE]
    if any(_is_header(up.hint) or is_other(up.hint) for up in around):
        return False
    if content.weight(line) and not labelled and not is_date_line(line.text):
        if not by_name or len(line.text) > _SENTENCE:
            return False
    if not labelled and title >= 0 and _in_teaser(lines, index, around):
        return False
    if place == _BETWEEN:
        return True
    if any(up.tag in OUTSIDE for up in line.box.nearest(_CLOSE)):
        return False
    if place == _BELOW:
        return labelled or by_name
    return title < 0 or _shares_box(line, lines[title].box, _CLOSE_NAMED if by_name else _CLOSE)


def _is_named(line: Block) -> bool:
    return _is_date(line.box.hint) or _is_date(line.hint)


def _in_teaser(lines: Sequence[Block], index: int, around: Sequence[Box]) -> bool:
    """Whether a line stands with a link of a headline's length in a box that does not hold the title."""
    return any(
        line.link_density > 0.8 and len(line.text) >= _HEADLINE[0] and len(line.text.split()) >= _HEADLINE[1]
        for up in around[:_TEASER_BOXES]
        if up.end - up.start <= _TEASER_LINES
        for number, line in enumerate(lines[up.start : up.end], up.start)
        if number != index
    )


def _shares_box(line: Block, title: Box, close: int) -> bool:
    """Whether a line lies in one of the boxes close round the title that do not hold the whole page."""
    near = {up for up in title.nearest(close) if up.tag not in ("body", "html", "") and up.parent}
    return not near.isdisjoint(line.box.ancestors())


_DATE_WORDS = re.compile(
    r"[\d\s\W_]+|thứ|hai|ba|tư|năm|sáu|bảy|chủ|nhật|ngày|tháng|đăng|cập|lúc|giờ|phút|gmt|utc|am|pm|sa|ch|sáng|chiều|"
    r"xuất|bản|tạo|gửi|thời|gian|viết|publish|published|posted|updated|date|view|count|lượt|xem|đọc|số|lần|t[2-7]|cn|h|"
    r"mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|on|at|by|th\d{1,2}|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|"
    r"october|november|december|ict|est|et|edt|pst|pdt|[amp]",
    re.I,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:\d+)?|\d+")


def is_date_line(text: str) -> bool:
    """Whether a line holds a date, its label and counters, and nothing else."""
    if len(text) > 120 or not any(map(str.isdigit, text)):
        return False
    return all(token.isdigit() or _DATE_WORDS.fullmatch(token) for token in _TOKEN.findall(text))
