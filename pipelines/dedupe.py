"""Step 4: the fingerprint by which the store tells a new revision from a known one, and a copy from an original."""

from __future__ import annotations

from crawler.extraction.fingerprint import content_hash
from crawler.model.visit import Visit
from pipelines.base import Step


class DedupeStep(Step):
    """Sets `article.content_hash`. Copies are marked by the store, never dropped."""

    def process_item(self, visit: Visit) -> Visit:
        """Fingerprint the visit's article, where it brought one."""
        if visit.article is not None:
            visit.article.content_hash = content_hash(visit.article.title, visit.article.body)
        return visit
