"""Step 5: a record that breaks the schema goes into quarantine with its reason, not into the log."""

from __future__ import annotations

from crawler.extraction import finishing
from crawler.model.items import Article
from crawler.model.visit import Rejected, Visit
from pipelines.finishing import FinishingStep


class SchemaStep(FinishingStep):
    """Removes an article that breaks the schema from its visit; the page counts as failed and is tried again later."""

    step = staticmethod(finishing.check_schema)

    def refused(self, visit: Visit, article: Article, unfit: finishing.Unfit) -> None:
        """Keep the record for the quarantine, where people can look at it."""
        visit.rejected = Rejected(f"{self.spider.portal.id}:{visit.due.key}", unfit.reason, _as_text(article))
        visit.reason = f"breaks the schema: {unfit.reason}"[:500]


def _as_text(article: Article) -> str:
    """The record as text: JSON may refuse a record that breaks the schema."""
    return repr(article.model_dump(warnings=False)).encode("utf-8", "backslashreplace").decode()
