"""Step 4: the fingerprint by which the store tells a new revision from a known one, and a copy from an original."""

from __future__ import annotations

import hashlib

from crawler.storage.visit import Visit
from pipelines.base import Step


def content_hash(title: str, body: str) -> str:
    """SHA-256 of normalised title and body: case and white space do not count, every word does.

    Tone style does not count either, for normalising has left one.
    """
    key = f"{' '.join(title.casefold().split())}\n{' '.join(body.casefold().split())}"
    return hashlib.sha256(key.encode()).hexdigest()


class DedupeStep(Step):
    """Sets `article.content_hash`. Copies are marked by the store, never dropped."""

    def process_item(self, visit: Visit) -> Visit:
        """Fingerprint the visit's article, where it brought one."""
        if visit.article is not None:
            visit.article.content_hash = content_hash(visit.article.title, visit.article.body)
        return visit
