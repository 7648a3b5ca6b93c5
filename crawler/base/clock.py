"""The one time zone and the one clock of the project.

Vietnam has kept UTC+7 without daylight saving since 1975 (IANA tz database, Asia/Ho_Chi_Minh), so a fixed
offset is exact for every page that a portal publishes.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07:00")
AHEAD = timedelta(minutes=5)  # the clocks of two machines may differ by so much; a later moment is from the future


def now() -> datetime:
    """The present moment at +07:00, to the second."""
    return datetime.now(VIETNAM).replace(microsecond=0)


def to_vietnam(moment: datetime) -> datetime:
    """`moment` at +07:00; a naive one is taken to be Vietnamese time already."""
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
