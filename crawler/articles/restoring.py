"""Put records of the log back into the store under their own seqs, with all that belongs to them.

What the log does not hold is not restored: when a page was last seen, the frontier (a crawl fills it again and knows
the articles), files by themselves, and which notices were sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, text, update

from crawler.articles import forgetting
from crawler.articles.indexing import index_articles
from crawler.articles.meetings import record_meetings
from crawler.base.clock import VIETNAM
from crawler.database.tables import articles, revisions
from crawler.database.upsert import upsert
from crawler.model.items import Article
from crawler.model.tombstone import is_tombstone
from crawler.model.upcasting import read_record
from crawler.search.index import place_of

_DAYS = text(
    """
    INSERT INTO portal_days (portal, day, published, found, updated)
    SELECT portal, day, sum(published), sum(found), sum(updated) FROM (
        SELECT portal, CASE WHEN published_at IS NULL OR published_at > first_seen
            THEN substr(first_seen, 1, 10) ELSE substr(published_at, 1, 10) END AS day,
            1 AS published, 0 AS found, 0 AS updated FROM articles WHERE portal = :portal
        UNION ALL
        SELECT portal, substr(recorded_at, 1, 10), 0, CASE WHEN revision = 1 THEN 1 ELSE 0 END,
            CASE WHEN revision = 1 THEN 0 ELSE 1 END FROM revisions WHERE portal = :portal
    ) AS counted WHERE true GROUP BY portal, day
    ON CONFLICT (portal, day) DO UPDATE
    SET published = excluded.published, found = excluded.found, updated = excluded.updated
    """
)


def restore_records(connection: Connection, lines: Sequence[tuple[int, bytes]]) -> None:
    """Store published lines in the order of their seqs; a line that is stored already gets the published text."""
    c = revisions.c
    seqs = [seq for seq, _ in lines]
    stored = {row.seq: row.record for row in connection.execute(select(c.seq, c.record).where(c.seq.in_(seqs)))}
    missing = []
    for seq, line in lines:
        if seq not in stored:
            missing.append(line)
        elif stored[seq].encode() != line:
            published = read_record(line)
            if is_tombstone(published):  # while its words can still be read
                forgetting.restored(connection, published, _recorded_at(published))
            values = {"record": line.decode(), "content_hash": published.content_hash}
            connection.execute(update(revisions).where(c.seq == seq).values(**values))
    restored = [(read_record(line), line.decode()) for line in missing]
    for article, record in restored:
        _enter(connection, article, record)
    _index(connection, [article.model_copy() for article, _ in restored])
    for article, _ in restored:
        if is_tombstone(article):
            forgetting.restored(connection, article, _recorded_at(article))
        elif _is_newest(connection, article):
            record_meetings(connection, [article], _recorded_at(article))
    count_days(connection, {article.portal for article, _ in restored})


def _index(connection: Connection, found: Sequence[Article]) -> None:
    """Enter the words of articles whose first revision is there: its seq is their number among the sketches."""
    c = revisions.c
    first = select(c.article).where(c.article.in_([one.id for one in found]), c.revision == 1)
    numbered = set(connection.execute(first).scalars())
    fresh = [one for one in found if one.id in numbered]
    if fresh and connection.dialect.name == "postgresql":  # SQLite's index replaces what it has under a place
        words = text("DELETE FROM article_words WHERE place = ANY(:places)")
        connection.execute(words, {"places": [place_of(one.published_at, one.seq or 0) for one in fresh]})
    if fresh:
        index_articles(connection, fresh)


def count_days(connection: Connection, portals: Iterable[str]) -> None:
    """Count the days of these portals again from the stored articles: published, found, updated."""
    for portal in sorted(portals):
        connection.execute(_DAYS, {"portal": portal})


def _enter(connection: Connection, article: Article, record: str) -> None:
    """The rows of a revision; the article's own where it is the newest."""
    moment = _recorded_at(article)
    newest = _is_newest(connection, article)
    if newest:
        row = {name: getattr(article, name) for name in _COPIED} | {
            "published_at": article.published_at.isoformat() if article.published_at else None,
            "meeting_kind": article.meeting.kind.value if article.meeting else None,
            "first_seen": moment,
            "last_seen": moment,
        }
        changing = [name for name in row if name not in ("id", "first_seen")]
        connection.execute(upsert(connection, articles, changing), row)
    connection.execute(
        revisions.insert().values(
            seq=article.seq,
            article=article.id,
            revision=article.revision,
            portal=article.portal,
            recorded_at=moment,
            content_hash=article.content_hash,
            record=record,
        )
    )


_COPIED = (
    "id portal province_code url canonical_url section title published_precision duplicate_of similarity content_hash"
    " revision seq"
).split()


def _is_newest(connection: Connection, article: Article) -> bool:
    known = connection.execute(select(articles.c.seq).where(articles.c.id == article.id)).scalar()
    return known is None or known <= (article.seq or 0)


def _recorded_at(article: Article) -> str:
    """When it was stored, as far as the record says: when its page was fetched, else its own date."""
    moment = article.provenance.fetched_at or article.published_at
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else "1970-01-01T07:00:00+07:00"
