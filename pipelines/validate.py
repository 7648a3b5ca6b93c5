"""Step 1: an article without a title or text is not stored; a date in the future is dropped."""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class ValidateStep(FinishingStep):
    """Turns a page that is no article into a failed visit with a reason; drops and flags a date in the future."""

    step = staticmethod(finishing.validate)
