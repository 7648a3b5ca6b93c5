"""The two texts of a report, and the evidence that its reading collects: each value with the span that states it."""

from __future__ import annotations

from crawler.meetings.own import Source
from crawler.meetings.people import Spot
from crawler.meetings.text import Text
from crawler.model.items import Span


class Texts:
    """Title and body of one report."""

    def __init__(self, title: Text, body: Text) -> None:
        self.title = title
        self.body = body

    def __getitem__(self, source: Source) -> Text:
        return self.title if source == "title" else self.body


class Notes:
    """Evidence as it grows."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.evidence: list[Span] = []

    def note(self, field: str, source: Source, start: int, end: int) -> str:
        """Record where `field` is stated; returns the words as printed."""
        text = self.texts[source]
        first, last = text.span(start, end)
        self.evidence.append(Span(field=field, source=source, start=first, end=last))
        return text.printed(start, end)

    def body(self, field: str, spot: Spot) -> str:
        """As `note`, for a value that the body states."""
        return self.note(field, "body", *spot)

    def maybe(self, field: str, spot: Spot | None) -> str | None:
        """As `body`; None where nothing is stated."""
        return self.body(field, spot) if spot else None
