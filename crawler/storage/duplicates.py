"""Near-duplicates: reprints with a changed lead, caption or byline point at the earliest article they resemble.

The index is in the store: a sketch an article, and a row a band of it. So it survives restarts, serves several workers
and takes no memory of theirs. Work is bounded: a band keeps the `BUCKET` articles that had it first (boilerplate that
thousands share fills its bands once and costs no more), and of all that share a band the `COMPARED` that share
most are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, TextClause, delete, select, text, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from crawler.items import Article
from crawler.storage.shingles import bands, signature, similarity
from crawler.storage.tables import near_bands, revisions, sketches

SIMILAR: Final = 0.55  # from here on an article is a near-duplicate
BUCKET: Final = 32
COMPARED: Final = 8
CHUNK: Final = 500


def mark_near_duplicates(connection: Connection, fresh: Sequence[Article], words: Sequence[Sequence[str]]) -> None:
    """Set `duplicate_of` and `similarity` on the articles that resemble an earlier one, and enter all into the index.

    `words` are the folded words of each body. Articles that are marked already (exact copies) stay as they are. Earlier
    means: stored earlier, whatever date the page bears.
    """
    numbers = _numbers(connection, fresh)
    signed = [(article, numbers[article.id], one) for article, one in zip(fresh, map(signature, words), strict=True)]
    _forget(connection, [numbers[article.id] for article in fresh if (article.revision or 1) > 1])
    sketched = [(article, number, sketch, bands(sketch)) for article, number, sketch in signed if sketch is not None]
    buckets = _buckets(connection, {band for *_, own in sketched for band in own})
    shared = {number: _candidates(buckets, own, number) for _, number, _, own in sketched}
    known = _sketches(connection, {one for others in shared.values() for one in others})
    found: list[tuple[Article, int, float]] = []
    entries: dict[tuple[int, int], None] = {}
    stored: dict[int, bytes] = {}
    for article, number, sketch, own in sketched:
        if article.duplicate_of is None:
            # Again, for the batch itself adds to the buckets.
            alike = {one: similarity(sketch, known[one]) for one in _candidates(buckets, own, number) if one in known}
            earliest = min((one for one, share in alike.items() if share >= SIMILAR), default=None)
            if earliest is not None:
                found.append((article, earliest, alike[earliest]))
        known[number] = stored[number] = sketch
        for band in own:
            if len(buckets[band]) < BUCKET and number not in buckets[band]:
                buckets[band].append(number)
                entries[band, number] = None
    _write(connection, stored, entries)
    names = {number: article for article, number in numbers.items()}
    names |= _names(connection, {earliest for _, earliest, _ in found} - names.keys())
    for article, earliest, share in found:
        article.duplicate_of, article.similarity = names[earliest], round(share, 3)


def _numbers(connection: Connection, fresh: Sequence[Article]) -> dict[str, int]:
    """Each article's number in the index: the `seq` of its first revision."""
    numbers = {article.id: article.seq or 0 for article in fresh if article.revision == 1}
    edited = [article.id for article in fresh if article.id not in numbers]
    c = revisions.c
    for start in range(0, len(edited), CHUNK):
        query = select(c.article, c.seq).where(c.article.in_(edited[start : start + CHUNK]), c.revision == 1)
        numbers.update((row.article, row.seq) for row in connection.execute(query))
    return numbers


def _names(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    query = "SELECT seq, article FROM revisions WHERE seq IN"
    return {row.seq: row.article for row in connection.execute(*_among(connection, query, numbers))}


def _buckets(connection: Connection, wanted: Collection[int]) -> defaultdict[int, list[int]]:
    """The numbers of the articles under each band."""
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    query = "SELECT band, number FROM near_bands WHERE band IN"
    for band, number in connection.execute(*_among(connection, query, wanted)):
        buckets[band].append(number)
    return buckets


def _candidates(buckets: Mapping[int, Sequence[int]], own: Sequence[int], number: int) -> list[int]:
    """The earlier articles that share most bands with these."""
    shared = Counter(one for band in own for one in buckets.get(band, ()) if one < number)
    return sorted(shared, key=lambda one: (-shared[one], one))[:COMPARED]


def _sketches(connection: Connection, numbers: Collection[int]) -> dict[int, bytes]:
    query = "SELECT number, signature FROM sketches WHERE number IN"
    return {number: bytes(one) for number, one in connection.execute(*_among(connection, query, numbers))}


def _forget(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the earlier text of edited articles out of the index."""
    for number, sketch in _sketches(connection, numbers).items():
        pairs = [(band, number) for band in bands(sketch)]
        connection.execute(delete(near_bands).where(tuple_(near_bands.c.band, near_bands.c.number).in_(pairs)))
        connection.execute(delete(sketches).where(sketches.c.number == number))


def _write(connection: Connection, stored: Mapping[int, bytes], entries: Iterable[tuple[int, int]]) -> None:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    if stored:
        statement = insert(sketches)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["number"], set_={"signature": statement.excluded.signature}
            ),
            [{"number": number, "signature": sketch} for number, sketch in stored.items()],
        )
    rows = sorted(entries)
    if rows and connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO near_bands (band, number) VALUES (?, ?)", rows)
    elif rows:
        both = text(
            "INSERT INTO near_bands (band, number)"
            " SELECT * FROM unnest(CAST(:bands AS bigint[]), CAST(:numbers AS bigint[]))"
        )
        connection.execute(both, {"bands": [band for band, _ in rows], "numbers": [number for _, number in rows]})


def _among(connection: Connection, query: str, values: Collection[int]) -> tuple[TextClause, dict[str, Any]]:
    """`query`, which ends in IN, over any number of values in one parameter: thousands are looked up a batch."""
    if connection.dialect.name == "sqlite":
        return text(f"{query} (SELECT value FROM json_each(:values))"), {
            "values": orjson.dumps(sorted(values)).decode()
        }
    return text(f"{query} (SELECT unnest(CAST(:values AS bigint[])))"), {"values": sorted(values)}
