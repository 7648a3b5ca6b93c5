"""Step 4: the content hash, by which the store detects a new revision, or a copy of another article."""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class DedupeStep(FinishingStep):
    """Sets `article.content_hash`. Copies are marked by the store, never dropped."""

    step = staticmethod(finishing.fingerprint)
