"""Articles and their revisions: insert, update or noop, numbered in one log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, bindparam, func, select, update

from crawler.articles.indexing import index_articles
from crawler.database.tables import articles, counters, revisions
from crawler.database.upsert import upsert
from crawler.model.items import Article

Change = Literal["new", "updated", "unchanged"]
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one article: a first revision, a further one, or only a sight of it."""

    article: str
    change: Change
    revision: int
    seq: int


def record_articles(
    connection: Connection, found: Sequence[Article], seen_at: str, reread: Collection[str] = ()
) -> list[Stored]:
    """Store articles in order; each has its `content_hash`. Sets `revision`, `seq`, `duplicate_of` and `similarity`.

    The content hash decides: another one than the stored article's is a new revision, the same is only a sight.
    Those whose ids are in `reread` are new revisions all the same: other fields of theirs are read otherwise now.
    """
    stored = _load(connection, "id", [article.id for article in found])
    twins = _earliest_by_hash(connection, [article.content_hash or "" for article in found])
    results: list[Stored] = []
    fresh: list[Article] = []
    state = {key: (row.revision, row.seq, "" if key in reread else row.content_hash) for key, row in stored.items()}
    seq = _take_seqs(connection, found, state)
    for article in found:
        digest = article.content_hash
        assert digest is not None, "the dedupe step sets the content hash"
        old = state.get(article.id)
        if old is not None and old[2] == digest:
            results.append(Stored(article.id, "unchanged", old[0], old[1]))
            continue
        seq += 1
        article.revision = old[0] + 1 if old else 1
        article.seq = seq
        twin = twins.setdefault(digest, article.id)
        article.duplicate_of, article.similarity = (twin, 1.0) if twin != article.id else (None, None)
        state[article.id] = (article.revision, seq, digest)
        fresh.append(article)
        results.append(Stored(article.id, "updated" if old else "new", article.revision, seq))
    if fresh:
        index_articles(connection, fresh)
        _write(connection, fresh, seen_at)
    return results


def mark_seen(connection: Connection, ids: Sequence[str], seen_at: str) -> None:
    """Note that these articles were seen, on a listing or by their page; unknown ids are passed over."""
    if ids:
        connection.execute(
            update(articles).where(articles.c.id == bindparam("article")),
            [{"article": one, "last_seen": seen_at} for one in dict.fromkeys(ids)],
        )


def _take_seqs(connection: Connection, found: Sequence[Article], state: dict[str, tuple[int, int, str]]) -> int:
    """Reserve as many numbers of the log as there are changes; returns the last one given out before."""
    needed = 0
    hashes = {key: value[2] for key, value in state.items()}
    for article in found:
        if hashes.get(article.id) != article.content_hash:
            needed += 1
            hashes[article.id] = article.content_hash or ""
    if not needed:
        return 0
    c = counters.c
    taken = connection.execute(
        update(counters).where(c.name == "seq").values(value=c.value + needed).returning(c.value)
    ).scalar_one()
    return int(taken) - needed


def _load(connection: Connection, column: str, values: Sequence[str]) -> dict[str, Any]:
    c = articles.c
    found: dict[str, Any] = {}
    for start in range(0, len(values), CHUNK):
        query = select(c.id, c.revision, c.seq, c.content_hash).where(
            articles.c[column].in_(values[start : start + CHUNK])
        )
        found.update((row.id, row) for row in connection.execute(query))
    return found


def _earliest_by_hash(connection: Connection, hashes: Sequence[str]) -> dict[str, str]:
    """For each content hash already stored, the id of the article that had it first (lowest seq)."""
    c = articles.c
    found: dict[str, str] = {}
    for start in range(0, len(hashes), CHUNK):
        query = (
            select(c.content_hash, c.id, func.min(c.seq))
            .where(c.content_hash.in_(hashes[start : start + CHUNK]), c.duplicate_of.is_(None))
            .group_by(c.content_hash, c.id)
            .order_by(func.min(c.seq).desc())
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def _write(connection: Connection, fresh: Sequence[Article], seen_at: str) -> None:
    changing = [column.name for column in articles.c if column.name not in ("id", "first_seen")]
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
