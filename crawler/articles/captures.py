"""Where the latest whole answer of each page lies in the raw archive."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from crawler.archive.capture import Capture
from crawler.database.tables import captures
from crawler.database.upsert import upsert


def find(connection: Connection, portal: str, url: str) -> Capture | None:
    """What is known of a page, or None."""
    c = captures.c
    query = select(c.url, c.digest, c.warc_file, c.warc_offset, c.saved_at).where(c.url == url, c.portal == portal)
    row = connection.execute(query).first()
    return Capture(*row) if row else None


def reach(connection: Connection, portal: str, warc_file: str) -> int:
    """The offset of the last answer known to lie in `warc_file`; -1 where there is none."""
    c = captures.c
    query = select(func.max(c.warc_offset)).where(c.portal == portal, c.warc_file == warc_file)
    last = connection.execute(query).scalar()
    return -1 if last is None else int(last)


def any_of(connection: Connection, portal: str) -> bool:
    """Whether anything of a portal is known."""
    return connection.execute(select(captures.c.url).where(captures.c.portal == portal).limit(1)).first() is not None


def enter(connection: Connection, portal: str, found: Iterable[Capture | None]) -> None:
    """Note the latest answer of each page; the later of two wins. One without a digest is of a foreign archive."""
    latest = {capture.url: capture for capture in found if capture is not None and capture.digest}
    if not latest:
        return
    changing = ("digest", "warc_file", "warc_offset", "saved_at")
    rows = [
        {"portal": portal, "url": one.url, **{name: getattr(one, name) for name in changing}} for one in latest.values()
    ]
    connection.execute(upsert(connection, captures, changing), rows)
