"""Step 3: is it the report of a meeting, and what does it say of it?"""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class MeetingStep(FinishingStep):
    """Fills `article.meeting` where the article reports one meeting that was held."""

    step = staticmethod(finishing.recognise_meeting)
