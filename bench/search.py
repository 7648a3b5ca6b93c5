"""Does a search find what is asked for, and how fast: `python -m bench.search ARCHIVE` or `--store URL…`.

The queries of `search_queries.toml` are put to the articles of its portal: crawled from ARCHIVE into new stores on SQLite and on
a throw-away PostgreSQL, or stored already. Prints nDCG@10 and success@5 (a full answer among the first five) beside what the databases
rank by: plain BM25 of FTS5 and ts_rank_cd, over the same words, all of which must occur. Queries that the ranking was tuned
on and those held out are scored apart; `--seen` leaves the latter out, for use while tuning. Milliseconds are processor time of this process on
SQLite, and elapsed time on PostgreSQL, whose server works in processes of its own; each query is the best of three.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from math import log2
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from bench.own_postgres import OwnPostgres
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.search.index import SEQ_BITS
from crawler.search.query import search
from crawler.search.wanted import read_query
from crawler.search.words import folded, split

QUERIES = Path(__file__).with_name("search_queries.toml")
FULL, PARTLY = 3, 1  # gain of an answer, and of an article that touches on what is asked for
DEPTH, TOP = 10, 5
TRIES = 3

_SEQ = f"& {2**SEQ_BITS - 1}"
_BM25 = f"""
SELECT a.id FROM article_words w JOIN articles a ON a.seq = w.rowid {_SEQ}
WHERE article_words MATCH :words ORDER BY bm25(article_words), w.rowid DESC LIMIT {DEPTH}
"""
_TS_RANK = f"""
SELECT a.id FROM article_words w JOIN articles a ON a.seq = (w.place {_SEQ})
WHERE w.{{column}} @@ CAST(:words AS tsquery)
ORDER BY ts_rank_cd(w.{{column}}, CAST(:words AS tsquery)) DESC, w.place DESC LIMIT {DEPTH}
"""

Ranker = Callable[[Connection, str], list[str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the gain of each article that answers it."""

    query: str
    gains: Mapping[str, int]


def judged(path: Path, part: str) -> list[Judged]:
    """The queries of a part of the file."""
    data = tomllib.loads(path.read_text("utf-8"))

    def gains(one: Mapping[str, Sequence[str]]) -> dict[str, int]:
        named = chain(((key, PARTLY) for key in one.get("related", ())), ((key, FULL) for key in one["answers"]))
        return {f"{data['portal']}:{key}": gain for key, gain in named}

    return [Judged(one["query"], gains(one)) for one in data[part]]


def ndcg(found: Sequence[str], gains: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first `DEPTH` (Järvelin and Kekäläinen 2002)."""

    def dcg(values: Sequence[int]) -> float:
        return sum(gain / log2(place + 2) for place, gain in enumerate(values[:DEPTH]))

    best = dcg(sorted(gains.values(), reverse=True))
    return dcg([gains.get(one, 0) for one in found]) / best


def succeeds(found: Sequence[str], gains: Mapping[str, int]) -> bool:
    """Whether a full answer is among the first `TOP`."""
    return any(gains.get(one) == FULL for one in found[:TOP])


def ours(connection: Connection, query: str) -> list[str]:
    """What `tintinh search` finds."""
    return [hit.article for hit in search(connection, query, limit=DEPTH)]


def plain(connection: Connection, query: str) -> list[str]:
    """What the database ranks by itself: the typed words, all of them, by BM25 or ts_rank_cd."""
    marked = read_query(query).diacritics
    words = folded(split(query), marked)
    if connection.dialect.name == "sqlite":
        columns = "title body" if marked else "plain_title plain_body"
        values = {"words": f"{{{columns}}} : ({' AND '.join(words)})"}
        return list(connection.execute(text(_BM25), values).scalars())
    statement = _TS_RANK.format(column="marked" if marked else "plain")
    return list(connection.execute(text(statement), {"words": " & ".join(f"'{word}'" for word in words)}).scalars())


def score(engine: Engine, queries: Sequence[Judged], rank: Ranker, listed: bool) -> str:
    """One line: nDCG, success, and times."""
    clock = time.process_time if engine.dialect.name == "sqlite" else time.perf_counter
    gained, successes, times = [], 0, []
    with reading(engine) as connection:
        for one in queries:
            took, found = [], list[str]()
            for _ in range(TRIES):
                begin = clock()
                found = rank(connection, one.query)
                took.append((clock() - begin) * 1000)
            times.append(min(took))
            gained.append(ndcg(found, one.gains))
            successes += succeeds(found, one.gains)
            if listed:
                print(f"    {gained[-1]:.2f}  {one.query}")
    times.sort()
    return (
        f"nDCG@{DEPTH} {statistics.mean(gained):.3f}, success@{TOP} {successes}/{len(queries)};"
        f" median {statistics.median(times):.1f} ms, 95 % {times[int(len(times) * 0.95)]:.1f} ms"
    )


@contextmanager
def crawled(archive: Path) -> Iterator[list[str]]:
    """The addresses of two new stores of the archive's articles."""
    portal = tomllib.loads(QUERIES.read_text("utf-8"))["portal"]
    server = OwnPostgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = [f"sqlite:///{folder}/tintinh.db", server.url]
            for number, url in enumerate(urls):
                command = [sys.executable, "-m", "crawler.cli", "crawl", portal, "--from-archive", str(archive)]
                options = ["--output", f"{folder}/{number}", "--database", url, "--no-archive"]
                subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
            yield urls
    finally:
        server.remove()


def report(urls: Sequence[str], parts: Sequence[str], listed: bool) -> None:
    """Print the figures of each store."""
    for url in urls:
        store = Store.open(url)
        database = store.engine.dialect.name
        for part in parts:
            queries = judged(QUERIES, part)
            print(f"{database}, {len(queries)} queries {part.replace('_', ' ')}")
            print(
                f"  {'BM25' if database == 'sqlite' else 'ts_rank_cd':10} {score(store.engine, queries, plain, False)}"
            )
            print(f"  {'tintinh':10} {score(store.engine, queries, ours, listed)}", flush=True)
        store.close()


def main() -> int:
    """Score both parts of the queries."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", nargs="?", type=Path, help="WARC file of the portal")
    parser.add_argument("--store", nargs="*", default=[], help="addresses of stores that have its articles")
    parser.add_argument("--seen", action="store_true", help="only the queries that were tuned on, each listed")
    options = parser.parse_args()
    parts = ["seen"] if options.seen else ["seen", "held_out"]
    if options.store:
        report(options.store, parts, options.seen)
    elif options.archive:
        with crawled(options.archive) as urls:
            report(urls, parts, False)
    else:
        parser.error("ARCHIVE or --store is needed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
