"""Step 1: an article without a title or text, or dated in the future, is no article to store."""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class ValidateStep(FinishingStep):
    """Turns what is no article into a failed visit with its reason; a date in the future is dropped and flagged."""

    step = staticmethod(finishing.validate)
