"""A server's answer, as far as the reading of its page needs it; it can be sent to another process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from crawler.extraction.page import Page
from crawler.vietnamese import decode
from crawler.vietnamese.decoding import Decoded


@dataclass(frozen=True)
class Answer:
    """`cut_short`: fewer bytes came than were announced; `archived`: it comes from an archive, not from the server."""

    url: str
    status: int
    body: bytes
    content_type: str | None
    cut_short: bool = False
    archived: bool = False

    @cached_property
    def decoded(self) -> Decoded:
        """Its text, and what had to be done to decode it."""
        return decode(self.body, self.content_type)

    @cached_property
    def page(self) -> Page:
        """The page; it is parsed when its tree is first looked at."""
        return Page(self.decoded.text, self.url)
