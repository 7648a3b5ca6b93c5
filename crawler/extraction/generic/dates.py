"""When a page of no known family was published: what it prints near its title, its stamps, and its address."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from turbohtml import Element, escape
from turbohtml.extract import DateExtraction
from turbohtml.extract import dates as turbo_dates

from crawler.base.clock import VIETNAM
from crawler.extraction import publication
from crawler.extraction.blocks import Block, Blocks, collapse
from crawler.extraction.generic import date_lines
from crawler.extraction.page import Page
from crawler.extraction.parts import Moment, moment
from crawler.extraction.stamps import Stamp, read_stamp

_BEFORE, _AFTER = 8, 5  # lines before the title and after the text that may hold its `<time>`
_ENGLISH = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|"
    r"tember|ober|ember)?\b",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
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
    for candidate in date_lines.candidates(blocks, title, text_start, text_end):
        text = _spaced(candidate.line)
        found = _stated(text, read_at)
        if found is None or not _possible(found, read_at):
            continue
        label = text[: next((n for n, letter in enumerate(text) if letter.isdigit()), 0)]
        if date_lines.UPDATED.search(label) and not date_lines.PUBLISHED.search(label):
            updated = updated or found
        if published is None or candidate.score > published[0]:
            published = (candidate.score, found)
    return (published[1] if published else None), updated


def _stated(text: str, read_at: datetime) -> Moment | None:
    """The moment that a line states: an English month first by its usual forms, which are read without dateparser."""
    if (match := _ENGLISH.search(text)) and _YEAR.search(text):
        stamp = read_stamp(text[match.start() :][:80])
        if stamp is not None and stamp.clock is not None and stamp.zone in (None, VIETNAM):
            return Moment(stamp.at, "minute")
        found = publication.day(stamp.day) if stamp is not None else _in_other_languages(text, read_at)
        if found is not None:
            return found
    return moment(text, read_at) or _in_other_languages(text, read_at)


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
    """The stamps of `<time datetime>` elements from shortly before the title to shortly after the text."""
    elements = page.tree.select("time[datetime]")[:50]
    if not elements:
        return []
    boxes = {box.element: box for box in blocks.boxes}
    found: list[tuple[Stamp, str]] = []
    for element in elements:
        box = next((boxes[up] for up in element.ancestors if up in boxes), None)
        stamp = read_stamp(element.attr("datetime"))
        if box is None or stamp is None or not title - _BEFORE <= box.start < text_end + _AFTER:
            continue
        if any(up.tag in date_lines.OUTSIDE or date_lines.is_other(up.hint) for up in box.nearest(4)):
            continue
        found.append((stamp, "time"))
    return found


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
