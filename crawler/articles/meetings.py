"""Meeting facts beside the articles that state them, and the events that link reports of one meeting.

All of it follows from the records: each new revision replaces its article's facts, in the transaction that stores it.
Writers of revisions queue for the log's counter, so two of them never open two events for one meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from crawler.articles.meeting_names import drop_names, record_names
from crawler.database.tables import articles, events, meeting_keys, meetings
from crawler.meetings.keys import body_key
from crawler.meetings.linking import KEY_CHARS, Report, event_keys, same_event
from crawler.meetings.order import list_order
from crawler.model.items import Article, Meeting

CANDIDATES = 200  # a new report is compared with at most so many, the newest: a flood of similar ones stays cheap
# So many reports of an event are found by one key. Further ones are linked by these, and are not found themselves: else
# each report of a meeting that thousands report would be looked up among all before it.
FOUND_BY_KEY = 20


def record_meetings(connection: Connection, changed: Sequence[Article], seen_at: str) -> None:
    """Enter the facts of articles that have a new revision, and link each to its event."""
    for article in changed:
        old = _event_of(connection, article)
        if old is not None:
            connection.execute(delete(meeting_keys).where(meeting_keys.c.article == article.id))
        if article.meeting is not None:
            _enter(connection, article, article.meeting, old, seen_at)
        elif old is not None:
            drop_names(connection, article.id)
            connection.execute(delete(meetings).where(meetings.c.article == article.id))
            _left(connection, old)


def _event_of(connection: Connection, article: Article) -> int | None:
    """The event of the article's former revision."""
    if article.revision == 1:
        return None
    return connection.execute(select(meetings.c.event).where(meetings.c.article == article.id)).scalar()


def _enter(connection: Connection, article: Article, meeting: Meeting, old: int | None, seen_at: str) -> None:
    report = Report(
        article.id,
        article.portal,
        article.published_at.date() if article.published_at else None,
        article.title,
        meeting,
        article.province_code,
    )
    keys = sorted({key[:KEY_CHARS] for key in event_keys(report)})
    key = body_key(meeting.body_name) if meeting.body_name else None
    found = _events_of(connection, report, keys)
    if old is not None and _alone(connection, article.id, old):
        found.append(old)
    held_on = meeting.held_on.isoformat() if meeting.held_on else None
    if found:
        event = min(found)
    else:
        facts = {"kind": meeting.kind.value, "body_key": key.name if key else None, "held_on": held_on}
        made = connection.execute(events.insert().values(**facts, first_found=seen_at)).inserted_primary_key
        assert made is not None
        event = int(made[0])
    row = {
        "revision": article.revision,
        "portal": article.portal,
        "province_code": article.province_code,
        "kind": meeting.kind.value,
        "body_name": meeting.body_name,
        "body_key": key.name if key else None,
        "body_place": key.place if key else None,
        "ordinal": meeting.ordinal,
        "term": meeting.term,
        "tenure": meeting.tenure,
        "held_on": held_on,
        "part_of_day": meeting.part_of_day,
        "status": meeting.status.value,
        "ends_on": meeting.ends_on.isoformat() if meeting.ends_on else None,
        "facts": meeting.model_dump_json(exclude={"evidence"}),
        "event": event,
    }
    if old is None:
        row |= {"article": article.id, "found_at": seen_at, **list_order(article.published_at, meeting, seen_at)}
        connection.execute(meetings.insert().values(**row))
    else:
        found_at = connection.execute(select(meetings.c.found_at).where(meetings.c.article == article.id)).scalar_one()
        row |= list_order(article.published_at, meeting, found_at)
        connection.execute(update(meetings).where(meetings.c.article == article.id).values(**row))
    record_names(connection, article.id, meeting)
    if keys := _rare(connection, event, article.id, keys):
        connection.execute(meeting_keys.insert(), [{"key": key, "article": article.id} for key in keys])
    others = [other for other in found if other != event]
    _merge(connection, event, others)
    if old is not None or others or not _stands(connection, event, held_on, seen_at):
        _refresh(connection, event)
    if old is not None and old not in found:
        _left(connection, old)


def _events_of(connection: Connection, report: Report, keys: Sequence[str]) -> list[int]:
    """The events that a report belongs to, by the reports that share a key, the newest first.

    More than one means that they are one.
    """
    k, m, a = meeting_keys.c, meetings.c, articles.c
    shared = select(k.article).where(k.key.in_(keys), k.article != report.article_id)
    query = (
        select(m.event, m.article, m.portal, m.province_code, m.facts, a.title, a.published_at)
        .join(articles, a.id == m.article)
        .where(m.article.in_(shared))
        .order_by(m.found_at.desc(), m.article)
        .limit(CANDIDATES)
    )
    found: list[int] = []
    for row in connection.execute(query):
        if row.event in found:
            continue
        facts = Meeting.model_validate_json(row.facts)
        other = Report(row.article, row.portal, _day(row.published_at), row.title, facts, row.province_code)
        if same_event(report, other):
            found.append(row.event)
    return found


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None


def _rare(connection: Connection, event: int, article: str, keys: Sequence[str]) -> list[str]:
    """Those of `keys` under which fewer than `FOUND_BY_KEY` other reports of the event are found."""
    k, m = meeting_keys.c, meetings.c
    held = select(k.key, func.count()).join(meetings, m.article == k.article)
    # Plus nothing: by its index a planner would read all reports of the event.
    held = held.where(k.key.in_(keys), k.article != article, m.event + 0 == event).group_by(k.key)
    counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(held)}
    return [key for key in keys if counts.get(key, 0) < FOUND_BY_KEY]


def _alone(connection: Connection, article: str, event: int) -> bool:
    others = select(meetings.c.article).where(meetings.c.event == event, meetings.c.article != article)
    return connection.execute(others.limit(1)).first() is None


def _stands(connection: Connection, event: int, held_on: str | None, seen_at: str) -> bool:
    """Whether an event's facts stay as they are with one more report: it is not the first, and brings no other day."""
    e = events.c
    known = connection.execute(select(e.first_found, e.held_on).where(e.id == event)).one()
    return bool(known.first_found < seen_at) and held_on in (None, known.held_on)


def _merge(connection: Connection, event: int, others: Sequence[int]) -> None:
    """A report that belongs to two events shows that they are one: the older number stays."""
    if others:
        connection.execute(update(meetings).where(meetings.c.event.in_(others)).values(event=event))
        connection.execute(delete(events).where(events.c.id.in_(others)))


def _left(connection: Connection, event: int) -> None:
    """A report left this event: an event without reports is deleted, others are refreshed."""
    left = select(meetings.c.article).where(meetings.c.event == event)
    gone = connection.execute(delete(events).where(events.c.id == event, ~left.exists())).rowcount
    if not gone:
        _refresh(connection, event)


def _refresh(connection: Connection, event: int) -> None:
    """Update an event's facts from its reports: the facts of the first, the day of the first that states one."""
    m, e = meetings.c, events.c
    reports = select(m.kind, m.body_key, m.held_on).where(m.event == event).order_by(m.found_at, m.article)
    first = connection.execute(reports.limit(1)).one()
    day = connection.execute(reports.where(m.held_on.is_not(None)).limit(1)).first()
    facts = {"kind": first.kind, "body_key": first.body_key, "held_on": day.held_on if day else None}
    stale = or_(*(e[name].is_distinct_from(value) for name, value in facts.items()))
    connection.execute(update(events).where(e.id == event, stale).values(**facts))
