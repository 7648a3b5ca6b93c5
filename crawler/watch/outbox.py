"""The outbox: a row for each rule, subject and target, stored in one transaction with the subject, so none is lost.

A subject is an article, or a change of the verdict on a portal.

A row is due until a notice claims it. It is being sent until the notice is known to have arrived, and sent after that.
If a process is killed, its claim runs out after `CLAIM`, and the same notice goes out again under the same number.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, func, or_, select, update

from crawler.database.engine import writing
from crawler.database.tables import articles, meetings, outbox, verdicts
from crawler.database.upsert import upsert
from crawler.watch.rules import FEED

CLAIM = timedelta(minutes=10)  # longer than any send takes: Apprise ends its own after one minute
BACKFILL = timedelta(days=7)  # what was published so long ago comes from a first crawl: its notice is not late
FIRST_WAIT = 60  # seconds until a failed notice is tried again, twice as long after each further failure …
LONGEST_WAIT = 6 * 3600  # … up to this
IN_QUERY = 500


@dataclass(frozen=True, slots=True)
class NoticeArticle:
    """One article in a notice, and the rules that it fits."""

    article: str
    portal: str
    title: str
    url: str
    published_at: str | None
    published_precision: str | None
    meeting_kind: str | None
    meeting_status: str
    """The status that the notice is of; '' where the article reports no meeting."""
    rules: tuple[str, ...]
    seq: int = 0
    """Of the article's newest revision."""
    event: int | None = None
    """Number of the meeting's event; None where the article reports no meeting."""
    facts: str | None = None
    """The meeting as JSON, without its evidence."""


@dataclass(frozen=True, slots=True)
class NoticeChange:
    """One change of the verdict on a portal: from what (None: the first), to what, why, and since when."""

    portal: str
    before: str | None
    verdict: str
    reason: str
    since: str | None
    found_at: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to one target: its number stays the same however often it is tried."""

    id: str
    target: str
    tries: int
    reports: tuple[NoticeArticle, ...]
    changes: tuple[NoticeChange, ...] = ()

    @property
    def size(self) -> int:
        """How many subjects it has."""
        return len(self.reports) + len(self.changes)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be written: of an article, or of a verdict's number."""

    rule: str
    article: str | None
    target: str
    found_at: str
    verdict: int | None = None
    meeting_status: str = ""


def put(connection: Connection, entries: Iterable[Entry]) -> int:
    """Write rows, except those that exist already; returns how many are new."""
    rows = [
        {
            "rule": one.rule,
            "article": one.article,
            "verdict": one.verdict,
            "target": one.target,
            "meeting_status": one.meeting_status,
            "status": "due",
            "next_try_at": 0,
            "found_at": one.found_at,
        }
        for one in entries
    ]
    if not rows:
        return 0
    return len(connection.execute(upsert(connection, outbox).returning(outbox.c.id), rows).all())


def take_back(connection: Connection, article: str, rules: Collection[str]) -> set[tuple[str, str]]:
    """Remove an article from the feeds of these rules, and from notices that are not being sent yet.

    Returns rule and target of each notice that is gone.
    """
    o = outbox.c
    unsent = and_(o.status == "due", o.notice.is_(None))
    which = (o.rule.in_(rules), o.article == article, or_(o.target == FEED, unsent))
    gone = connection.execute(delete(outbox).where(*which).returning(o.rule, o.target)).all()
    return {(row.rule, row.target) for row in gone if row.target != FEED}


def claim(engine: Engine, target: str, now: datetime, most: int) -> Notice | None:
    """Take the target's next notice of at most `most` subjects; None where none is due or may be tried yet.

    The caller sends it and then calls `sent` or `failed`.
    """
    moment = int(now.timestamp())
    o = outbox.c
    with writing(engine) as connection:
        # Nothing waits longer than that: a clock was ahead.
        late = and_(o.target == target, o.status != "sent", o.next_try_at > moment + LONGEST_WAIT)
        connection.execute(update(outbox).where(late).values(next_try_at=moment))
        waited_for = select(o.id).where(o.target == target, o.status == "due", o.tries > 0, o.next_try_at > moment)
        if connection.execute(waited_for.limit(1)).first() is not None:
            return None
        begun = select(o.notice).where(
            o.target == target, o.status.in_(("due", "sending")), o.notice.is_not(None), o.next_try_at <= moment
        )
        number = connection.execute(begun.order_by(o.id).limit(1)).scalar()
        if number is None:
            number = uuid.uuid4().hex
            new = and_(o.target == target, o.status == "due", o.notice.is_(None))
            subject = (o.article, o.verdict)
            oldest = select(*subject).where(new).group_by(*subject).order_by(func.min(o.id)).limit(most)
            chosen = connection.execute(oldest).all()
            articles_chosen = o.article.in_([row.article for row in chosen if row.article is not None])
            verdicts_chosen = o.verdict.in_([row.verdict for row in chosen if row.verdict is not None])
            which = and_(new, or_(articles_chosen, verdicts_chosen))
        else:
            which = and_(o.notice == number, o.status != "sent", o.next_try_at <= moment)
        taken = connection.execute(
            update(outbox)
            .where(which)
            .values(status="sending", notice=number, tries=o.tries + 1, next_try_at=moment + int(CLAIM.total_seconds()))
            .returning(o.id, o.tries)
        ).all()
        if not taken:
            return None
        ids = [row.id for row in taken]
        tries = max(row.tries for row in taken)
        return Notice(number, target, tries, _reports(connection, ids), _changes(connection, ids))


def _reports(connection: Connection, ids: Sequence[int]) -> tuple[NoticeArticle, ...]:
    a, m, o = articles.c, meetings.c, outbox.c
    rules: dict[str, dict[str, None]] = {}
    found: dict[str, Any] = {}
    for start in range(0, len(ids), IN_QUERY):
        query = (
            select(
                o.rule,
                o.meeting_status,
                a.id,
                a.portal,
                a.title,
                a.url,
                a.published_at,
                a.published_precision,
                a.meeting_kind,
                a.seq,
                m.event,
                m.facts,
            )
            .join(articles, a.id == o.article)
            .outerjoin(meetings, m.article == a.id)
            .where(o.id.in_(ids[start : start + IN_QUERY]))
            .order_by(o.id)
        )
        for row in connection.execute(query):
            rules.setdefault(row.id, {})[row.rule] = None
            found[row.id] = row  # the last row has the latest status
    return tuple(
        NoticeArticle(
            row.id,
            row.portal,
            row.title,
            row.url,
            row.published_at,
            row.published_precision,
            row.meeting_kind,
            row.meeting_status,
            tuple(rules[row.id]),
            row.seq,
            row.event,
            row.facts,
        )
        for row in found.values()
    )


def _changes(connection: Connection, ids: Sequence[int]) -> tuple[NoticeChange, ...]:
    v, o = verdicts.c, outbox.c
    found: list[NoticeChange] = []
    for start in range(0, len(ids), IN_QUERY):
        query = (
            select(v.portal, v.before, v.verdict, v.reason, v.since, v.found_at)
            .join(outbox, v.id == o.verdict)
            .where(o.id.in_(ids[start : start + IN_QUERY]))
            .order_by(o.id)
        )
        found += [NoticeChange(*row) for row in connection.execute(query)]
    return tuple(found)


def sent(engine: Engine, notice: Notice, now: datetime) -> None:
    """Enter that the notice arrived, and how long after publication."""
    with writing(engine) as connection:
        _mark_sent(connection, outbox.c.notice == notice.id, now)


def feed_written(engine: Engine, rule: str, through: int, now: datetime) -> None:
    """Enter that the rule's feed shows its reports up to the outbox row `through`."""
    o = outbox.c
    with writing(engine) as connection:
        _mark_sent(connection, and_(o.target == FEED, o.rule == rule, o.id <= through, o.status == "due"), now)


def _mark_sent(connection: Connection, which: Any, now: datetime) -> None:
    a, o = articles.c, outbox.c
    query = select(o.id, a.published_at, a.published_precision).outerjoin(articles, a.id == o.article)
    rows = connection.execute(query.where(which, o.status != "sent")).all()
    for row in rows:
        seconds = None
        if row.published_precision == "minute" and row.published_at:
            took = now - datetime.fromisoformat(row.published_at)
            seconds = int(took.total_seconds()) if took < BACKFILL else None
        connection.execute(
            update(outbox)
            .where(o.id == row.id)
            .values(status="sent", sent_at=now.isoformat(), seconds=seconds, reason=None)
        )


def failed(engine: Engine, notice: Notice, now: datetime, reason: str) -> int:
    """Enter that the notice did not arrive; returns in how many seconds it is tried again."""
    wait: int = min(FIRST_WAIT * 2 ** min(notice.tries - 1, 20), LONGEST_WAIT)
    with writing(engine) as connection:
        connection.execute(
            update(outbox)
            .where(outbox.c.notice == notice.id, outbox.c.status == "sending")
            .values(status="due", next_try_at=int(now.timestamp()) + wait, reason=reason[:500])
        )
    return wait


def deliver(
    engine: Engine, target: str, most: int, send: Callable[[Notice], str | None], now: Callable[[], datetime]
) -> tuple[int, str | None]:
    """Send all due notices of a target, oldest first, until one fails; returns how many arrived, and the failure.

    `send` returns why a notice did not arrive, None where it did.
    """
    arrived = 0
    while (notice := claim(engine, target, now(), most)) is not None:
        reason = send(notice)
        if reason is not None:
            wait = failed(engine, notice, now(), reason)
            return arrived, f"{reason}; tried again in {wait // 60} min"
        sent(engine, notice, now())
        arrived += notice.size
    return arrived, None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the outbox holds for a rule and target."""

    rule: str
    target: str
    due: int
    sent: int
    seconds: int | None  # median time from publication to notice
    reason: str | None  # of the latest failure, if no notice arrived since


def tallies(connection: Connection) -> list[Tally]:
    """The counts of the outbox, one for each rule and target."""
    o = outbox.c
    waiting = or_(o.status == "due", o.status == "sending")
    query = select(
        o.rule,
        o.target,
        func.count().filter(waiting).label("due"),
        func.count().filter(o.status == "sent").label("sent"),
        func.max(o.reason).filter(waiting).label("reason"),
    ).group_by(o.rule, o.target)
    found = connection.execute(query.order_by(o.rule, o.target)).all()
    return [
        Tally(row.rule, row.target, row.due, row.sent, _median(connection, row.rule, row.target), row.reason)
        for row in found
    ]


def _median(connection: Connection, rule: str, target: str) -> int | None:
    o = outbox.c
    which = and_(o.rule == rule, o.target == target, o.seconds.is_not(None))
    count = connection.execute(select(func.count()).where(which)).scalar_one()
    middle = select(o.seconds).where(which).order_by(o.seconds).offset(count // 2).limit(1)
    return connection.execute(middle).scalar()
