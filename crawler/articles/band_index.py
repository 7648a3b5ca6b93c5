"""Which articles have a band: an index that grows without slowing down, kept in the store.

A table with a row a band would dirty twenty pages for each article, all over an ever larger tree. Here entries are
packed, sorted, into nodes of about a page, and wait until many go the same way (the idea of the buffer tree: Arge,
"The buffer tree", 1995):

- New entries lie in `near_recent`, a row a batch, and are searched there.
- When `RECENT` have gathered, all go into the nodes of their first `TOP_BITS` bits.
- A node that is then too full hands all it has to its sixteen children, which are named by four bits more. Bands are
  hashes, so children fill evenly, and limits that differ from node to node keep them from all filling at once.

An entry is 64 bits: its band in the upper half, the article's number in the lower. A lookup reads one node on each
level below the top: one level up to some 800,000 articles, two up to ten million. The top (16 MB at most) is
kept with the connection for as long as the store has the same mark. A change of the top sets a new random mark; a
rollback undoes both.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select, text

from crawler.database.tables import counters, near_nodes, near_recent

Entries = NDArray[np.uint64]

NUMBERS: Final = 1 << 32
RECENT: Final = 4096 * 20
FULL: Final = 480  # entries: with a row's head just under SQLite's page
TOP_BITS: Final = 12
STEP: Final = 4
ALL_BITS: Final = 32
MARK: Final = "near_top"

_LOW: Final = np.uint64(NUMBERS - 1)
_HALF: Final = np.uint64(32)


def look_up(connection: Connection, bands: Entries) -> tuple[Entries, Entries]:
    """All entries under these bands: their bands and, beside them, their numbers."""
    wanted = np.unique(bands)
    if not wanted.size:
        return wanted, wanted
    found = [_matching(np.sort(_joined(_recent(connection))), wanted), _matching(_top(connection), wanted)]
    for bits in range(TOP_BITS + STEP, _depth(connection) + 1, STEP):
        # Nodes in order, and each sorted: together they are one sorted row.
        rows = _nodes(connection, np.unique(_node(wanted, bits, ALL_BITS)))
        found.append(_matching(_joined(blob for _, blob in rows), wanted))
    entries = np.concatenate(found)
    return entries >> _HALF, entries & _LOW


def enter(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Enter pairs of a band and a number that are not there yet; numbers from `NUMBERS` on are ignored."""
    entries = np.array(sorted((band << 32) | number for band, number in pairs if number < NUMBERS), dtype=np.uint64)
    if not entries.size:
        return
    connection.execute(near_recent.insert(), [{"entries": entries.astype("<u8").tobytes()}])
    size = connection.execute(select(func.sum(func.length(near_recent.c.entries)))).scalar() or 0
    if size > RECENT * entries.itemsize:
        recent = np.sort(_joined(_recent(connection)))
        connection.execute(delete(near_recent))
        _sink(connection, recent)
        connection.execute(delete(counters).where(counters.c.name == MARK))
        connection.execute(counters.insert().values(name=MARK, value=secrets.randbits(62)))


def _sink(connection: Connection, entries: Entries) -> None:
    """Put sorted entries into the uppermost nodes, and what these can't hold into those below."""
    for bits in range(TOP_BITS, ALL_BITS + 1, STEP):
        nodes = np.unique(_node(entries, bits, 64))
        if not nodes.size:
            return
        held = _joined(blob for _, blob in _nodes(connection, nodes))
        entries = np.sort(np.concatenate([held, entries]))
        bounds = [*np.searchsorted(_node(entries, bits, 64), nodes).tolist(), entries.size]
        over = np.diff(bounds) > (_limits(nodes) if bits < ALL_BITS else entries.size)
        raw, width = entries.astype("<u8").tobytes(), entries.itemsize
        rows = [
            (node, b"" if full else raw[start * width : end * width])
            for node, full, start, end in zip(nodes.tolist(), over.tolist(), bounds, bounds[1:], strict=False)
        ]
        _write(connection, rows)
        entries = entries[np.repeat(over, np.diff(bounds))]


def _node(values: Entries, bits: int, width: int) -> Entries:
    """The nodes that hold these bands or entries: their first `bits` bits of `width`, under a leading 1."""
    return (values >> np.uint64(width - bits)) | np.uint64(1 << bits)


def _limits(nodes: Entries) -> Entries:
    """How many entries each node takes: from half of `FULL` to all of it."""
    return FULL // 2 + (nodes * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)) % np.uint64(FULL // 2)


def _matching(entries: Entries, wanted: Entries) -> Entries:
    """Those of the sorted entries that are under one of the sorted bands."""
    starts = np.searchsorted(entries, wanted << _HALF)
    ends = np.searchsorted(entries, (wanted << _HALF) | _LOW, side="right")
    return np.concatenate([entries[:0], *(entries[a:b] for a, b in zip(starts, ends, strict=True) if a < b)])


def _joined(blobs: Iterable[bytes]) -> Entries:
    return np.frombuffer(b"".join(blobs), dtype="<u8").astype(np.uint64, copy=False)


def _recent(connection: Connection) -> Sequence[bytes]:
    return connection.execute(select(near_recent.c.entries)).scalars().all()


def _top(connection: Connection) -> Entries:
    """All entries of the uppermost nodes, sorted."""
    mark = connection.execute(select(counters.c.value).where(counters.c.name == MARK)).scalar()
    known: tuple[int | None, Entries] | None = connection.info.get(MARK)
    if known is None or known[0] != mark:
        c = near_nodes.c
        blobs = connection.execute(select(c.entries).where(c.node < 2 << TOP_BITS).order_by(c.node)).scalars()
        known = connection.info[MARK] = (mark, _joined(blobs))
    return known[1]


def _depth(connection: Connection) -> int:
    """How many bits name the lowest nodes; 0 where there are none."""
    last: int | None = connection.execute(select(func.max(near_nodes.c.node))).scalar()
    return last.bit_length() - 1 if last else 0


def _nodes(connection: Connection, nodes: Entries) -> Sequence[Any]:
    if connection.dialect.name == "sqlite":
        among, values = "(SELECT value FROM json_each(:nodes))", orjson.dumps(nodes.tolist()).decode()
    else:
        among, values = "(SELECT unnest(CAST(:nodes AS bigint[])))", nodes.tolist()
    query = text(f"SELECT node, entries FROM near_nodes WHERE node IN {among} ORDER BY node")
    return connection.execute(query, {"nodes": values}).all()


def _write(connection: Connection, rows: Sequence[tuple[int, bytes]]) -> None:
    replace = "ON CONFLICT (node) DO UPDATE SET entries = excluded.entries"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO near_nodes (node, entries) VALUES (?, ?) {replace}", list(rows))
    else:
        pairs = "SELECT * FROM unnest(CAST(:nodes AS bigint[]), CAST(:entries AS bytea[]))"
        connection.execute(
            text(f"INSERT INTO near_nodes (node, entries) {pairs} {replace}"),
            {"nodes": [node for node, _ in rows], "entries": [blob for _, blob in rows]},
        )
