"""How a record is finished once its page is read: the steps, in their order, the same for whoever reads pages.

A crawl takes them one pipeline step each, `tintinh read` and `tintinh reparse` all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crawler.extraction.fingerprint import content_hash
from crawler.extraction.normalizing import normalize_article
from crawler.extraction.validation import fault_of, refusal
from crawler.meetings import read_meeting
from crawler.model.items import Article


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a record is not stored. `broken`: it breaks the schema, which is for people to look at."""

    reason: str
    broken: bool = False


FinishingStep = Callable[[Article, datetime], Unfit | None]


def validate(article: Article, read_at: datetime) -> Unfit | None:
    """Refuse what is no article; a date in the future is dropped and flagged."""
    reason = refusal(article, read_at)
    return Unfit(reason) if reason is not None else None


def normalize(article: Article, _read_at: datetime) -> None:
    """Put all text in one form; what was repaired is flagged."""
    normalize_article(article)


def recognise_meeting(article: Article, _read_at: datetime) -> None:
    """Read the meeting that the text reports, if any."""
    article.meeting = read_meeting(article.title, article.body, article.published_at)


def fingerprint(article: Article, _read_at: datetime) -> None:
    """Set the content hash, by which the store detects new revisions and copies."""
    article.content_hash = content_hash(article.title, article.body)


def check_schema(article: Article, _read_at: datetime) -> Unfit | None:
    """Refuse a record that breaks the schema."""
    fault = fault_of(article)
    return Unfit(fault, broken=True) if fault is not None else None


STEPS: Final[tuple[FinishingStep, ...]] = (validate, normalize, recognise_meeting, fingerprint, check_schema)


def finish(article: Article, read_at: datetime) -> Unfit | None:
    """Finish a record as read at that moment, up to the step that refuses it; None where it can be stored."""
    return next((unfit for step in STEPS if (unfit := step(article, read_at)) is not None), None)
