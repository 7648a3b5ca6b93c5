"""When a page of no known family was published: what stands near its title, against what machines are told.

Traps: today's date in the page's head, dates of other items beside the article, a date in the text's first sentence.
So only short lines near the title count, above it only where they share its box.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from turbohtml import Element, escape
from turbohtml.extract import DateExtraction
from turbohtml.extract import dates as turbo_dates

from crawler.extraction import publication
from crawler.extraction.blocks import Block, Blocks, Box, collapse
from crawler.extraction.generic import content
from crawler.extraction.page import Page
from crawler.extraction.parts import Moment, moment
from crawler.extraction.stamps import Stamp, read_stamp

_LIKELY = re.compile(
    r"\d{1,4}\s*[-/.,]\s*\d{1,2}|\d{4}|\d{1,2}\s*(?:giờ|phút|ngày|hours?|days?|minutes?)|hôm (?:nay|qua)", re.I
)
_DATE_NAME = re.compile(
    r"date|time|publish|posted|ngay|created|pubdate|thoi-?_?gian|timestamp|meta|info|author|byline", re.I
)
_LABEL = re.compile(
    r"^\W*(?:ngày (?:đăng|cập nhật|xuất bản|tạo|viết|gửi|đưa)|đăng (?:ngày|lúc|vào)|cập nhật|thời gian|xuất bản|"
    r"posted|published|publish date|updated|date|by\b)",
    re.I,
)
_UPDATED = re.compile(r"cập nhật|updated|modified|sửa", re.I)
_PUBLISHED = re.compile(r"đăng|publish|posted|xuất bản", re.I)
_OUTSIDE = frozenset(("nav", "footer", "aside"))
_HEADER = re.compile(
    r"top-?bar|header-?(?:top|date|time)|current-?(?:date|time)|clock|today|(?:^|[\s_-])now(?:$|[\s_-])|lich", re.I
)
_OTHER = re.compile(r"relate|lien-?_?quan|sidebar|other|khac|recommend|most|popular|latest|widget|comment", re.I)
_LONGEST = 160
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_BEYOND = 14  # lines after the title that may still hold its date
_CLOSE = 4  # boxes round a line whose names say what it is
_ABOVE, _BETWEEN, _BELOW = range(3)  # where a date may stand: above the title, between title and text, below the text
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})[/-]?(?P<month>0[1-9]|1[0-2])[/-]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_IN_PATH = re.compile(r"/(?P<year>(?:19|20)\d{2})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=/|$|[-_.])")


def visible(
    blocks: Blocks, title: int, text_start: int, text_end: int, read_at: datetime
) -> tuple[Moment | None, Moment | None]:
    """Publication and last change as printed near the title; `text_start` and `_end`: the lines of running text."""
    published: tuple[float, Moment] | None = None
    updated: Moment | None = None
    for index, line in _candidates(blocks, title, text_start, text_end):
        text = _spaced(line)
        found = moment(text, read_at) or _in_other_languages(text, read_at)
        if found is None or not _possible(found, read_at):
            continue
        label = text[: next((n for n, letter in enumerate(text) if letter.isdigit()), 0)]
        if _UPDATED.search(label) and not _PUBLISHED.search(label):
            updated = updated or found
        score = _score(line, index, title)
        if published is None or score > published[0]:
            published = (score, found)
    return (published[1] if published else None), updated


def _spaced(line: Block) -> str:
    """A line with a space wherever an inline element ends: '14/12/2025' and '06:45' stand apart by style alone."""
    element = line.box.element
    if line.box.tag in ("body", "html") or not isinstance(element, Element):
        return line.text
    pieces: list[str] = []
    for piece in element.stripped_strings:
        pieces.append(piece)
        if len(pieces) > 20:
            return line.text
    text = collapse(" ".join(pieces))
    return text if text.replace(" ", "") == line.text.replace(" ", "") else line.text


def _in_other_languages(text: str, read_at: datetime) -> Moment | None:
    """The day that a line states with a month's name in another language, or month first."""
    if not _YEAR.search(text):
        return None
    found = turbo_dates(
        f"<p>{escape(text)}</p>", DateExtraction(original=True, max_date=read_at.date() + timedelta(days=2))
    )
    return publication.day(date.fromisoformat(found.date)) if found is not None else None


def marked(page: Page, blocks: Blocks, title: int, text_end: int) -> list[tuple[Stamp, str]]:
    """The stamps of `<time datetime>` elements between the title's neighbourhood and the text's end."""
    elements = page.tree.select("time[datetime]")[:50]
    if not elements:
        return []
    boxes = {box.element: box for box in blocks.boxes}
    found: list[tuple[Stamp, str]] = []
    for element in elements:
        box = next((boxes[up] for up in element.ancestors if up in boxes), None)
        stamp = read_stamp(element.attr("datetime"))
        if box is None or stamp is None or not title - 8 <= box.start <= text_end:
            continue
        if any(up.tag in _OUTSIDE or _OTHER.search(up.hint) for up, _ in zip(box.ancestors(), range(4), strict=False)):
            continue
        found.append((stamp, "time"))
    return found


def _candidates(blocks: Blocks, title: int, text_start: int, text_end: int) -> list[tuple[int, Block]]:
    """Short lines with digits between title and text, just above the title, and just below the text."""
    lines = blocks.lines
    if title >= 0:
        spans = [(max(0, title - 6), title), (title + 1, min(len(lines), max(text_start + 1, title + _BEYOND)))]
    else:
        spans = [(max(0, text_start - 8), min(len(lines), text_start + 1))]
    spans.append((text_end, min(len(lines), text_end + 4)))
    near = _near_boxes(lines[title].box) if title >= 0 else set()
    found: dict[int, Block] = {}
    for number, (start, end) in enumerate(spans):
        for index in range(start, end):
            line = lines[index]
            ups = list(line.box.ancestors())
            if not _may_be_date(line, ups):
                continue
            if number != _BETWEEN and any(up.tag in _OUTSIDE for up in ups[:_CLOSE]):
                continue
            if number == _ABOVE and title >= 0 and not near.intersection(ups):
                continue
            if number == _BELOW and not (_LABEL.search(line.text) or _DATE_NAME.search(f"{line.box.hint} {line.hint}")):
                continue
            found.setdefault(index, line)
    return list(found.items())


def _may_be_date(line: Block, ups: list[Box]) -> bool:
    """Whether a line is short, has digits as a date has them, and stands in no clock and no list of other articles."""
    if line.is_picture or not 4 <= len(line.text) <= _LONGEST or not _LIKELY.search(line.text):
        return False
    if line.link_density > 0.6 or _HEADER.search(line.hint):
        return False
    if any(_HEADER.search(up.hint) or _OTHER.search(up.hint) for up in ups[:_CLOSE]):
        return False
    return not content.weight(line) or bool(_LABEL.search(line.text)) or is_date_line(line.text)


def _near_boxes(box: Box) -> set[Box]:
    """The boxes close round the title, but for those that hold the whole page."""
    return {
        up for up, _ in zip(box.ancestors(), range(4), strict=False) if up.tag not in ("body", "html", "") and up.parent
    }


def _score(line: Block, index: int, title: int) -> float:
    """How likely a line is to be the article's date: named for it, labelled, nearly nothing else, near the title."""
    score = 0.0
    if _DATE_NAME.search(line.box.hint) or _DATE_NAME.search(line.hint):
        score += 2
    if _LABEL.search(line.text):
        score += 2
        if _UPDATED.search(line.text) and not _PUBLISHED.search(line.text):
            score -= 1
    if is_date_line(line.text):
        score += 2
    if title >= 0:
        score -= min(abs(index - title), 20) * 0.15 + (0.5 if index < title else 0)
    return score


_DATE_WORDS = re.compile(
    r"[\d\s\W_]+|thứ|hai|ba|tư|năm|sáu|bảy|chủ|nhật|ngày|tháng|đăng|cập|lúc|giờ|phút|gmt|utc|am|pm|sa|ch|sáng|chiều|"
    r"xuất|bản|tạo|gửi|thời|gian|viết|publish|published|posted|updated|date|view|count|lượt|xem|đọc|số|lần|t[2-7]|cn|h|"
    r"mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|on|at|by|th\d{1,2}|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|"
    r"october|november|december|ict|est|et|edt|pst|pdt",
    re.I,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:\d+)?|\d+")


def is_date_line(text: str) -> bool:
    """Whether a line holds a date, its label and counters, and nothing else."""
    if len(text) > 120 or not any(map(str.isdigit, text)):
        return False
    return all(token.isdigit() or _DATE_WORDS.fullmatch(token) for token in _TOKEN.findall(text))


def _possible(found: Moment, read_at: datetime) -> bool:
    return found.at.year >= 1995 and found.at <= read_at + timedelta(days=2)


def in_address(url: str, read_at: datetime) -> date | None:
    """The day that an address states, e.g. /2019/11/18/ or -20191118."""
    path = url.split("?", 1)[0].split("://", 1)[-1]
    for pattern in (_IN_PATH, _IN_ADDRESS):
        for match in pattern.finditer(path[:1000]):
            if stamp := read_stamp(f"{match['year']}-{match['month']}-{match['day']}"):
                if stamp.day <= (read_at + timedelta(days=2)).date() and stamp.day.year >= 1995:
                    return stamp.day
    return None
