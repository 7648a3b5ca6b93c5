"""What the sources of a page say, before they are weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from turbohtml import Element

from crawler.base.clock import VIETNAM, to_vietnam
from crawler.extraction.blocks import Block
from crawler.model.items import Attachment, Precision
from crawler.vietnamese import parse_date


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time at +07:00 and how much of it the page states."""

    at: datetime
    precision: Precision

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(slots=True)
class Parts:
    """The fields that one source gives; None or empty where it gives none."""

    title: str | None = None
    heading: Element | None = None  # the element that shows the title
    published: Moment | None = None
    updated: Moment | None = None
    summary: str | None = None
    author: str | None = None
    lines: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    captioned: bool = False  # whether captions are marked among the lines already
    language: str | None = None
    flags: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)  # field → extractor, where they differ within one source


def moment(text: str | None, read_at: datetime) -> Moment | None:
    """The date that a short text states, by the Vietnamese grammar; None where it states none."""
    if not text or len(text) > 300:
        return None
    found = parse_date(text, read_at)
    if found is None:
        return None
    value, precision = found
    if isinstance(value, datetime):
        return Moment(to_vietnam(value), precision)
    return Moment(datetime.combine(value, time(), VIETNAM), precision)
