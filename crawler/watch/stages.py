"""One notice for each stage of a meeting: it is announced, put off or called off, and held.

Reports of one meeting share an event (`crawler.articles.meetings`). A target gets the first report of each stage. If
that is withdrawn before it was sent, the next report takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Connection, select

from crawler.database.tables import articles, meeting_keys, meetings, outbox, revisions
from crawler.meetings.linking import KEY_CHARS, Report, event_keys, same_event
from crawler.model.items import Article, Meeting, MeetingStatus
from crawler.model.upcasting import read_record
from crawler.watch.outbox import Entry
from crawler.watch.rules import FEED

_STAGE: Final = {
    MeetingStatus.ANNOUNCED.value: 0,
    MeetingStatus.POSTPONED.value: 1,
    MeetingStatus.CANCELLED.value: 1,
    MeetingStatus.HELD.value: 2,
}


_MOST: Final = 50
"""Reports of a meeting that are looked at for a notice in place of a withdrawn one: the earliest."""


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


def other_reports(connection: Connection, article: Article) -> list[tuple[Article, str]]:
    """Reports of the meeting that the article's former revision told of, the earliest first: each with when found."""
    r, m, a = revisions.c, meetings.c, articles.c
    before = select(r.record).where(r.article == article.id, r.revision < article.revision).order_by(r.seq.desc())
    record = connection.execute(before.limit(1)).scalar()
    former = read_record(record) if record is not None else None
    if former is None or former.meeting is None:
        return []
    events = _events_like(connection, former, former.meeting)
    if not events:
        return []
    query = (
        select(r.record, m.found_at)
        .select_from(meetings.join(articles, a.id == m.article).join(revisions, r.seq == a.seq))
        .where(m.event.in_(events), m.article != article.id)
        .order_by(m.found_at, m.article)
        .limit(_MOST)
    )
    return [(read_record(row.record), row.found_at) for row in connection.execute(query)]


def _events_like(connection: Connection, former: Article, meeting: Meeting) -> set[int]:
    """The events of stored reports that are of the same meeting as a former report, which no longer belongs to one."""
    k, m, a = meeting_keys.c, meetings.c, articles.c
    report = _report(former, meeting)
    keys = sorted({key[:KEY_CHARS] for key in event_keys(report)})
    shared = select(k.article).where(k.key.in_(keys), k.article != former.id)
    query = (
        select(m.event, revisions.c.record)
        .select_from(meetings.join(articles, a.id == m.article).join(revisions, revisions.c.seq == a.seq))
        .where(m.article.in_(shared))
        .order_by(m.found_at, m.article)
        .limit(_MOST)
    )
    found: set[int] = set()
    for row in connection.execute(query):
        other = read_record(row.record)
        if row.event not in found and other.meeting and same_event(report, _report(other, other.meeting)):
            found.add(row.event)
    return found


def _report(article: Article, meeting: Meeting) -> Report:
    published = article.published_at.date() if article.published_at else None
    return Report(article.id, article.portal, published, article.title, meeting, article.province_code)
