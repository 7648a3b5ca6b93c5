"""Step 4: the fingerprint by which the store tells a new revision from a known one, and a copy from an original."""

from __future__ import annotations

import hashlib

from crawler.storage.visit import Visit
from crawler.vietnamese import fold
from pipelines.base import Step


def content_hash(title: str, body: str) -> str:
    """SHA-256 of title and body as match keys: case, tone style and white space do not count, every word does."""
    key = f"{' '.join(fold(title).split())}\n{' '.join(fold(body).split())}"
    return hashlib.sha256(key.encode()).hexdigest()


class DedupeStep(Step):
    """Sets `article.content_hash`. Copies are marked by the store, never dropped."""

    def process_item(self, visit: Visit) -> Visit:
        """Fingerprint the visit's article, where it brought one."""
        if visit.article is not None:
            visit.article.content_hash = content_hash(visit.article.title, visit.article.body)
        return visit
