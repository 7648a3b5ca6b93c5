"""One notice for each stage of a meeting: it is announced, put off or called off, and held.

Reports of one meeting share an event (`crawler.articles.meetings`). A target gets the first report of each stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Connection, select

from crawler.database.tables import meetings, outbox
from crawler.model.items import Article, MeetingStatus
from crawler.watch.outbox import Entry
from crawler.watch.rules import FEED

_STAGE: Final = {
    MeetingStatus.ANNOUNCED.value: 0,
    MeetingStatus.POSTPONED.value: 1,
    MeetingStatus.CANCELLED.value: 1,
    MeetingStatus.HELD.value: 2,
}


def first_of_stage(connection: Connection, article: Article, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of one stored article that its targets still need, each with the meeting's status.

    A feed gets every article. A target gets no second report of one stage, and none of an earlier stage than it has.
    """
    status = article.meeting.status.value if article.meeting is not None else ""
    noted = _noted(connection, article)
    for entry in entries:
        if entry.target == FEED:
            yield entry
        elif not any(_covers(known, status) for known in noted.get((entry.rule, entry.target), ())):
            yield Entry(entry.rule, entry.article, entry.target, entry.found_at, meeting_status=status)


def _covers(known: str, status: str) -> bool:
    """Whether a notice of status `known` leaves nothing to say of `status`; '' stands for no meeting."""
    if not known or not status:
        return True
    return known == status or _STAGE[known] > _STAGE[status]


def _noted(connection: Connection, article: Article) -> dict[tuple[str, str], list[str]]:
    """What was noted of the article's event, other news of the article itself included, by rule and target."""
    m, o = meetings.c, outbox.c
    own = select(m.event).where(m.article == article.id).scalar_subquery()
    noted = select(o.rule, o.target, o.meeting_status).where(o.target != FEED)
    reports = select(m.article).where(m.event == own)
    found: dict[tuple[str, str], list[str]] = {}
    of_event = noted.where(o.article.in_(reports), o.meeting_status != "")
    for query in (of_event, noted.where(o.article == article.id)):
        for row in connection.execute(query):
            found.setdefault((row.rule, row.target), []).append(row.meeting_status)
    return found
