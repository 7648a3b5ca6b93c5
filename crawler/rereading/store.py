"""Stored articles read again from the archive, so that a mend of the extraction reaches old data.

A record is replaced only where the reading changed, by a new revision flagged `reparsed`. What the page cannot tell
(id, section, how it was fetched) stays. Reading again what was read again changes nothing.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Connection, select

from crawler import registry
from crawler.archive.checking import extract
from crawler.articles.history import changed_fields
from crawler.articles.revisions import record_articles
from crawler.articles.validation import fault_of, refusal
from crawler.base.errors import ArchiveError, RegistryError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, revisions
from crawler.extraction.address import addresses
from crawler.extraction.explain import read_bytes
from crawler.model.file_flags import ATTACHMENTS_READ, moved_file_flags
from crawler.model.items import Article
from crawler.registry.portal import Portal

REPARSED = "reparsed"  # the flag of such revisions
_BATCH = 64  # articles read, and then stored in one transaction
_WAITING = 3  # batches in flight for each worker


@dataclass(slots=True)
class Report:
    """What it came to: articles looked at, changed, alike, why others were left alone; articles by changed field."""

    articles: int = 0
    changed: int = 0
    unchanged: int = 0
    left_alone: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Reread:
    """The new record of an article whose stored one has `seq`, and the fields that differ; or why there is none."""

    article: str
    seq: int
    record: str | None = None
    fields: tuple[str, ...] = ()
    left_alone: str | None = None


def reread(
    store: Store,
    output: Path,
    now: Callable[[], datetime],
    portals: Sequence[str] = (),
    dry: bool = False,
    processes: int | None = None,
) -> Report:
    """Read the archived page of each stored article again; with `dry`, only report. Raises `StoreError`."""
    report = Report()
    for batch in _read_all(store, output / "archive", portals, processes or os.cpu_count() or 1):
        changed = [one for one in batch if one.fields]
        stale = set() if dry or not changed else _store(store, changed, now())
        for one in batch:
            report.articles += 1
            reason = "changed by a crawl meanwhile" if one.article in stale else one.left_alone
            if reason is not None:
                report.left_alone[reason] += 1
            elif one.fields:
                report.changed += 1
                report.fields.update(one.fields)
            else:
                report.unchanged += 1
    return report


def _store(store: Store, changed: Sequence[_Reread], at: datetime) -> set[str]:
    """Enter the new revisions; returns the articles that got another revision since they were read."""
    with writing(store.engine) as connection:
        query = select(articles.c.id, articles.c.seq).where(articles.c.id.in_([one.article for one in changed]))
        current = {row.id: row.seq for row in connection.execute(query)}
        fresh = [one for one in changed if current.get(one.article) == one.seq]
        records = [Article.model_validate_json(one.record or "") for one in fresh]
        record_articles(connection, records, at.isoformat(), reread={record.id for record in records})
    return {one.article for one in changed} - {one.article for one in fresh}


def _read_all(store: Store, archive: Path, portals: Sequence[str], workers: int) -> Iterator[list[_Reread]]:
    waiting: deque[Future[list[_Reread]]] = deque()
    if workers == 1:
        for batch in _stored(store, portals):
            yield _read_batch(batch, archive)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for batch in _stored(store, portals):
            waiting.append(pool.submit(_read_batch, batch, archive))
            if len(waiting) >= workers * _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _stored(store: Store, portals: Sequence[str]) -> Iterator[list[str]]:
    """The newest records, a batch at a time in the order of their ids; no transaction stays open between."""
    after = ""
    while True:
        with reading(store.engine) as connection:
            batch = _after(connection, after, portals)
        if not batch:
            return
        after = batch[-1][0]
        yield [record for _, record in batch]


def _after(connection: Connection, after: str, portals: Sequence[str]) -> list[tuple[str, str]]:
    query = select(articles.c.id, revisions.c.record).join(revisions, revisions.c.seq == articles.c.seq)
    query = query.where(articles.c.id > after).order_by(articles.c.id).limit(_BATCH)
    if portals:
        query = query.where(articles.c.portal.in_(portals))
    return [(row.id, row.record) for row in connection.execute(query)]


def _read_batch(records: list[str], archive: Path) -> list[_Reread]:
    return [_read(Article.model_validate_json(record), archive) for record in records]


def _read(stored: Article, archive: Path) -> _Reread:
    seq = stored.seq or 0
    name, offset = stored.provenance.warc_file, stored.provenance.warc_offset
    if name is None or offset is None:
        return _Reread(stored.id, seq, left_alone="not archived")
    try:
        page = extract(archive, name, offset)
        site = _site(stored.portal, "://".join(urlsplit(stored.url)[:2]))
    except ArchiveError:
        return _Reread(stored.id, seq, left_alone="its page is not in the archive")
    except RegistryError:
        return _Reread(stored.id, seq, left_alone="its portal is not in the registry")
    declared = next((value for key, value in page.headers if key.lower() == "content-type"), None)
    moment = stored.provenance.fetched_at or page.saved_at
    assert moment is not None, "a stored article was fetched"
    found = read_bytes(page.body, declared, stored.url, site, moment).article
    if found is None or refusal(found, moment) is not None:
        return _Reread(stored.id, seq, left_alone="no longer read as an article")
    _carry_over(stored, found, site)
    if fault_of(found) is not None:
        return _Reread(stored.id, seq, left_alone="its new record breaks the schema")
    return _compared(stored, found)


def _compared(stored: Article, found: Article) -> _Reread:
    seq = stored.seq or 0
    old, new = (orjson.loads(one.model_dump_json()) for one in (stored, found))
    old["flags"] = [flag for flag in old["flags"] if flag not in (REPARSED, ATTACHMENTS_READ)]
    fields = changed_fields(old, new)
    if not fields:
        return _Reread(stored.id, seq)
    found.flags.append(REPARSED)
    return _Reread(stored.id, seq, found.model_dump_json(), tuple(fields))


def _carry_over(stored: Article, found: Article, site: Portal) -> None:
    """What the page itself cannot tell, and what was fetched beside it."""
    own = addresses(site).own
    for name in ("id", "portal", "province_code", "section"):
        setattr(found, name, getattr(stored, name))
    provenance = stored.provenance.model_copy(update={"fields": found.provenance.fields})
    found.provenance = provenance
    for image in found.images:
        image.url = own(image.url) or image.url
    known = {attachment.url: number for number, attachment in enumerate(stored.attachments)}
    places: dict[int, int] = {}
    for number, attachment in enumerate(found.attachments):
        attachment.url = own(attachment.url) or attachment.url
        if (place := known.get(attachment.url)) is not None:
            before = stored.attachments[place]
            attachment.media_type, attachment.text, attachment.sha256 = before.media_type, before.text, before.sha256
            places[place] = number
    found.flags += moved_file_flags(stored.flags, places)


@lru_cache(maxsize=64)
def _site(portal: str, origin: str) -> Portal:
    """The registry's entry, at the address that the page was fetched from where that is not its own."""
    entry = registry.load(portal)
    host = (urlsplit(origin).hostname or "").lower()
    return entry if host in entry.hosts else entry.model_copy(update={"start": origin + "/"})
