"""Dates as feeds and sitemaps write them."""

from __future__ import annotations

from datetime import date, datetime, time
from email.utils import parsedate_to_datetime

from crawler.base.clock import VIETNAM
from crawler.vietnamese import parse_date


def read_moment(text: str, read_at: datetime) -> datetime | None:
    """The moment at +07:00 that `text` states: RFC 822 (RSS), ISO 8601 (Atom, sitemaps), else a Vietnamese date.

    A day without a time is its midnight; a time without a zone is Vietnam's.
    """
    text = text.strip()
    if not text or len(text) > 80:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _at_vietnam(read(text))
        except (ValueError, TypeError, OverflowError):
            continue
    found = parse_date(text, read_at)
    if found is None:
        return None
    value: date | datetime = found[0]
    return _at_vietnam(value if isinstance(value, datetime) else datetime.combine(value, time()))


def _at_vietnam(moment: datetime) -> datetime:
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
