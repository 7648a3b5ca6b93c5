"""Step 2: one form of Vietnamese text, whatever the portal's editors pasted; every repair is flagged."""

from __future__ import annotations

from crawler.extraction.normalizing import normalize_article
from crawler.model.visit import Visit
from pipelines.base import Step


class NormalizeStep(Step):
    """Normalises title, summary, body, captions and author in place."""

    def process_item(self, visit: Visit) -> Visit:
        """Normalise the visit's article, where it brought one."""
        if visit.article is not None:
            normalize_article(visit.article)
        return visit
