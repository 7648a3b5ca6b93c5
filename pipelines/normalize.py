"""Step 2: one form of Vietnamese text, whatever the portal's editors pasted; every repair is flagged."""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class NormalizeStep(FinishingStep):
    """Normalises title, summary, body, captions and author in place."""

    step = staticmethod(finishing.normalize)
