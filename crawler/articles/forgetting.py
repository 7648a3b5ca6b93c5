"""A takedown in the store: an article's text, names and addresses go, and a tombstone is its newest revision.

The article's row stays, empty: its id and its seqs are known to consumers. An empty content hash marks it, and
`revisions.insert_revisions` never stores such an article again. Its rows of the frontier stay without an address, and
are never fetched again (see `crawler.frontier.adding`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from crawler.articles.duplicates import drop_sketches
from crawler.articles.indexing import drop_words
from crawler.articles.meetings import record_meetings
from crawler.database.tables import (
    articles,
    attachments,
    captures,
    counters,
    file_texts,
    forgotten,
    frontier,
    moved_articles,
    outbox,
    quarantine,
    revisions,
)
from crawler.database.upsert import upsert
from crawler.model.items import Article, Provenance
from crawler.model.tombstone import NO_TEXT, TOMBSTONE, is_tombstone
from crawler.model.upcasting import read_record
from crawler.model.visit import Status


@dataclass(frozen=True, slots=True)
class Order:
    """A takedown: which article, why, at whose word, and when (ISO 8601)."""

    article: str
    reason: str
    asked_by: str
    at: str


def find(connection: Connection, name: str) -> str | None:
    """The id of the article with this id or address; None where there is none."""
    c = articles.c
    query = select(c.id).where(or_(c.id == name, c.url == name, c.canonical_url == name))
    found = connection.execute(query.order_by(c.id)).scalars().first()
    m = moved_articles.c
    return found or connection.execute(select(m.article).where(m.url == name)).scalars().first()


def addresses(connection: Connection, article: str) -> set[str]:
    """Every address at which the article or one of its own files was fetched or named."""
    f, a, m = frontier.c, attachments.c, moved_articles.c
    found: set[str] = set(connection.execute(select(m.url).where(m.article == article)).scalars())
    for _, record in _stored(connection, article):
        found |= {record.url, record.canonical_url, *(one.url for one in record.attachments)}
    files = select(f.url, f.other_url, a.url.label("printed")).join(attachments, a.page == f.id)
    pages = select(f.url, f.other_url).where(_pages(connection, article, found))
    for row in [*connection.execute(files.where(a.article == article)), *connection.execute(pages)]:
        found |= {one for one in row if one}
    return {one for one in found if one} - _of_others(connection, article, found)


def forget(connection: Connection, order: Order) -> int:
    """Erase an article but for the records of its revisions; returns the `seq` of its tombstone.

    A second call returns the same: what is there already is not done again.
    """
    c = forgotten.c
    known = connection.execute(select(c.seq).where(c.article == order.article)).scalar()
    if known is not None:
        return int(known)
    row = connection.execute(select(articles).where(articles.c.id == order.article)).one()
    gone = addresses(connection, order.article)
    newest = _stored(connection, order.article)[-1][1]
    taken = update(counters).where(counters.c.name == "seq").values(value=counters.c.value + 1)
    seq = int(connection.execute(taken.returning(counters.c.value)).scalar_one())
    made = tombstone(newest, row.revision + 1, seq)
    _erase(connection, made, gone)
    connection.execute(
        revisions.insert().values(
            seq=seq, article=made.id, revision=made.revision, portal=made.portal, recorded_at=order.at,
            content_hash=NO_TEXT, record=_dumped(made),
        )
    )  # fmt: skip
    connection.execute(update(articles).where(articles.c.id == made.id).values(seq=seq, revision=made.revision))
    connection.execute(
        forgotten.insert().values(
            article=made.id, reason=order.reason, asked_by=order.asked_by, at=order.at, seq=seq, done_at=None
        )
    )
    return seq


def redact(connection: Connection, article: str) -> list[int]:
    """Put a tombstone in place of each of the article's records; returns the seqs of all that are no newest one."""
    found = _stored(connection, article)
    for seq, record in found:
        if not is_tombstone(record):
            text = _dumped(tombstone(record, record.revision or 0, seq))
            values = {"record": text, "content_hash": NO_TEXT}
            connection.execute(update(revisions).where(revisions.c.seq == seq).values(**values))
    return [seq for seq, _ in found[:-1]]


def tombstone(article: Article, revision: int, seq: int) -> Article:
    """The record of an article that was taken down: what names it and its place in the log, and nothing else."""
    return Article(
        id=article.id,
        portal=article.portal,
        province_code=article.province_code,
        url="",
        canonical_url="",
        title="",
        body="",
        flags=[TOMBSTONE],
        provenance=Provenance(fetched_at=article.provenance.fetched_at),
        content_hash=NO_TEXT,
        revision=revision,
        seq=seq,
    )


def restored(connection: Connection, made: Article, at: str) -> None:
    """Erase what a store has of an article whose tombstone comes from the log."""
    _erase(connection, made, addresses(connection, made.id))
    order = {"reason": "the log says so", "asked_by": "", "at": at, "seq": made.seq, "done_at": at}
    connection.execute(upsert(connection, forgotten, ["seq"], key=["article"]), {"article": made.id, **order})


def forgotten_among(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of the ids whose articles were taken down."""
    query = select(articles.c.id).where(articles.c.id.in_(list(ids)), articles.c.content_hash == NO_TEXT)
    return set(connection.execute(query).scalars()) if ids else set()


def _erase(connection: Connection, made: Article, gone: Collection[str]) -> None:
    """All but the records: words, sketch, meeting, notices, files, pages, and the article's own row."""
    texts = [(seq, record) for seq, record in _stored(connection, made.id) if not is_tombstone(record)]
    drop_words(connection, texts)
    first = select(revisions.c.seq).where(revisions.c.article == made.id).order_by(revisions.c.seq).limit(1)
    drop_sketches(connection, connection.execute(first).scalars().all())
    later = made.model_copy(update={"revision": max(2, made.revision or 0)})  # the first one has no former meeting
    record_meetings(connection, [later], "")
    connection.execute(delete(outbox).where(outbox.c.article == made.id))
    connection.execute(update(moved_articles).where(moved_articles.c.article == made.id).values(url=""))
    _erase_files(connection, made.id)
    where = _pages(connection, made.id, gone)
    connection.execute(update(frontier).where(frontier.c.portal == made.portal, where).values(**_NO_PAGE))
    c, q = captures.c, quarantine.c
    for start in _chunks(gone):
        connection.execute(delete(captures).where(c.portal == made.portal, c.url.in_(start)))
        connection.execute(delete(quarantine).where(q.portal == made.portal, q.url.in_(start)))
    connection.execute(delete(quarantine).where(q.article == made.id))
    connection.execute(update(articles).where(articles.c.id == made.id).values(**_NO_ARTICLE))


_NO_ARTICLE = {
    "url": "",
    "canonical_url": "",
    "section": None,
    "title": "",
    "published_at": None,
    "published_precision": None,
    "meeting_kind": None,
    "duplicate_of": None,
    "similarity": None,
    "content_hash": NO_TEXT,
}
_NO_PAGE = {
    "url": "",
    "other_url": None,
    "status": Status.GONE.value,
    "due_at": None,
    "hint": None,
    "hint_date": None,
    "etag": None,
    "last_modified": None,
    "reason": "forgotten",
    "target": None,
    "form": None,
    "sha256": None,
    "next_fetch_at": None,
}


def _erase_files(connection: Connection, article: str) -> None:
    """The article's links to files, and the files that no other article links to."""
    a, f = attachments.c, frontier.c
    pages = set(connection.execute(select(a.page).where(a.article == article)).scalars())
    connection.execute(delete(attachments).where(a.article == article))
    pages -= set(connection.execute(select(a.page).where(a.page.in_(pages))).scalars())
    digests = set(connection.execute(select(f.sha256).where(f.id.in_(pages), f.sha256.is_not(None))).scalars())
    connection.execute(update(frontier).where(f.id.in_(pages)).values(**_NO_PAGE))
    digests -= set(connection.execute(select(f.sha256).where(f.sha256.in_(digests))).scalars())
    connection.execute(delete(file_texts).where(file_texts.c.sha256.in_(digests)))


def _pages(connection: Connection, article: str, urls: Collection[str]) -> ColumnElement[bool]:
    """Which rows of the frontier are the article's page, under any key, or lead to it."""
    f = frontier.c
    portal, _, rest = article.partition(":")
    of_number = f.key.startswith(f"{rest}~", autoescape=True)
    query = select(f.key, f.url, f.other_url).where(f.portal == portal, or_(f.key == rest, of_number))
    numbered = list(connection.execute(query))
    own = {row.key for row in numbered if row.key == rest or {row.url, row.other_url} & set(urls)}
    keys = own or {row.key for row in numbered}
    named = f.url.in_(list(urls)) if len(urls) < _MOST else f.key == rest
    return and_(f.portal == portal, f.kind != "attachment", or_(f.key.in_(keys), f.target.in_(keys), named))


_MOST = 500


def _of_others(connection: Connection, article: str, urls: Iterable[str]) -> set[str]:
    """Addresses of files that another article links to as well."""
    a, found = attachments.c, set()
    for chunk in _chunks(urls):
        query = select(a.url).where(a.url.in_(chunk), a.article != article)
        found |= set(connection.execute(query).scalars())
    return found


def _chunks(values: Iterable[str]) -> list[list[str]]:
    known = sorted(values)
    return [known[start : start + _MOST] for start in range(0, len(known), _MOST)]


def _stored(connection: Connection, article: str) -> Sequence[tuple[int, Article]]:
    query = select(revisions.c.seq, revisions.c.record).where(revisions.c.article == article)
    return [(row.seq, read_record(row.record)) for row in connection.execute(query.order_by(revisions.c.seq))]


def _dumped(article: Article) -> str:
    return orjson.dumps(article.model_dump(mode="json")).decode()
