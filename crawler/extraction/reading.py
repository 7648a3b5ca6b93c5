"""What reading a page yields."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crawler.model.items import Article


class Outcome(StrEnum):
    """What a fetched page turned out to be."""

    ARTICLE = "article"
    LISTING = "listing"
    STUB = "stub"  # an article whose text lies in its attachments alone
    BLOCKED = "blocked"  # challenge, cookie-reload stub or firewall notice
    SOFT_404 = "soft_404"  # HTTP 200 that says 'not found'
    LOGIN = "login"
    NEEDS_BROWSER = "needs_browser"  # an empty shell that scripts would fill
    OTHER = "other"


# What a page may turn out to be in place of what was asked for.
OBSTACLES = frozenset({Outcome.BLOCKED, Outcome.LOGIN, Outcome.SOFT_404, Outcome.NEEDS_BROWSER})


@dataclass(slots=True)
class Reading:
    """A page's outcome, its article where it is one (ARTICLE, STUB), and why, in words for a log."""

    outcome: Outcome
    article: Article | None = None
    reason: str = ""
    cut: list[str] = field(default_factory=list)  # what was cut away from the body, for `read --explain`
    unfit: str | None = None  # which fields of the record break the schema: a crawl does not store it
