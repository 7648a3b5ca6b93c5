"""Step 3: whether the article reports a meeting, and the meeting's facts."""

from __future__ import annotations

from crawler.extraction import finishing
from pipelines.finishing import FinishingStep


class MeetingStep(FinishingStep):
    """Fills `article.meeting` where the article reports one meeting that was held."""

    step = staticmethod(finishing.recognise_meeting)
