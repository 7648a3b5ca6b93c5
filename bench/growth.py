"""What the store is like when it has grown: `python -m bench.growth [N] [DATABASE…]`.

Commits N synthetic articles (default 50,000; 1,000,000 takes the better part of an hour on each database) through
`Store.commit` as crawls do, a hundred visits a transaction, eight portals in turn; one in twenty is an edit of a stored
article and one in twenty a reprint. Near-duplicates and full text are on. Prints the insert rate of the first and
the last tenth, resident memory, size on disk, and the time of usual queries at that size. Databases: SQLite in a
temporary folder, and PostgreSQL where TINTINH_TEST_POSTGRES names a server (.ci/postgres python -m bench.growth).
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, select, text

from bench.synthetic_news import Newsroom, prose
from crawler.clock import VIETNAM
from crawler.extraction.fingerprint import content_hash
from crawler.items import Article
from crawler.storage.database import reading
from crawler.storage.revisits import REVISIT_AFTER
from crawler.storage.search import search
from crawler.storage.status import portal_status
from crawler.storage.store import Store
from crawler.storage.tables import articles, frontier, revisions
from crawler.storage.visit import Due, Link, Status, Visit

PORTALS = tuple(f"tinh-{number}" for number in range(8))
BATCH = 100
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
            key, chance = str(number), room.random.random()
            own = [one for one in kept[-8:] if one[0] == portal]
            if chance < 0.05 and own:
                _, key, before = room.random.choice(own)
                words = room.edited(before, 0.02)
            elif chance < 0.10 and kept:
                words = room.reprinted(room.random.choice(kept)[2])
            else:
                words = room.body()
            if room.random.random() < 0.02:
                kept = [*kept[-99:], (portal, key, words)]
            title, body = " ".join(words[3:15]).capitalize(), prose(words)
            at = START + timedelta(minutes=2 * number)
            made.append(
                Article(
                    id=f"{portal}:{key}",
                    portal=portal,
                    url=f"https://{portal}.gov.vn/tin-tuc/{key}",
                    canonical_url=f"https://{portal}.gov.vn/tin-tuc/{key}",
                    section="/tin-tuc",
                    title=title,
                    body=body,
                    published_at=at,
                    published_precision="minute",
                    content_hash=content_hash(title, body),
                )
            )
        yield made


def fill(store: Store, count: int) -> list[float]:
    """Commit them all; seconds of each batch's transactions, from finding the links to storing the articles."""
    seconds: list[float] = []
    tenth = max(1, count // BATCH // 10)
    for made in written(count):
        portal, at = made[0].portal, made[-1].published_at or START
        keys = dict.fromkeys(article.id.split(":")[1] for article in made)
        links = [Link(key, f"https://{portal}.gov.vn/tin-tuc/{key}", "article", "/tin-tuc") for key in keys]
        run = store.start_run(portal, at, {})
        begin = time.perf_counter()
        store.seed(portal, links, at, run)
        store.draw(portal, run, at, BATCH)
        dues = rows_of(store, portal, list(keys))
        visits = [Visit(dues[article.id.split(":")[1]], at, Status.FETCHED, 200, article=article) for article in made]
        # What is a month old is not looked at again.
        revisit = REVISIT_AFTER if len(seconds) * BATCH > count - MONTH else ()
        store.commit(portal, run, visits, revisit_after=revisit)
        seconds.append(time.perf_counter() - begin)
        store.end_run(run, at, "finished", {})
        if len(seconds) % tenth == 0:
            rate = BATCH * tenth / sum(seconds[-tenth:])
            print(f"  {len(seconds) * BATCH:>11,}: {rate:5,.0f}/s, {resident():.0f} MiB", flush=True)
    return seconds


def rows_of(store: Store, portal: str, keys: list[str]) -> dict[str, Due]:
    """The frontier's rows of these pages, as if they had been drawn."""
    c = frontier.c
    query = select(c.id, c.key, c.url).where(c.portal == portal, c.key.in_(keys))
    with reading(store.engine) as connection:
        found = connection.execute(query).all()
    return {row.key: Due(row.id, row.key, row.url, "article", None, 0, None, None) for row in found}


def resident() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def queries(store: Store, count: int) -> dict[str, Callable[[], object]]:
    """What people and crawls ask every day."""
    portal = PORTALS[3]
    room = Newsroom()
    common, rare = room.words[0], " ".join(room.words[-3:-1])
    phrase = '"' + " ".join(room.phrases[7][:3]) + '"'
    now = START + timedelta(minutes=2 * count)

    def rows(statement: object) -> object:
        with reading(store.engine) as connection:
            return connection.execute(statement).all()  # type: ignore[call-overload]

    def found(words: str) -> object:
        with reading(store.engine) as connection:
            return search(connection, words, True)

    a, r = articles.c, revisions.c
    return {
        "frontier draw": lambda: store.draw(portal, 10**9, now, 100),
        "portal status": lambda: portal_status(store, portal, now),
        "newest 50 of a portal": lambda: rows(
            select(a.id, a.title).where(a.portal == portal).order_by(a.published_at.desc()).limit(50)
        ),
        "one article": lambda: rows(select(r.record).where(r.article == f"{portal}:{count // 2}")),
        "100 records after a seq": lambda: rows(select(r.record).where(r.seq > count // 2).order_by(r.seq).limit(100)),
        "copies of an article": lambda: rows(select(a.id).where(a.duplicate_of == f"{portal}:399")),
        "search, a rare pair": lambda: found(rare),
        "search, a phrase": lambda: found(phrase),
        "search, the commonest word": lambda: found(common),
    }


def size(store: Store, folder: Path) -> int:
    """Bytes on disk."""
    if store.engine.dialect.name == "sqlite":
        return sum(path.stat().st_size for path in folder.iterdir())
    with reading(store.engine) as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def measure(name: str, url: str, folder: Path, count: int) -> None:
    """Print what one database shows."""
    store = Store.open(url)
    seconds = fill(store, count)
    tenth = max(1, len(seconds) // 10)
    first, last = (BATCH * tenth / sum(part) for part in (seconds[:tenth], seconds[-tenth:]))
    print(
        f"{name}: {count:,} articles; {first:,.0f}/s in the first tenth, {last:,.0f}/s in the last"
        f" ({last / first:.2f}); {resident():.0f} MiB resident; {size(store, folder) / count / 1024:.1f} KiB an article"
    )
    for title, ask in queries(store, count).items():
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            ask()
            times.append(time.perf_counter() - begin)
        print(f"  {title:28} {statistics.median(times) * 1000:8.1f} ms")
    store.close()


def main() -> int:
    """Fill and ask each database."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    wanted = sys.argv[2:] or ["sqlite", "postgresql"]
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in wanted:
            measure("SQLite", f"sqlite:///{folder}/tintinh.db", Path(folder), count)
        server = os.environ.get("TINTINH_TEST_POSTGRES")
        if "postgresql" in wanted and server:
            name = f"growth_{uuid4().hex}"
            admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            try:
                url = make_url(server).set(database=name).render_as_string(hide_password=False)
                measure("PostgreSQL", url, Path(folder), count)
            finally:
                with admin.connect() as connection:
                    connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
                admin.dispose()
        elif "postgresql" in wanted:
            print("PostgreSQL: no server (TINTINH_TEST_POSTGRES)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
