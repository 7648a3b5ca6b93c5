"""A story: what one article of a demo portal says, clean, with notes on how its page is to look."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawler.demo.dirt import DIRT
from crawler.demo.slug import slug
from crawler.model.items import MeetingKind, PartOfDay

Markup = Literal["plain", "justify", "word", "br"]
Appears = Literal["always", "late", "new"]
# misnamed: a DOCX called .pdf; tcvn3: a DOC in an old font; locked: a PDF with a password; bomb: a zip bomb.
FileForm = Literal["pdf", "docx", "tcvn3", "misnamed", "locked", "bomb"]
PageKind = Literal["article", "soft_404", "to_canary", "to_link_local"]

# What an edit puts after the title, before its number.
EDITED = " (cập nhật lần "


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Picture(_Part):
    """A picture after the paragraph of number `after` (0: before the first); `caption` may be empty."""

    caption: str = ""
    after: int = 0


class AttachedFile(_Part):
    """A file that the article links to; `name` is the link's text."""

    name: str
    form: FileForm = "pdf"


class MeetingFacts(_Part):
    """What a person reads out of a meeting report, for those that are one."""

    kind: MeetingKind
    held_on: date
    part_of_day: PartOfDay | None = None
    ordinal: int | None = None
    term: str | None = None
    tenure: str | None = None
    chairs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class Story(_Part):
    """One article, clean: canonical Vietnamese, paragraphs in order, the first of `sections` its home."""

    id: str = Field(pattern=r"^\d+$")
    sections: tuple[str, ...] = Field(min_length=1)
    title: str
    published_at: datetime
    precision: Literal["minute", "day"]
    summary: str | None = None
    paragraphs: tuple[str, ...]
    author: str | None = None
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    meeting: MeetingFacts | None = None
    markup: Markup = "plain"
    dirt: tuple[str, ...] = ()
    appears: Appears = "always"
    page: PageKind = "article"
    reachable: bool = Field(True, description="False where robots.txt keeps the only way to it shut.")
    blocked_first: int = Field(0, description="How many requests without the cookie meet the block page.")
    charset: str | None = Field(
        None, description="What the page declares in place of UTF-8, which it is in; empty: nothing."
    )
    agency: str | None = Field(None, description="Name shared by the reprints of one agency copy.")
    edits: int = Field(0, description="How often it was edited since the portal started.")
    updated_at: datetime | None = None

    @field_validator("dirt")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(names) - set(DIRT))
        if unknown:
            raise ValueError(f"unknown dirt: {', '.join(unknown)}")
        return names

    @property
    def first_title(self) -> str:
        """The title before any edit: a page's address keeps its words for good."""
        return self.title.partition(EDITED)[0]

    @property
    def address_words(self) -> str:
        """The words of the page's address."""
        return slug(self.first_title)
