"""Step 1: an article without a title or text, or dated in the future, is no article to store."""

from __future__ import annotations

from crawler.articles.validation import refusal
from crawler.model.visit import Status, Visit
from pipelines.base import Step


class ValidateStep(Step):
    """Turns what is no article into a failed visit with its reason; a date in the future is dropped and flagged."""

    def process_item(self, visit: Visit) -> Visit:
        """Check the visit's article, where it brought one."""
        if visit.article is not None:
            reason = refusal(visit.article, visit.fetched_at)
            if reason is not None:
                visit.article, visit.status, visit.reason = None, Status.FETCH_ERROR, reason
        return visit
