"""Archived pages read again into a file: no network, all cores, the archive's order, bounded memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from crawler import registry
from crawler.archive.reading import Archived, responses
from crawler.base import clock
from crawler.base.errors import StoreError
from crawler.extraction.explain import by_host, portal_of, read_bytes
from crawler.readers.in_order import Unread, in_order
from crawler.registry.portal import Portal

_HTML = ("text/html", "application/xhtml")


@dataclass(slots=True)
class Counts:
    """Pages read, and how many were of each kind; `unfit`: their record breaks the schema; `unread`: they break whoever
    reads them."""

    pages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def articles(self) -> int:
        return self.outcomes["article"] + self.outcomes["stub"]


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    content_type: str | None
    body: bytes
    saved_at: datetime
    status: int
    archive: str
    offset: int


def reparse_archives(
    archives: Sequence[Path], output: Path, portal: Portal | None = None, processes: int | None = None
) -> Counts:
    """Read every saved page of `archives` again and write the records to `output`, one JSON line each, in order.

    The portal is found by host unless one is given. `output` appears whole or not at all. Raises `ArchiveError` for a
    damaged archive and `StoreError` where `output` cannot be written.
    """
    unfinished = output.with_name(f".{output.name}.part")
    counts = Counts()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as stream:
            for found in in_order(partial(_read, portal), _pages(archives), processes, lambda page: len(page.body)):
                outcome, line = ("unread", b"") if isinstance(found, Unread) else found
                stream.write(line)
                counts.outcomes[outcome] += 1
                counts.pages += 1
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(output)
    except OSError as error:
        raise StoreError(f"{output}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # where the folder itself is missing there is nothing to delete
            unfinished.unlink(missing_ok=True)
    return counts


def _pages(archives: Sequence[Path]) -> Iterator[_Page]:
    for path in archives:
        for response in responses(path):
            if (page := _page(response, path.name)) is not None:
                yield page


def _page(response: Archived, archive: str) -> _Page | None:
    """A response as a page to read; None for errors, redirects and what is no HTML."""
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), None)
    if response.status != 200 or (kind is not None and not kind.strip().lower().startswith(_HTML)):
        return None
    saved_at = response.saved_at or clock.now()
    return _Page(response.url, kind, response.body, saved_at, response.status, archive, response.offset)


def _read(portal: Portal | None, page: _Page) -> tuple[str, bytes]:
    """What the page is, and its record as a line where there is one."""
    site = portal or portal_of(page.url, _hosts())
    reading = read_bytes(page.body, page.content_type, page.url, site, page.saved_at)
    if reading.unfit is not None:
        return "unfit", b""
    if reading.article is None:
        return str(reading.outcome), b""
    provenance = reading.article.provenance
    provenance.http_status = page.status
    provenance.warc_file, provenance.warc_offset = page.archive, page.offset
    return str(reading.outcome), reading.article.model_dump_json().encode() + b"\n"


@cache
def _hosts() -> dict[str, Portal]:
    """The registry by host, read once in each process."""
    return by_host(registry.load_all().values())
