"""A published log of two portals, and ways to damage it."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from crawler.articles.restoring import restore_records
from crawler.crawl.store import Store
from crawler.log.manifest import read_manifest
from crawler.log.mending import mend
from crawler.log.reading import read_log
from crawler.log.segments import publish
from crawler.log.verifying import Wrong, verify
from crawler.model.items import Meeting, MeetingKind
from tests.articles.test_revisions import commit
from tests.records import article, later

LONG = "Hội nghị đánh giá tình hình thực hiện nhiệm vụ quý một và bàn phương hướng thời gian tới của toàn ngành. " * 3


def fill(store: Store, output: Path, batches: int = 3) -> None:
    """Each batch: an article of each portal, one more that is edited each time; then it is published."""
    for number in range(batches):
        report = article(f"{number}", f"{LONG} Lần {number}.", portal="a")
        report.meeting = Meeting(kind=MeetingKind.CONFERENCE, body_name="Sở Tài chính", ordinal=number)
        commit(store, report, article(f"{number}", f"{LONG} Số {number * 7}.", portal="b"), hours=number)
        commit(store, article("sửa", f"Bản {number}.", portal="a"), hours=number)
        publish(store.engine, output, later(hours=number))


def published(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for _, line in read_log(output)]


def raw(output: Path) -> list[bytes]:
    return [line for _, line in read_log(output)]


def file_of(output: Path, number: int = 0) -> Path:
    return output / read_manifest(output).segments[number].path


def faults(engine: Engine, output: Path) -> list[Wrong]:
    return [fault.wrong for fault in verify(engine, output)]


def mended(engine: Engine, output: Path) -> list[tuple[Wrong, bool]]:
    return [(fault.wrong, done) for fault, done in mend(engine, output, restore_records)]
