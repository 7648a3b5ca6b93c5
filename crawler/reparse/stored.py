"""Stored articles read again from the archive, so that a better extraction reaches old data.

A record gets a new revision, flagged `reparsed`, only where the reading changed. What the page does not say (id,
section, how it was fetched) stays. A second reading changes nothing, so after a kill the next try finishes the work.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Connection, select

from crawler import registry
from crawler.archive.checking import extract
from crawler.articles.file_links import file_links
from crawler.articles.history import changed_fields
from crawler.articles.recording import Cause, Found, record_articles
from crawler.base.errors import ArchiveError, RegistryError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, revisions
from crawler.extraction.address import addresses
from crawler.extraction.explain import read_page
from crawler.extraction.finishing import finish
from crawler.model.file_flags import ATTACHMENTS_READ, moved_file_flags
from crawler.model.items import Article
from crawler.model.upcasting import read_record
from crawler.model.visit import Link
from crawler.readers.in_order import Unread, in_order
from crawler.registry.portal import Portal

REPARSED = "reparsed"  # the flag of such revisions
_BATCH = 64  # articles read, and then stored in one transaction


@dataclass(slots=True)
class StoreCounts:
    """How many articles were read, changed, unchanged, and left alone (by reason); articles by changed field."""

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


def reparse_store(
    store: Store,
    output: Path,
    now: Callable[[], datetime],
    portals: Sequence[str] = (),
    dry: bool = False,
    processes: int | None = None,
    files: bool = True,
) -> StoreCounts:
    """Read the archived page of each stored article again; with `dry`, only report. Raises `StoreError`.

    `files`: whether the next crawl fetches files that the new reading finds.
    """
    counts = StoreCounts()
    for batch in _reread(store, output / "archive", portals, processes):
        changed = [one for one in batch if one.fields]
        stale = set() if dry or not changed else _store(store, changed, now(), files)
        for one in batch:
            counts.articles += 1
            reason = "changed by a crawl meanwhile" if one.article in stale else one.left_alone
            if reason is not None:
                counts.left_alone[reason] += 1
            elif one.fields:
                counts.changed += 1
                counts.fields.update(one.fields)
            else:
                counts.unchanged += 1
    return counts


def _reread(store: Store, archive: Path, portals: Sequence[str], processes: int | None) -> Iterator[list[_Reread]]:
    """The stored articles read again, in batches to be stored in one transaction each."""
    ids: deque[tuple[str, int]] = deque()

    def records() -> Iterator[str]:
        for batch in _stored(store, portals):
            for article, seq, record in batch:
                ids.append((article, seq))
                yield record

    batch = []
    for found in in_order(partial(_read_record, archive), records(), processes, len):
        article, seq = ids.popleft()
        batch.append(_Reread(article, seq, left_alone=found.reason) if isinstance(found, Unread) else found)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _store(store: Store, changed: Sequence[_Reread], at: datetime, files: bool) -> set[str]:
    """Enter the new revisions; returns the articles that got another revision since they were read."""
    with writing(store.engine) as connection:
        query = select(articles.c.id, articles.c.seq).where(articles.c.id.in_([one.article for one in changed]))
        current = {row.id: row.seq for row in connection.execute(query)}
        fresh = [one for one in changed if current.get(one.article) == one.seq]
        records = [read_record(one.record or "") for one in fresh]
        found = [Found(record, _files(record) if files else None) for record in records]
        record_articles(connection, found, at, Cause.REPARSED, store.notices)
    return {one.article for one in changed} - {one.article for one in fresh}


def _files(record: Article) -> Sequence[Link] | None:
    site = _site_of(record)
    return file_links(record, addresses(site), record.section) if site.attachments else None


def _stored(store: Store, portals: Sequence[str]) -> Iterator[list[tuple[str, int, str]]]:
    """The newest records in batches, in the order in which the articles were first stored.

    So an original is read before its copies, and stays the original. No transaction stays open between batches.
    """
    after = 0
    while True:
        with reading(store.engine) as connection:
            batch = _after(connection, after, portals)
        if not batch:
            return
        after = batch[-1][0]
        yield [(article, seq, record) for _, article, seq, record in batch]


def _after(connection: Connection, after: int, portals: Sequence[str]) -> list[tuple[int, str, int, str]]:
    first, newest = revisions.alias("first"), revisions.alias("newest")
    query = (
        select(first.c.seq.label("first"), articles.c.id, articles.c.seq, newest.c.record)
        .join(articles, articles.c.id == first.c.article)
        .join(newest, newest.c.seq == articles.c.seq)
        .where(first.c.revision == 1, first.c.seq > after)
    )
    if portals:
        query = query.where(first.c.portal.in_(portals))
    return [
        (row.first, row.id, row.seq, row.record)
        for row in connection.execute(query.order_by(first.c.seq).limit(_BATCH))
    ]


def _read_record(archive: Path, record: str) -> _Reread:
    return _read(read_record(record), archive)


def _read(stored: Article, archive: Path) -> _Reread:
    seq = stored.seq or 0
    name, offset = stored.provenance.warc_file, stored.provenance.warc_offset
    if name is None or offset is None:
        return _Reread(stored.id, seq, left_alone="not archived")
    try:
        page = extract(archive, name, offset)
        site = _site_of(stored)
    except ArchiveError:
        return _Reread(stored.id, seq, left_alone="its page is not in the archive")
    except RegistryError:
        return _Reread(stored.id, seq, left_alone="its portal is not in the registry")
    declared = next((value for key, value in page.headers if key.lower() == "content-type"), None)
    moment = stored.provenance.fetched_at or page.saved_at
    assert moment is not None, "a stored article was fetched"
    found = read_page(page.body, declared, stored.url, site, moment).article
    if found is None:
        return _Reread(stored.id, seq, left_alone="no longer read as an article")
    _complete(stored, found, site)
    unfit = finish(found, moment)
    if unfit is not None:
        reason = "its new record breaks the schema" if unfit.broken else "no longer read as an article"
        return _Reread(stored.id, seq, left_alone=reason)
    _carry_files_over(stored, found)
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


def _complete(stored: Article, found: Article, site: Portal) -> None:
    """Take from the stored record what the page itself does not say."""
    own = addresses(site).own
    for name in ("id", "portal", "province_code", "section"):
        setattr(found, name, getattr(stored, name))
    found.provenance = stored.provenance.model_copy(update={"fields": found.provenance.fields})
    for image in found.images:
        image.url = own(image.url) or image.url
    for attachment in found.attachments:
        attachment.url = own(attachment.url) or attachment.url


def _carry_files_over(stored: Article, found: Article) -> None:
    """Copy what is known of the files that both records name."""
    known = {attachment.url: number for number, attachment in enumerate(stored.attachments)}
    places: dict[int, int] = {}
    for number, attachment in enumerate(found.attachments):
        if (place := known.get(attachment.url)) is not None:
            before = stored.attachments[place]
            attachment.media_type, attachment.text, attachment.sha256 = before.media_type, before.text, before.sha256
            places[place] = number
    found.flags += moved_file_flags(stored.flags, places)


def _site_of(record: Article) -> Portal:
    """The registry's entry, with the address from which the page was fetched if that is another one."""
    return _site(record.portal, "://".join(urlsplit(record.url)[:2]))


@lru_cache(maxsize=64)
def _site(portal: str, origin: str) -> Portal:
    entry = registry.load(portal)
    host = (urlsplit(origin).hostname or "").lower()
    return entry if host in entry.hosts else entry.model_copy(update={"start": origin + "/"})
