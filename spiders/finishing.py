"""Taking a visit's article through the steps that finish a record, wherever its page was read."""

from __future__ import annotations

from crawler.extraction.finishing import STEPS, FinishingStep
from crawler.model.items import Article
from crawler.model.visit import Rejected, Status, Visit


def finish(visit: Visit) -> Visit:
    """Take the visit's article, if any, through all steps."""
    for step in STEPS:
        take(visit, step)
    visit.finished = True
    return visit


def take(visit: Visit, step: FinishingStep) -> None:
    """Take the visit's article through one step; if the step refuses it, the visit fails and is tried again later.

    A record that breaks the schema is kept for the quarantine, where people can look at it.
    """
    article = visit.article
    unfit = step(article, visit.fetched_at) if article is not None else None
    if article is None or unfit is None:
        return
    visit.article, visit.status, visit.reason = None, Status.FETCH_ERROR, unfit.reason
    if unfit.broken:
        visit.rejected = Rejected(f"{article.portal}:{visit.due.key}", unfit.reason, _as_text(article))
        visit.reason = f"breaks the schema: {unfit.reason}"[:500]


def _as_text(article: Article) -> str:
    """The record as text: JSON may refuse a record that breaks the schema."""
    return repr(article.model_dump(warnings=False)).encode("utf-8", "backslashreplace").decode()
