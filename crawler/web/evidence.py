"""Texts in which the places that state a meeting's facts are marked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from crawler.model.items import Article, Span

PARAGRAPHS: Final = 6  # in an excerpt
PARAGRAPH_CHARS: Final = 1200
LEAD: Final = 160  # characters shown before the first mark of a long paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and the facts that it states ('chairs', 'held_on', …); none for plain text."""

    text: str
    fields: tuple[str, ...]


Paragraph = list[Piece]


def body(article: Article) -> list[Paragraph]:
    """The article's paragraphs, marked."""
    return [pieces(article.body, start, end, spans) for start, end, spans in _paragraphs(article)]


def title(article: Article) -> Paragraph:
    """The headline, marked."""
    return pieces(article.title, 0, len(article.title), _spans(article, "title"))


def excerpt(article: Article) -> list[Paragraph]:
    """The paragraphs that state facts, at most `PARAGRAPHS`; long ones are cut around the facts."""
    found: list[Paragraph] = []
    for start, end, spans in _paragraphs(article):
        if not spans:
            continue
        if len(found) == PARAGRAPHS:
            break
        low = start if end - start <= PARAGRAPH_CHARS else max(start, spans[0].start - LEAD)
        high = min(end, low + PARAGRAPH_CHARS)
        ends = Piece("… ", ()) if low > start else None, Piece(" …", ()) if high < end else None
        found.append([*_some(ends[0]), *pieces(article.body, low, high, spans), *_some(ends[1])])
    return found


def pieces(text: str, low: int, high: int, spans: Sequence[Span]) -> Paragraph:
    """`text[low:high]` cut where spans begin and end. Spans may overlap, and reach beyond the text."""
    inside = [(max(one.start, low), min(one.end, high), one.field.partition(".")[0]) for one in spans]
    inside = [one for one in inside if one[0] < one[1]]
    cuts = sorted({low, high, *(one[0] for one in inside), *(one[1] for one in inside)})
    begun = sorted(inside)
    found: Paragraph = []
    open_spans: list[tuple[int, int, str]] = []
    at = 0
    for start, end in pairwise(cuts):
        while at < len(begun) and begun[at][0] <= start:
            open_spans.append(begun[at])
            at += 1
        open_spans = [one for one in open_spans if one[1] > start]
        found.append(Piece(text[start:end], tuple(dict.fromkeys(one[2] for one in open_spans))))
    return found


def _spans(article: Article, source: Literal["title", "body"]) -> list[Span]:
    if article.meeting is None:
        return []
    return sorted((one for one in article.meeting.evidence if one.source == source), key=lambda one: one.start)


def _paragraphs(article: Article) -> Iterator[tuple[int, int, list[Span]]]:
    """Where each paragraph of the body begins and ends, and the spans that reach into it."""
    coming = deque(_spans(article, "body"))
    open_spans: list[Span] = []
    start = 0
    for part in article.body.split("\n\n"):
        end = start + len(part)
        while coming and coming[0].start < end:
            open_spans.append(coming.popleft())
        open_spans = [one for one in open_spans if one.end > start]
        if part.strip():
            yield start, end, open_spans
        start = end + 2


def _some(piece: Piece | None) -> Iterable[Piece]:
    return () if piece is None else (piece,)
