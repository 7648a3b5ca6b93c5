"""Step 5: a record that breaks the schema goes into quarantine with its reason, not into the log."""

from __future__ import annotations

from crawler.articles.validation import fault_of
from crawler.model.items import Article
from crawler.model.visit import Rejected, Status, Visit
from pipelines.base import Step


class SchemaStep(Step):
    """Takes the article off a visit where it breaks the schema; the page counts as failed and is tried again later."""

    def process_item(self, visit: Visit) -> Visit:
        """Check the visit's article as it would be stored, where it brought one."""
        article = visit.article
        if article is None:
            return visit
        fault = fault_of(article)
        if fault is not None:
            visit.rejected = Rejected(f"{self.spider.portal.id}:{visit.due.key}", fault, _as_text(article))
            visit.article, visit.status = None, Status.FETCH_ERROR
            visit.reason = f"breaks the schema: {fault}"[:500]
        return visit


def _as_text(article: Article) -> str:
    """The record as far as text can hold it: what breaks the schema may be what JSON refuses."""
    return repr(article.model_dump(warnings=False)).encode("utf-8", "backslashreplace").decode()
