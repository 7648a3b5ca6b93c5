"""What the store is like when it has grown: `python -m bench.growth [N] [DATABASE…] [--keep FILE]`.

Commits N synthetic articles (default 50,000; 1,000,000 takes the better part of an hour on each database) through
`Store.commit` as crawls do, a hundred visits a transaction, eight portals in turn; one in twenty is an edit of a stored
article, one in twenty a reprint, and one in ten of the rest reports a meeting. Near-duplicates and full text are on. Prints, for every tenth, the insert rate, the
processor's time (on SQLite all of it, on PostgreSQL without the server's) and what was written to files; then resident
memory, size on disk, and the time of usual queries at that size. Databases: SQLite in a temporary folder (or FILE, which
is kept), and PostgreSQL where TINTINH_TEST_POSTGRES names a server (TINTINH_FSYNC=on .ci/postgres python -m bench.growth).
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, select, text

from bench.growth_queries import report
from bench.synthetic_meetings import meeting_report
from bench.synthetic_news import Newsroom, prose
from crawler.base.clock import VIETNAM
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import frontier
from crawler.extraction.fingerprint import content_hash
from crawler.frontier.refetch import REFETCH_AFTER
from crawler.frontier.settling import RefetchPolicy
from crawler.model.items import Article
from crawler.model.visit import Due, Link, Status, Visit

PORTALS = tuple(f"tinh-{number}" for number in range(8))
PROVINCES = dict(zip(PORTALS, ("01", "12", "14", "22", "31", "48", "79", "96"), strict=True))
BATCH = 100
REPORT_EVERY = 10
MONTH = 21_600  # articles, at one every two minutes
START = datetime(2020, 1, 1, tzinfo=VIETNAM)


def written(count: int) -> Iterator[list[Article]]:
    """Batches of one portal each."""
    room = Newsroom()
    kept: list[tuple[str, str, list[str]]] = []  # portal, key, words: what edits and reprints are made of
    for batch in range(count // BATCH):
        portal = PORTALS[batch % len(PORTALS)]
        made = []
        for place in range(BATCH):
            number = batch * BATCH + place
            key, chance, new = str(number), room.random.random(), False
            own = [one for one in kept[-8:] if one[0] == portal]
            if chance < 0.05 and own:
                _, key, before = room.random.choice(own)
                words = room.edited(before, 0.02)
            elif chance < 0.10 and kept:
                words = room.reprinted(room.random.choice(kept)[2])
            else:
                words, new = room.body(), True
            if room.random.random() < 0.02:
                kept = [*kept[-99:], (portal, key, words)]
            title, body, meeting = " ".join(words[3:15]).capitalize(), prose(words), None
            at = START + timedelta(minutes=2 * number)
            if new and number % REPORT_EVERY == 0:
                title, lead, meeting = meeting_report(room.random, at)
                body = f"{lead}\n\n{body}"
            made.append(
                Article(
                    id=f"{portal}:{key}",
                    portal=portal,
                    province_code=PROVINCES[portal],
                    url=f"https://{portal}.gov.vn/tin-tuc/{key}",
                    canonical_url=f"https://{portal}.gov.vn/tin-tuc/{key}",
                    section="/tin-tuc",
                    title=title,
                    body=body,
                    published_at=at,
                    published_precision="minute",
                    meeting=meeting,
                    content_hash=content_hash(title, body),
                )
            )
        yield made


def fill(store: Store, count: int) -> tuple[float, float]:
    """Commit them all, timed from finding the links to storing the articles; the rates of the first and last tenth."""
    rates: list[float] = []
    tenth = max(1, count // BATCH // 10)
    seconds = processor = 0.0
    bytes_before = bytes_written()
    for place, made in enumerate(written(count), 1):
        portal, at = made[0].portal, made[-1].published_at or START
        keys = dict.fromkeys(article.id.split(":")[1] for article in made)
        links = [Link(key, f"https://{portal}.gov.vn/tin-tuc/{key}", "article", "/tin-tuc") for key in keys]
        run = store.start_run(portal, at, {})
        begin, begin_processor = time.perf_counter(), time.process_time()
        store.seed(portal, links, at, run)
        store.draw(portal, run, at, BATCH)
        dues = rows_of(store, portal, list(keys))
        visits = [Visit(dues[article.id.split(":")[1]], at, Status.FETCHED, 200, article=article) for article in made]
        # What is a month old is not looked at again.
        refetch = REFETCH_AFTER if (place - 1) * BATCH > count - MONTH else ()
        store.commit(portal, run, visits, policy=RefetchPolicy(refetch))
        seconds += time.perf_counter() - begin
        processor += time.process_time() - begin_processor
        store.end_run(run, at, "finished", {})
        if place % tenth == 0:
            articles = BATCH * tenth
            rates.append(articles / seconds)
            print(
                f"  {place * BATCH:>11,}: {rates[-1]:5,.0f}/s, {processor / articles * 1000:.3f} ms processor,"
                f" {(bytes_written() - bytes_before) / articles / 1024:.0f} KiB written each, {resident():.0f} MiB",
                flush=True,
            )
            seconds = processor = 0.0
            bytes_before = bytes_written()
    return rates[0], rates[-1]


def rows_of(store: Store, portal: str, keys: list[str]) -> dict[str, Due]:
    """The frontier's rows of these pages, as if drawn."""
    c = frontier.c
    query = select(c.id, c.key, c.url).where(c.portal == portal, c.key.in_(keys))
    with reading(store.engine) as connection:
        found = connection.execute(query).all()
    return {row.key: Due(row.id, row.key, row.url, "article", None, 0, None, None) for row in found}


def resident() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bytes_written() -> int:
    """What this process has written so far, by the kernel's count (Linux: proc(5), /proc/pid/io)."""
    lines = Path("/proc/self/io").read_text("ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["wchar"])


def size(store: Store) -> int:
    """Bytes on disk."""
    if store.engine.dialect.name == "sqlite":
        return sum(path.stat().st_size for path in Path(f"{store.engine.url.database}").parent.glob("*.db*"))
    with reading(store.engine) as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def measure(name: str, url: str, count: int) -> None:
    """Print what one database shows."""
    print(f"{name}, {count:,} articles", flush=True)
    store = Store.open(url)
    first, last = fill(store, count)
    print(
        f"  {first:,.0f}/s in the first tenth, {last:,.0f}/s in the last ({last / first:.2f});"
        f" {resident():.0f} MiB resident; {size(store) / count / 1024:.1f} KiB an article"
    )
    report(store, PORTALS, count, START + timedelta(minutes=2 * count))
    store.close()


def main() -> int:
    """Fill and ask each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=50_000)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--keep", type=Path, help="a new SQLite file, to be kept, in a folder of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in options.databases:
            measure("SQLite", f"sqlite:///{options.keep or Path(folder) / 'tintinh.db'}", options.count)
    server = os.environ.get("TINTINH_TEST_POSTGRES")
    if "postgresql" in options.databases and server:
        name = f"growth_{uuid4().hex}"
        admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            url = make_url(server).set(database=name).render_as_string(hide_password=False)
            measure("PostgreSQL", url, options.count)
        finally:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            admin.dispose()
    elif "postgresql" in options.databases:
        print("PostgreSQL: no server (TINTINH_TEST_POSTGRES)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
