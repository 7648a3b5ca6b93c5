"""Where the latest whole answer of each page lies in the raw archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from crawler.archive.capture import Capture
from crawler.database.tables import captures
from crawler.database.upsert import upsert

_FIND: Final = select(*(captures.c[one] for one in ("url", "digest", "warc_file", "warc_offset", "saved_at"))).where(
    captures.c.portal == bindparam("of"), captures.c.url.in_(bindparam("urls", expanding=True))
)
_REACH: Final = select(func.max(captures.c.warc_offset)).where(
    captures.c.portal == bindparam("of"), captures.c.warc_file == bindparam("file")
)
_ANY: Final = select(captures.c.url).where(captures.c.portal == bindparam("of")).limit(1)


def find(connection: Connection, portal: str, url: str) -> Capture | None:
    """What is known of a page, or None."""
    return find_all(connection, portal, [url]).get(url)


def find_all(connection: Connection, portal: str, urls: Sequence[str]) -> dict[str, Capture]:
    """What is known of pages, by address."""
    return {row.url: Capture(*row) for row in connection.execute(_FIND, {"of": portal, "urls": urls})}


def reach(connection: Connection, portal: str, warc_file: str) -> int:
    """The offset of the last answer known to lie in `warc_file`; -1 where there is none."""
    last = connection.execute(_REACH, {"of": portal, "file": warc_file}).scalar()
    return -1 if last is None else int(last)


def any_of(connection: Connection, portal: str) -> bool:
    """Whether anything of a portal is known."""
    return connection.execute(_ANY, {"of": portal}).first() is not None


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
