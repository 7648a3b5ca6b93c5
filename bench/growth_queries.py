"""What people and crawls ask a store every day, and how long that takes: `python -m bench.growth_queries FILE`."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from bench.synthetic_news import Newsroom
from crawler.crawl.status import portal_status
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import articles, revisions
from crawler.search.query import search

TRIES = 5


def queries(store: Store, portals: Sequence[str], count: int, now: datetime) -> dict[str, Callable[[], object]]:
    """Each a title and what to time. `now` is the end of the `count` articles, which came one every two minutes."""
    portal = portals[3]
    room = Newsroom()
    common, rare = room.words[0], " ".join(room.words[-3:-1])
    phrase = '"' + " ".join(room.phrases[7][:3]) + '"'
    day = now - timedelta(days=3)
    a, r = articles.c, revisions.c

    def rows(statement: Select[*tuple[object, ...]]) -> object:
        with reading(store.engine) as connection:
            return connection.execute(statement).all()

    def found(words: str, **more: object) -> object:
        with reading(store.engine) as connection:
            return search(connection, words, True, **more)  # type: ignore[arg-type]

    with reading(store.engine) as connection:
        original = connection.execute(select(a.duplicate_of).where(a.duplicate_of.is_not(None)).limit(1)).scalar()
        revised = connection.execute(select(a.id).where(a.portal == portal).limit(1)).scalar_one()
    of_a_day = (a.published_at >= day.isoformat(), a.published_at < (day + timedelta(days=1)).isoformat())
    return {
        "planning: a draw of each portal": lambda: [store.draw(one, 10**9, now, 100) for one in portals],
        "status of a portal": lambda: portal_status(store, portal, now),
        "newest 50 of a portal": lambda: rows(
            select(a.id, a.title).where(a.portal == portal).order_by(a.published_at.desc()).limit(50)
        ),
        "one article, all revisions": lambda: rows(select(r.record).where(r.article == revised)),
        "100 records after a seq": lambda: rows(select(r.record).where(r.seq > count // 2).order_by(r.seq).limit(100)),
        "copies of an article": lambda: rows(select(a.id).where(a.duplicate_of == original)),
        "a portal's records of a day": lambda: rows(
            select(r.record).join(articles, a.seq == r.seq).where(a.portal == portal, *of_a_day)
        ),
        "articles of a portal, counted": lambda: rows(select(func.count()).where(a.portal == portal)),
        "search, a rare pair": lambda: found(rare),
        "search, a phrase": lambda: found(phrase),
        "search, the commonest word": lambda: found(common),
        "search, the same, one portal": lambda: found(common, portal=portal),
        "search, the same, last month": lambda: found(common, since=(now - timedelta(days=30)).date()),
    }


def report(store: Store, portals: Sequence[str], count: int, now: datetime) -> None:
    """Print the median time of each."""
    for title, ask in queries(store, portals, count, now).items():
        times = []
        for _ in range(TRIES):
            begin = time.perf_counter()
            ask()
            times.append(time.perf_counter() - begin)
        print(f"  {title:32} {statistics.median(times) * 1000:8.1f} ms")


def main() -> int:
    """Ask a store that `bench.growth` has kept."""
    store = Store.open(f"sqlite:///{sys.argv[1]}")
    with reading(store.engine) as connection:
        portals = connection.execute(select(articles.c.portal).distinct().order_by(articles.c.portal)).scalars().all()
        count = connection.execute(select(func.max(revisions.c.seq))).scalar_one()
        latest = connection.execute(select(func.max(articles.c.published_at))).scalar_one()
    report(store, portals, count, datetime.fromisoformat(latest))
    return 0


if __name__ == "__main__":
    sys.exit(main())
