"""Step 5: a record that breaks the schema goes into quarantine with its reason, not into the log."""

from __future__ import annotations

from crawler.extraction import finishing
from crawler.model.items import Article
from crawler.model.visit import Rejected, Visit
from pipelines.finishing import FinishingStep


class SchemaStep(FinishingStep):
    """Takes the article off a visit where it breaks the schema; the page counts as failed and is tried again later."""

    step = staticmethod(finishing.check_schema)

    def refused(self, visit: Visit, article: Article, unfit: finishing.Unfit) -> None:
        """Keep the record apart, for people to look at."""
        visit.rejected = Rejected(f"{self.spider.portal.id}:{visit.due.key}", unfit.reason, _as_text(article))
        visit.reason = f"breaks the schema: {unfit.reason}"[:500]


def _as_text(article: Article) -> str:
    """The record as far as text can hold it: what breaks the schema may be what JSON refuses."""
    return repr(article.model_dump(warnings=False)).encode("utf-8", "backslashreplace").decode()
