"""Rebuild what follows from the stored records, where a migration marked it as stale: full text, sketches, meetings.

A migration knows only the tables of its time, so it leaves the work to today's code: it enters a counter. The rebuild
deletes the counter in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import Connection, Engine, delete, select, text, update

from crawler.articles.duplicates import enter_texts
from crawler.articles.indexing import compared_words, enter_words
from crawler.articles.meeting_names import record_names
from crawler.articles.meetings import record_meetings
from crawler.database.engine import writing
from crawler.database.opening import is_stale
from crawler.database.tables import counters, meetings
from crawler.meetings.order import list_order
from crawler.model.items import Article
from crawler.model.upcasting import read_record

BATCH: Final = 500


def rebuild_stale(engine: Engine) -> None:
    """Rebuild what is marked as stale. Raises `StoreError` where the store cannot be written."""
    if not is_stale(engine):
        return
    stale = select(counters.c.name).where(counters.c.name.in_(STALE))
    with writing(engine) as connection:
        for name in connection.execute(stale.order_by(counters.c.name)).scalars().all():
            STALE[name](connection)
            connection.execute(delete(counters).where(counters.c.name == name))


def _full_text(connection: Connection) -> None:
    for batch in _stored(connection):
        enter_words(connection, [(record.seq or 0, record) for _, record, _ in batch])


def _sketches(connection: Connection) -> None:
    """The records keep their `duplicate_of`: what was published stays as it is."""
    for batch in _stored(connection):
        enter_texts(connection, [(number, compared_words(record)) for number, record, _ in batch])


def _meetings(connection: Connection) -> None:
    """Names and list order of the stored reports; also the facts of reports older than the table of facts."""
    c = meetings.c
    for batch in _stored(connection):
        for _, article, first_seen in batch:
            if article.meeting is None:
                continue
            found_at = connection.execute(select(c.found_at).where(c.article == article.id)).scalar()
            if found_at is None:
                record_meetings(connection, [article], first_seen)
                continue
            order = list_order(article.published_at, article.meeting, found_at)
            connection.execute(update(meetings).where(c.article == article.id).values(**order))
            record_names(connection, article.id, article.meeting)


STALE: Final[dict[str, Callable[[Connection], None]]] = {
    "stale_words": _full_text,
    "stale_sketches": _sketches,
    "stale_meetings": _meetings,
}


def _stored(connection: Connection) -> Iterator[list[tuple[int, Article, str]]]:
    """Every article's newest revision, in batches, with the seq of its first revision and when it was found."""
    after = 0
    query = text(
        "SELECT r.seq, first.seq AS number, r.record, a.first_seen FROM revisions r"
        " JOIN articles a ON a.id = r.article AND a.seq = r.seq"
        " JOIN revisions first ON first.article = r.article AND first.revision = 1"
        " WHERE r.seq > :after ORDER BY r.seq LIMIT :count"
    )
    while rows := connection.execute(query, {"after": after, "count": BATCH}).all():
        yield [(row.number, read_record(row.record), row.first_seen) for row in rows]
        after = rows[-1].seq
