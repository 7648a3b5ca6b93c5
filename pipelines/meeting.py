"""Step 3: is it the report of a meeting, and what does it say of it?"""

from __future__ import annotations

from crawler.meetings import read_meeting
from crawler.model.visit import Visit
from pipelines.base import Step


class MeetingStep(Step):
    """Fills `article.meeting` where the article reports one meeting that was held."""

    def process_item(self, visit: Visit) -> Visit:
        """Read the meeting of the visit's article, where it brought one."""
        article = visit.article
        if article is not None:
            article.meeting = read_meeting(article.title, article.body, article.published_at)
        return visit
