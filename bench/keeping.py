"""How long it takes to keep a store: `python -m bench.keeping OUTPUT`, a folder with a store of `bench.growth --keep`.

Publishes its log, then times a backup, a second one, the doctor, a restore, a move to PostgreSQL (where
TINTINH_TEST_POSTGRES names a server), a takedown and a vacuum: processor seconds of this process and its children
(without PostgreSQL's server), seconds on the clock, articles a second of either. Everything but OUTPUT's log is made in
a temporary folder, which needs three times the room of the store.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, func, make_url, select, text

from crawler.base import clock
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.opening import open_database
from crawler.database.tables import articles
from crawler.keeping.backup import back_up
from crawler.keeping.doctor import examine
from crawler.keeping.finding import Patient
from crawler.keeping.forget import forget
from crawler.keeping.moving import move
from crawler.keeping.restore import restore
from crawler.keeping.vacuum import vacuum
from crawler.log.segments import publish
from crawler.runs.locks import FileLocks


def timed(name: str, count: int, work: Callable[[], object]) -> None:
    """Print what one piece of work took."""
    begin, used = time.perf_counter(), processor()
    work()
    seconds, used = time.perf_counter() - begin, processor() - used
    print(
        f"{name:<28} {used:7.1f} s processor ({count / used:8,.0f} articles/s) {seconds:7.1f} s on the clock",
        flush=True,
    )


def processor() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def on_postgresql(store: Store, count: int, server: str) -> None:
    """A move to a database of its own, and the doctor there."""
    name = f"keeping_{uuid4().hex}"
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        new = open_database(make_url(server).set(database=name).render_as_string(hide_password=False))
        timed("move to PostgreSQL", count, lambda: move(store.engine, new, lambda _: None))
        new.dispose()
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def main(output: Path) -> None:
    """Time all of it."""
    now = clock.now()
    store = Store.open(f"sqlite:///{output / 'tintinh.db'}")
    with reading(store.engine) as connection:
        count = connection.execute(select(func.count()).select_from(articles)).scalar_one()
        one = connection.execute(select(articles.c.id).order_by(articles.c.seq).limit(1)).scalar_one()
    print(f"{count:,} articles, {(output / 'tintinh.db').stat().st_size / count / 1024:.1f} KiB each")
    timed("publish", count, lambda: publish(store.engine, output, now))
    with tempfile.TemporaryDirectory() as folder:
        kept, target = Path(folder) / "backup", Path(folder) / "restored"
        timed("backup", count, lambda: back_up(store.engine, output, kept, now))
        timed("a second backup", count, lambda: back_up(store.engine, output, kept, now))
        print(
            f"  the backup has {sum(path.stat().st_size for path in kept.rglob('*') if path.is_file()) / count:,.0f} bytes an article"
        )
        timed("doctor", count, lambda: print(*examine(Patient(store.engine, output, now), False)))
        url = f"sqlite:///{target / 'tintinh.db'}"
        timed("restore, log compared", count, lambda: restore(kept, target, url, replace=False))
        copy = Store.open(url)
        locks = FileLocks(target / ".locks")
        timed("forget one", count, lambda: forget(copy.engine, target, locks, one, "bench", "bench", now))
        timed("vacuum", count, lambda: vacuum(copy.engine))
        if server := os.environ.get("TINTINH_TEST_POSTGRES"):
            on_postgresql(copy, count, server)
        copy.close()
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
