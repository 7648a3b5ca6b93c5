"""Articles and their revisions: insert, update or noop, numbered in one log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson
from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from crawler.articles.indexing import index_articles
from crawler.database.tables import articles, counters, revisions
from crawler.database.upsert import upsert
from crawler.model.items import Article
from crawler.model.tombstone import NO_TEXT

Change = Literal["new", "updated", "unchanged"]
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one article: a first revision, a further one, or only a sight of it.

    A further one also has the former values: when the article was first stored, and its date of publication (ISO 8601).
    """

    article: str
    change: Change
    revision: int
    seq: int
    first_seen: str
    published_before: str | None = None


def insert_revisions(
    connection: Connection, found: Sequence[Article], seen_at: str, every: bool = False, sighted: bool = True
) -> list[Stored]:
    """Store the rows of articles in order. Sets `revision`, `seq`, `duplicate_of` and `similarity`.

    The `content_hash` decides: one that differs from the stored article's makes a new revision, the same one is only a
    sight. With `every` each article is a new revision: its other fields are read differently now. `sighted`: the page
    itself was fetched. An article that was taken down stays as it is. Only `recording` calls this; everybody else
    calls `record_articles`.
    """
    state = _load(connection, [article.id for article in found])
    twins = _earliest_by_hash(connection, found, state)
    results: list[Stored] = []
    fresh: list[Article] = []
    seq = _take_seqs(connection, found, state, every)
    for article in found:
        digest = article.content_hash
        assert digest is not None, "a finished record has its content hash"
        old = state.get(article.id)
        if old is not None and (old.digest == NO_TEXT or (old.digest == digest and not every)):
            results.append(Stored(article.id, "unchanged", old.revision, old.seq, old.first_seen))
            continue
        seq += 1
        article.revision = old.revision + 1 if old else 1
        article.seq = seq
        twin = twins.setdefault(digest, article.id)
        article.duplicate_of, article.similarity = (twin, 1.0) if twin != article.id else (None, None)
        fresh.append(article)
        first_seen = old.first_seen if old else seen_at
        published = article.published_at.isoformat() if article.published_at else None
        state[article.id] = _State(article.revision, seq, digest, first_seen, published)
        before = old.published if old else None
        results.append(Stored(article.id, "updated" if old else "new", article.revision, seq, first_seen, before))
    if fresh:
        index_articles(connection, fresh)
        _write(connection, fresh, seen_at, sighted)
    return results


def mark_seen(connection: Connection, ids: Sequence[str], seen_at: str) -> None:
    """Note that these articles were seen, on a listing or on their page; unknown ids are ignored."""
    if ids:
        connection.execute(
            update(articles).where(articles.c.id == bindparam("article")),
            [{"article": one, "last_seen": seen_at} for one in dict.fromkeys(ids)],
        )


@dataclass(frozen=True, slots=True)
class _State:
    """What the store has of an article."""

    revision: int
    seq: int
    digest: str
    first_seen: str
    published: str | None


def _take_seqs(connection: Connection, found: Sequence[Article], state: Mapping[str, _State], every: bool) -> int:
    """Reserve one `seq` for each change; returns the last `seq` given out before."""
    needed = 0
    hashes = {key: value.digest for key, value in state.items()}
    for article in found:
        if hashes.get(article.id) == NO_TEXT:
            continue
        if every or hashes.get(article.id) != article.content_hash:
            needed += 1
            hashes[article.id] = article.content_hash or ""
    if not needed:
        return 0
    c = counters.c
    taken = connection.execute(
        update(counters).where(c.name == "seq").values(value=c.value + needed).returning(c.value)
    ).scalar_one()
    return int(taken) - needed


def _load(connection: Connection, ids: Sequence[str]) -> dict[str, _State]:
    c = articles.c
    found: dict[str, _State] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(c.id, c.revision, c.seq, c.content_hash, c.first_seen, c.published_at)
        for row in connection.execute(query.where(c.id.in_(ids[start : start + CHUNK]))):
            found[row.id] = _State(*row[1:])
    return found


def _earliest_by_hash(connection: Connection, found: Sequence[Article], state: Mapping[str, _State]) -> dict[str, str]:
    """For each content hash that is stored already, the id of the earliest article that has this text now.

    The first revision with the hash decides, not the newest: reading an article again does not turn a copy into the
    original. Where an original has the text, its copies (there may be thousands) are not looked at; they count only
    after the original was edited. An article that returns to an earlier text of its own counts from that time.
    """
    c, r = articles.c, revisions.c
    hashes = {article.content_hash or "" for article in found}
    rows = _holders(connection, hashes, c.duplicate_of.is_(None))
    rows += _holders(connection, hashes - {row.content_hash for row in rows}, c.duplicate_of.is_not(None))
    for one in found:
        if one.id in state and state[one.id].digest != one.content_hash:
            rows += connection.execute(_FIRST.where(r.article == one.id, r.content_hash == one.content_hash))
    return {row.content_hash: row.article for row in sorted(rows, key=lambda row: row.first, reverse=True)}


_FIRST: Final = select(
    revisions.c.content_hash, revisions.c.article, func.min(revisions.c.seq).label("first")
).group_by(revisions.c.content_hash, revisions.c.article)


def _holders(connection: Connection, hashes: Collection[str], which: ColumnElement[bool]) -> list[Any]:
    """The articles that have these content hashes, each with the `seq` of its first revision with it."""
    c, r = articles.c, revisions.c
    same = (r.article == c.id) & (r.content_hash == c.content_hash)
    query, wanted = _FIRST.join(articles, same).where(which), sorted(hashes)
    rows: list[Any] = []
    for start in range(0, len(wanted), CHUNK):
        rows += connection.execute(query.where(c.content_hash.in_(wanted[start : start + CHUNK])))
    return rows


def _write(connection: Connection, fresh: Sequence[Article], seen_at: str, sighted: bool) -> None:
    kept = ("id", "first_seen") if sighted else ("id", "first_seen", "last_seen")
    changing = [column.name for column in articles.c if column.name not in kept]
    connection.execute(upsert(connection, articles, changing), [_row(article, seen_at) for article in fresh])
    connection.execute(
        revisions.insert(),
        [
            {
                "seq": article.seq,
                "article": article.id,
                "revision": article.revision,
                "portal": article.portal,
                "recorded_at": seen_at,
                "content_hash": article.content_hash,
                "record": orjson.dumps(article.model_dump(mode="json")).decode(),
            }
            for article in fresh
        ],
    )


def _row(article: Article, seen_at: str) -> dict[str, Any]:
    return {
        "id": article.id,
        "portal": article.portal,
        "province_code": article.province_code,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "section": article.section,
        "title": article.title,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "published_precision": article.published_precision,
        "meeting_kind": article.meeting.kind.value if article.meeting else None,
        "duplicate_of": article.duplicate_of,
        "similarity": article.similarity,
        "content_hash": article.content_hash,
        "revision": article.revision,
        "seq": article.seq,
        "first_seen": seen_at,
        "last_seen": seen_at,
    }
