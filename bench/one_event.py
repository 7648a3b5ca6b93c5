"""Many reports of one meeting: `python -m bench.one_event [REPORTS]`.

A national event is reported by hundreds of portals, some of them a hundred times. Each report is linked to its event as it
is stored: the cost of that must not grow with those stored before. Processor time of storing, a thousand reports at a
time, SQLite.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from crawler.articles.recording import Cause, Found, record_articles
from crawler.base.clock import VIETNAM
from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.model.items import Article, Meeting, MeetingKind, Person

FIRST = datetime(2026, 1, 5, 8, tzinfo=VIETNAM)
BATCH = 50


def report(number: int) -> Article:
    """A report of the same session: its text is its own, so that near-duplicates play no part."""
    portal = f"cong-{number % 300}"
    words = hashlib.sha256(str(number).encode()).hexdigest()
    body = " ".join(words[start : start + 4] for start in range(0, 64, 4))
    return Article(
        id=f"{portal}:{number}",
        portal=portal,
        url=f"https://{portal}.example/{number}",
        canonical_url=f"https://{portal}.example/{number}",
        title="Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La",
        body=body,
        published_at=FIRST + timedelta(seconds=number),
        published_precision="minute",
        content_hash=hashlib.sha256(body.encode()).hexdigest(),
        meeting=Meeting(
            kind=MeetingKind.COUNCIL_SESSION,
            body_name="HĐND tỉnh Sơn La",
            ordinal=21,
            held_on=FIRST.date(),
            held_on_precision="day",
            chairs=[Person(name="Lò Thị Hạnh", posts=["Chủ tịch HĐND tỉnh"])],
        ),
    )


def main(reports: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 't.db'}")
        for first in range(0, reports, 1000):
            begin = time.process_time()
            for start in range(first, first + 1000, BATCH):
                at = FIRST + timedelta(seconds=start)
                found = [Found(report(number), None) for number in range(start, start + BATCH)]
                with writing(store.engine) as connection:
                    record_articles(connection, found, at, Cause.FETCHED, None)
            seconds = time.process_time() - begin
            print(f"reports {first + 1:,} to {first + 1000:,}: {1000 / seconds:,.0f} a second", flush=True)
        with store.engine.connect() as connection:
            events = connection.exec_driver_sql("SELECT count(*), count(DISTINCT event) FROM meetings").one()
        print(f"{events[0]:,} reports, {events[1]} event")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 13_000)
