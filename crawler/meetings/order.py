"""A report's place in lists, and its day."""

from __future__ import annotations

from datetime import datetime

from crawler.base.clock import VIETNAM
from crawler.model.items import Meeting


def list_order(published_at: datetime | None, meeting: Meeting, found_at: str) -> dict[str, str]:
    """A report's place in lists: when it was published (found, if undated or dated in the future), and its day.

    The day is the meeting's, where the report states it to the day; else that of the report.
    """
    published = published_at.astimezone(VIETNAM).isoformat() if published_at else found_at
    reported_at = min(published, found_at)
    stated = meeting.held_on if meeting.held_on_precision == "day" else None
    return {"reported_at": reported_at, "day": stated.isoformat() if stated else reported_at[:10]}
