"""Near-duplicates: reprints with a changed lead, caption or byline point at the earliest article they resemble.

The index is in the store: a sketch an article, and its bands (`band_index`). So it survives restarts, serves several
workers and takes no memory of theirs. Work is bounded: a band keeps the first `BUCKET` articles
(boilerplate that thousands share fills its bands once and costs no more). Of all articles that share a band, the
`COMPARED` that share most bands are compared. An edited article is compared by its new text; its old bands stay and
lead to the new text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
import orjson
from sqlalchemy import Connection, TextClause, select, text

from crawler.articles import band_index
from crawler.articles.shingles import MIN_WORDS, Signatures, bands, signatures, similarity
from crawler.database.tables import revisions, sketches
from crawler.database.upsert import upsert
from crawler.model.items import Article

SIMILAR: Final = 0.55  # from here on an article is a near-duplicate
BUCKET: Final = 32
COMPARED: Final = 8
CHUNK: Final = 500

Pair = tuple[int, int]  # of an article and an earlier one


def mark_near_duplicates(connection: Connection, fresh: Sequence[Article], words: Sequence[Sequence[str]]) -> None:
    """Set `duplicate_of` and `similarity` on the articles that resemble an earlier one, and enter all into the index.

    `words` are the folded words of each body. Articles that are marked already (exact copies) stay as they are. Earlier
    means stored earlier, whatever date the page shows.
    """
    numbers = _numbers(connection, fresh)
    marked = {numbers[article.id] for article in fresh if article.duplicate_of is not None}
    texts = [(numbers[article.id], body) for article, body in zip(fresh, words, strict=True)]
    found = enter_texts(connection, texts, marked)
    names = {number: article for article, number in numbers.items()}
    names |= _names(connection, {earliest for earliest, _ in found.values()} - names.keys())
    for article in fresh:
        if article.duplicate_of is None and numbers[article.id] in found:
            earliest, share = found[numbers[article.id]]
            article.duplicate_of, article.similarity = names[earliest], round(share, 3)


def enter_texts(
    connection: Connection, texts: Sequence[tuple[int, Sequence[str]]], marked: Collection[int] = ()
) -> dict[int, tuple[int, float]]:
    """Enter articles' numbers and folded words into the index.

    Returns, by number, the earliest article that it resembles and how much. Articles in `marked` are not looked up.
    """
    newest = {number: body for number, body in texts if len(body) >= MIN_WORDS}
    drop_sketches(connection, [number for number, body in texts if len(body) < MIN_WORDS])
    if not newest:
        return {}
    numbers = list(newest)
    signed = signatures(list(newest.values()))
    hashed = bands(signed)
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    for band, number in zip(*(column.tolist() for column in band_index.look_up(connection, hashed)), strict=True):
        buckets[band].append(number)
    pairs: list[Pair] = []
    entries: list[tuple[int, int]] = []
    for number, own in zip(numbers, hashed.tolist(), strict=True):
        if number not in marked:
            pairs += [(number, one) for one in _candidates(buckets, own, number)]
        for band in own:
            bucket = buckets[band]
            if len(bucket) < BUCKET and number not in bucket:
                bucket.append(number)
                entries.append((band, number))
    _write(connection, numbers, signed)
    band_index.enter(connection, entries)
    return _earliest(connection, pairs, dict(zip(numbers, signed, strict=True)))


def _candidates(buckets: Mapping[int, Sequence[int]], own: Sequence[int], number: int) -> list[int]:
    """The earlier articles that share most bands with these."""
    shared = Counter([one for band in own if band in buckets for one in buckets[band] if one < number])
    return sorted(shared, key=lambda one: (-shared[one], one))[:COMPARED]


def _earliest(
    connection: Connection, pairs: Sequence[Pair], signed: dict[int, Signatures]
) -> dict[int, tuple[int, float]]:
    """For each first number of the pairs, the smallest second that it resembles, and how much."""
    known = _sketches(connection, {one for _, one in pairs} - signed.keys()) | signed
    pairs = [pair for pair in pairs if pair[1] in known]
    if not pairs:
        return {}
    shares = similarity(np.array([known[one] for one, _ in pairs]), np.array([known[one] for _, one in pairs]))
    found: dict[int, tuple[int, float]] = {}
    for (number, one), share in zip(pairs, shares, strict=True):
        if share >= SIMILAR and (number not in found or one < found[number][0]):
            found[number] = (one, share)
    return found


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


def _sketches(connection: Connection, numbers: Collection[int]) -> dict[int, Signatures]:
    query = "SELECT number, signature FROM sketches WHERE number IN"
    rows = connection.execute(*_among(connection, query, numbers)) if numbers else ()
    return {number: np.frombuffer(one, dtype="<u2") for number, one in rows}


def drop_sketches(connection: Connection, numbers: Sequence[int]) -> None:
    """Drop the sketches of articles whose text became too short to be compared."""
    if numbers:
        connection.execute(*_among(connection, "DELETE FROM sketches WHERE number IN", numbers))


def _write(connection: Connection, numbers: Sequence[int], signed: Signatures) -> None:
    connection.execute(
        upsert(connection, sketches, ["signature"]),
        [{"number": number, "signature": one.tobytes()} for number, one in zip(numbers, signed, strict=True)],
    )


def _among(connection: Connection, query: str, values: Collection[int]) -> tuple[TextClause, dict[str, Any]]:
    """`query`, which ends in IN, with all values in one parameter: a batch looks up thousands."""
    if connection.dialect.name == "sqlite":
        return text(f"{query} (SELECT value FROM json_each(:values))"), {
            "values": orjson.dumps(sorted(values)).decode()
        }
    return text(f"{query} (SELECT unnest(CAST(:values AS bigint[])))"), {"values": sorted(values)}
