"""A takedown: an article goes from the raw archive, the store and the published log; a tombstone says so to consumers.

The archive comes first, while the store knows the addresses; then the store, whose tombstone is published; last the
records of the revisions before it, and the log's segments with their lines. After a kill the same call completes it.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastwarc.warc import WarcRecord, WarcRecordType
from sqlalchemy import Engine, and_, delete, event, select, update

from crawler.archive.erasing import Answer, Span, answer, erase, exchanges, plain_url, records, referred
from crawler.archive.reading import MAX_BODY
from crawler.archive.torn import TORN, cut_torn_end
from crawler.archive.writing import OPEN
from crawler.articles import forgetting
from crawler.articles.forgetting import Order
from crawler.base.errors import StoreError, UserError
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, captures, forgotten
from crawler.keeping.archive_places import Places, pointers
from crawler.keeping.vacuum import vacuum
from crawler.log.identity import check_fits
from crawler.log.rewriting import rewrite_lines
from crawler.log.segments import publish
from crawler.runs.locks import BusyError, Locks

TELLING = 12  # characters: a shorter title or path may stand on any page


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a takedown did: the tombstone's `seq`, pages taken out of the archive, segments written anew.

    `named`: raw pages of other articles that name it, by title or address; they stay.
    """

    article: str
    seq: int
    pages: int
    named: int
    segments: int


def forget(
    engine: Engine, output: Path, locks: Locks, name: str, reason: str, asked_by: str, now: datetime
) -> list[Forgotten]:
    """Take down the article with this id or address, and complete takedowns that a kill cut short.

    Raises `UserError` where there is no such article or its portal is being crawled, and `StoreError` where the log or
    the archive cannot be written.
    """
    check_fits(engine, output)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _overwrite_deleted)
        engine.dispose()
    with reading(engine) as connection:
        unfinished = select(forgotten.c.article, forgotten.c.seq).where(forgotten.c.done_at.is_(None))
        left = {row.article: row.seq for row in connection.execute(unfinished)}
        found = forgetting.find(connection, name)
    done = [_complete(engine, output, article, seq, now) for article, seq in left.items()]
    if found is None and not done:
        raise UserError(f"no article {name} in the store")
    if found is not None and found not in left:
        done.append(_forget(engine, output, locks, Order(found, reason, asked_by, now.isoformat()), now))
    vacuum(engine)
    return done


def _forget(engine: Engine, output: Path, locks: Locks, order: Order, now: datetime) -> Forgotten:
    portal = order.article.partition(":")[0]
    if not locks.take(portal):
        raise BusyError(f"{portal} is being crawled by another process: wait for its end")
    try:
        with reading(engine) as connection:
            urls = forgetting.addresses(connection, order.article)
            title = connection.execute(select(articles.c.title).where(articles.c.id == order.article)).scalar_one()
            places = pointers(connection)
        pages, named = _erase_pages(engine, output, portal, urls, list(_marks(title, urls)), places)
        with writing(engine) as connection:
            seq = forgetting.forget(connection, order)
    finally:
        locks.give(portal)
    made = _complete(engine, output, order.article, seq, now)
    return Forgotten(order.article, seq, pages, named, made.segments)


def _complete(engine: Engine, output: Path, article: str, seq: int, now: datetime) -> Forgotten:
    """Publish the tombstone; then the revisions before it become tombstones, in the store and in the log.

    In this order: the last line that was published is never one that changes.
    """
    publish(engine, output, now)
    with writing(engine) as connection:
        seqs = forgetting.redact(connection, article)
    segments = rewrite_lines(engine, output, article.partition(":")[0], seqs)
    with writing(engine) as connection:
        finished = update(forgotten).where(forgotten.c.article == article)
        connection.execute(finished.values(done_at=now.isoformat()))
    return Forgotten(article, seq, 0, 0, segments)


def _erase_pages(
    engine: Engine, output: Path, portal: str, urls: Collection[str], marks: list[bytes], places: dict[str, Places]
) -> tuple[int, int]:
    """Take the article's pages out of the portal's archive, and others that name it, but for those of articles.

    Returns how many, and how many pages of articles name it. A revisit goes with the answer that it refers to.
    """
    answers: set[Answer] = set()
    gone: dict[Path, set[int]] = {}
    named = 0
    for path in _files(output / "archive", portal):
        kept = places.get(path.name.removesuffix(OPEN), Places()).records
        gone[path] = set()
        for record in records(path):
            own = plain_url(record) in urls
            if not own and not _names(record, marks):
                continue
            if not own and record.stream_pos in kept:
                named += 1
                continue
            gone[path].add(record.stream_pos)
            answers.add(answer(record))
    for path, found in gone.items():
        spans = exchanges(path, lambda one, found=found: one.stream_pos in found or referred(one) in answers)  # type: ignore[misc]
        if spans:
            _erase_spans(engine, path, spans)
    return sum(len(found) for found in gone.values()), named


def _files(folder: Path, portal: str) -> Iterator[Path]:
    """The portal's archive files. What was cut off them as torn is deleted: nothing reads it any more."""
    try:
        for path in sorted(folder.glob(f"{portal}-????????-*.warc.gz*")):
            if path.name.endswith(TORN):
                path.unlink()
                continue
            if path.name.endswith(OPEN):
                cut_torn_end(path)
            yield path
    except OSError as error:
        raise StoreError(f"cannot write the archive at {folder}: {error.strerror}") from error


def _erase_spans(engine: Engine, path: Path, spans: Sequence[Span]) -> None:
    try:
        erase(path, spans)
    except OSError as error:
        raise StoreError(f"cannot write the archive at {path}: {error.strerror}") from error
    c = captures.c
    with writing(engine) as connection:
        for begin, end in spans:
            of_span = and_(c.warc_offset >= begin, c.warc_offset < end)
            connection.execute(delete(captures).where(c.warc_file == path.name.removesuffix(OPEN), of_span))


def _names(record: WarcRecord, marks: list[bytes]) -> bool:
    """Whether a response names the article by one of these."""
    if record.record_type != WarcRecordType.response or not marks:
        return False
    body = record.reader.read(MAX_BODY)
    return any(mark in body for mark in marks)


def _marks(title: str, urls: Collection[str]) -> Iterator[bytes]:
    """What a page has that names the article: its title, as text or in HTML, or the path of its address."""
    if len(title) >= TELLING:
        yield from {title.encode(), html.escape(title).encode()}
    for url in urls:
        if len(path := urlsplit(url).path) >= TELLING:
            yield path.encode()


def _overwrite_deleted(connection: Any, _record: object) -> None:
    """Let SQLite overwrite what it deletes (https://sqlite.org/pragma.html#pragma_secure_delete)."""
    connection.execute("PRAGMA secure_delete=ON")
