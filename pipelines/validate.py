"""Step 1: an article without a title or text, or dated in the future, is no article to store."""

from __future__ import annotations

from datetime import timedelta

from crawler.storage.visit import Status, Visit
from pipelines.base import Step

# Portals in a wrong time zone and posts set for tomorrow morning are real; anything later is a mistake.
FUTURE_ALLOWED = timedelta(days=2)


class ValidateStep(Step):
    """Turns what is no article into a failed visit with its reason; a date in the future is dropped and flagged."""

    def process_item(self, visit: Visit) -> Visit:
        """Check the visit's article, where it brought one."""
        article = visit.article
        if article is None:
            return visit
        if not article.title.strip():
            visit.article, visit.status, visit.reason = None, Status.FETCH_ERROR, "a page without a title"
        elif not article.body.strip() and not article.attachments and not article.images:
            visit.article, visit.status, visit.reason = None, Status.FETCH_ERROR, "a page without text"
        elif article.published_at is not None and article.published_at > visit.fetched_at + FUTURE_ALLOWED:
            article.flags.append(f"date in the future: {article.published_at.isoformat()}")
            article.published_at = article.published_precision = None
        return visit
