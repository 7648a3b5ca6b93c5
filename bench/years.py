"""Does a crawl pay for history? What publishing costs after ten years of 568 crawls a day: `python -m bench.years`.

A store and its log are made as they are after 0, 1 and 10 years: closed months compacted to a segment a portal, the
open month with a segment for each crawl so far. Then fifty crawls more are published, each with one new article, and
timed; then the month ends, and the crawls are timed that compact it. Records are short: what a record costs is the same
at any age.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, func, select, update

from crawler.base.clock import VIETNAM
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, counters, log_parts, log_segments, revisions
from crawler.log.manifest import MANIFEST, read_head
from crawler.log.reading import read_log
from crawler.log.segment_files import segment_path
from crawler.log.segments import publish
from crawler.model.items import SCHEMA_VERSION

TICKS = 568  # crawls a day
PORTALS = 200
RECORDS = 3  # a portal and closed month, in this bench
DAYS = 20  # of the open month
START = datetime(2036, 3, 1, tzinfo=VIETNAM)  # the open month
MEASURED = 50


@dataclass(slots=True)
class Made:
    """Rows of a history, a segment at a time."""

    seq: int = 0

    def segment(
        self, output: Path, portal: str, part: str, at: datetime, count: int
    ) -> dict[str, list[dict[str, Any]]]:
        """A segment's file and its rows."""
        first, moment = self.seq + 1, at.isoformat()
        found = []
        for _ in range(count):
            self.seq += 1
            found.append(record(self.seq, portal))
        content = b"".join(line + b"\n" for line in found)
        path = segment_path(portal, f"{at:%Y-%m}", first, self.seq)
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(content)
        row = {"portal": portal, "path": path, "part": part, "first_seq": first, "last_seq": self.seq, "lines": count}
        row |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "published_at": moment}
        return {
            "segments": [row],
            "articles": [article_row(first + place, portal, moment) for place in range(count)],
            "revisions": [revision_row(first + place, portal, moment, line) for place, line in enumerate(found)],
        }


def record(seq: int, portal: str) -> bytes:
    """A line of the log, shorter than real ones."""
    fields = {"id": f"{portal}:{seq}", "portal": portal, "title": f"Tin số {seq}", "body": "Nội dung.", "seq": seq}
    return orjson.dumps(fields | {"schema_version": SCHEMA_VERSION})


def article_row(seq: int, portal: str, moment: str) -> dict[str, Any]:
    """An article's row."""
    one = {
        "id": f"{portal}:{seq}",
        "portal": portal,
        "url": "u",
        "canonical_url": "u",
        "title": "t",
        "content_hash": "h",
    }
    return one | {"revision": 1, "seq": seq, "first_seen": moment, "last_seen": moment}


def revision_row(seq: int, portal: str, moment: str, line: bytes) -> dict[str, Any]:
    """A revision's row."""
    one = {"seq": seq, "article": f"{portal}:{seq}", "revision": 1, "portal": portal, "recorded_at": moment}
    return one | {"content_hash": "h", "record": line.decode()}


def history(output: Path, years: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """All segments of that many years up to the open month, and of that so far."""
    made = Made()
    for month in range(12 * years, 0, -1):
        at = datetime(START.year, START.month, 1, 12, tzinfo=VIETNAM)
        total = at.year * 12 + at.month - 1 - month
        at = at.replace(year=total // 12, month=total % 12 + 1)
        for number in range(PORTALS):
            yield made.segment(output, f"cong-{number}", f"{at:%Y-%m}", at, RECORDS)
    for tick in range(DAYS * TICKS):
        at = START + timedelta(days=1 / TICKS) * tick
        yield made.segment(output, f"cong-{tick % PORTALS}", f"{at:%Y-%m-%d}", at, 1)


def enter(engine: Engine, output: Path, years: int) -> None:
    """Put the history into the store and the folder."""
    waiting: dict[str, list[dict[str, Any]]] = {"articles": [], "segments": [], "revisions": []}
    with writing(engine) as connection:
        for rows in history(output, years):
            for name, some in rows.items():
                waiting[name] += some
            if len(waiting["revisions"]) > 5000:
                insert(connection, waiting)
        insert(connection, waiting)
        last = connection.execute(select(func.max(revisions.c.seq))).scalar_one()
        connection.execute(update(counters).where(counters.c.name == "seq").values(value=last))
        parts = connection.execute(select(log_segments.c.part).distinct()).scalars().all()
        connection.execute(log_parts.insert(), [{"part": part} for part in parts])


def insert(connection: Connection, waiting: dict[str, list[dict[str, Any]]]) -> None:
    """Insert what waits, and forget it."""
    for name, table in (("articles", articles), ("segments", log_segments), ("revisions", revisions)):
        if waiting[name]:
            connection.execute(table.insert(), waiting[name])
            waiting[name].clear()


def crawl(engine: Engine, output: Path, at: datetime) -> tuple[float, float]:
    """A new article, published; returns the seconds that publishing took, and those of processor time."""
    with writing(engine) as connection:
        seq = connection.execute(update(counters).where(counters.c.name == "seq").values(value=counters.c.value + 1))
        seq = connection.execute(select(counters.c.value).where(counters.c.name == "seq")).scalar_one()
        portal = f"cong-{seq % PORTALS}"
        connection.execute(articles.insert(), [article_row(seq, portal, at.isoformat())])
        line = record(seq, portal)
        connection.execute(revisions.insert(), [revision_row(seq, portal, at.isoformat(), line)])
    begin, worked = time.perf_counter(), time.process_time()
    publish(engine, output, at)
    return time.perf_counter() - begin, time.process_time() - worked


def measure(years: int) -> None:
    """Print a row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        store = Store.open(f"sqlite:///{Path(folder) / 'tintinh.db'}")
        enter(store.engine, output, years)
        publish(store.engine, output, START)  # writes the whole manifest, once
        begin = START + timedelta(days=DAYS)
        times = [crawl(store.engine, output, begin + timedelta(seconds=150 * n)) for n in range(MEASURED)]
        last = begin + timedelta(seconds=150 * MEASURED)
        written = (output / MANIFEST).stat().st_size
        today = [part for part in read_head(output).parts if part.part == f"{begin:%Y-%m-%d}"]
        after = read_head(output).published_through - 10
        looked = time.perf_counter()
        assert len(list(read_log(output, after))) == 10
        looked = time.perf_counter() - looked
        over = last.replace(day=28) + timedelta(days=7)
        closing = [crawl(store.engine, output, over + timedelta(seconds=150 * n)) for n in range(PORTALS // 4 + 2)]
        with reading(store.engine) as connection:
            left = connection.execute(
                select(func.count()).select_from(log_segments).where(log_segments.c.replaced_at.is_(None))
            ).scalar_one()
        parts = len(read_head(output).parts)
        store.close()
    cells = [
        f"{years:5}",
        f"{(365 * years + DAYS) * TICKS:9,}",
        f"{left:8,}",
        f"{parts:5}",
        figures(times),
        f"{written / 1000:7.1f}",
        f"{sum(part.bytes for part in today) / 1000:6.1f}",
        f"{looked * 1000:6.1f}",
        figures(closing),
    ]
    print("  ".join(cells), flush=True)


def figures(times: list[tuple[float, float]]) -> str:
    """Median and largest, and the median of the processor's, in milliseconds."""
    wall, worked = zip(*times, strict=True)
    return f"{statistics.median(wall) * 1000:6.1f} {max(wall) * 1000:6.1f} {statistics.median(worked) * 1000:5.1f}"


def main() -> None:
    """Print the table, for the years that the command line names."""
    print(
        f"{PORTALS} portals, {TICKS} crawls a day; milliseconds of a crawl's publish: median, largest, processor time"
    )
    print("years     crawls  segments  parts  publish               head kB  day kB  tail 10  closing the month")
    for years in [int(one) for one in sys.argv[1:]] or [0, 1, 10]:
        measure(years)


if __name__ == "__main__":
    main()
