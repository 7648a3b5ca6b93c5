"""How many meetings there were of late: each day, and in each province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from crawler.database.tables import meetings
from crawler.web.queries.meetings import MeetingFilter, conditions

DAYS = 35  # of the strip
AHEAD = timedelta(days=14)  # announced meetings that it shows
_M = meetings.alias("m")


@dataclass(frozen=True, slots=True)
class Activity:
    """Events of the days from `first` to `last` that fit a filter.

    `places`: how many, by province code, or by portal where the portal belongs to no province; the most first.
    """

    first: date
    last: date
    days: Mapping[date, int]
    places: Mapping[tuple[str | None, str | None], int]


def activity(connection: Connection, wanted: MeetingFilter, today: date) -> Activity | None:
    """The last `DAYS` days that have meetings, whatever days the filter asks for; None where nothing fits.

    If the days asked for lie before these, they are the middle of the days shown.
    """
    anywhen = replace(wanted, since=None, until=None)
    fitting = conditions(connection, anywhen, _M)
    query = select(_M.c.day).where(*fitting, _M.c.day <= (today + AHEAD).isoformat())
    newest = connection.execute(query.order_by(_M.c.day.desc()).limit(1)).scalar()
    last = stored_day(newest or "")
    if last is None:
        return None
    asked = wanted.until or wanted.since
    if asked and not last - timedelta(days=DAYS) < asked <= last:
        last = min(last, asked + timedelta(days=DAYS // 2))
    first = last - timedelta(days=DAYS - 1)
    within = replace(anywhen, since=first, until=last)
    return Activity(first, last, _days(connection, within), _places(connection, within))


def _days(connection: Connection, within: MeetingFilter) -> dict[date, int]:
    query = select(_M.c.day, func.count(_M.c.event.distinct()))
    query = query.where(*conditions(connection, within, _M)).group_by(_M.c.day)
    return {day: count for text, count in connection.execute(query) if (day := stored_day(text)) is not None}


def _places(connection: Connection, within: MeetingFilter) -> dict[tuple[str | None, str | None], int]:
    query = select(_M.c.province_code, _M.c.portal, func.count(_M.c.event.distinct()))
    query = query.where(*conditions(connection, within, _M)).group_by(_M.c.province_code, _M.c.portal)
    found: dict[tuple[str | None, str | None], int] = {}
    for province, portal, count in connection.execute(query):
        key = (province, None) if province else (None, portal)
        found[key] = found.get(key, 0) + count
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0][0] or "", one[0][1] or "")))


def stored_day(text: str) -> date | None:
    """A stored day; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
