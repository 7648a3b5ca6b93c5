"""The daily figures that follow from the articles stored: how many were published, first stored and changed on a day.

They agree with the rows of `articles` and `revisions` at any time: an article counts as published on the day of its
newest revision, so a revision with another date moves it from one day to the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from crawler.articles.revisions import Stored
from crawler.database.tables import portal_days
from crawler.database.upsert import Columns, upsert
from crawler.model.items import Article

COUNTED = tuple(column.name for column in portal_days.c if not column.primary_key)

Days = Mapping[tuple[str, str], Counter[str]]  # by portal and day


def record_days(connection: Connection, changed: Iterable[tuple[Article, Stored]], at: datetime) -> None:
    """Count revisions that were just stored, at that moment."""
    days: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    today = at.date().isoformat()
    for article, one in changed:
        published = article.published_at.isoformat() if article.published_at else None
        if one.change == "new":
            days[article.portal, today].update(found=1, copies=int(article.similarity == 1.0))
        else:
            days[article.portal, today].update(updated=1)
            days[article.portal, news_day(one.published_before, one.first_seen)].update(published=-1)
        days[article.portal, news_day(published, one.first_seen)].update(published=1)
    add_days(connection, days)


def news_day(published_at: str | None, first_seen: str) -> str:
    """The day of an article's news: its date. Without a date, or with a later one, the day on which it was found."""
    return min(published_at or first_seen, first_seen)[:10]


def add_days(connection: Connection, days: Days) -> None:
    """Add to the figures of portals' days."""
    rows = [
        {"portal": portal, "day": day, **{name: counted[name] for name in COUNTED}}
        for (portal, day), counted in sorted(days.items())
        if any(counted.values())
    ]
    if rows:
        connection.execute(upsert(connection, portal_days, _summed), rows)


def _summed(old: Columns, new: Columns) -> dict[str, object]:
    return {name: old[name] + new[name] for name in COUNTED}
