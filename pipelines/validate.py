"""Step 1: an article without a title or text, or dated in the future, is no article to store."""

from __future__ import annotations

from datetime import timedelta

from crawler.items import Article
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
        elif not article.body.strip() and not _is_stub(article):
            visit.article, visit.status, visit.reason = None, Status.FETCH_ERROR, "a page without text"
        elif article.published_at is not None and article.published_at > visit.fetched_at + FUTURE_ALLOWED:
            article.flags.append(f"date in the future: {article.published_at.isoformat()}")
            article.published_at = article.published_precision = None
        if visit.article is not None and not article.body.strip():
            article.flags.append("no text on the page")
        return visit


def _is_stub(article: Article) -> bool:
    """Whether a page without text is an article all the same: one of pictures or files, or empty but dated."""
    return bool(article.attachments or article.images or article.published_at)
