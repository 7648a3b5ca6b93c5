"""Each kind of damage is found by the check that is made for it, and put right where that needs no backup."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.database.tables import captures, counters, due_state, events, frontier, near_nodes, sketches
from crawler.keeping.doctor import examine
from crawler.keeping.finding import Patient
from crawler.log.reading import read_log
from crawler.search.query import search
from tests.keeping.folders import crawled, fill
from tests.records import PORTAL, article, later

Damage = Callable[[Store, Path], None]


@pytest.fixture
def output(store: Store, tmp_path: Path) -> Path:
    fill(store, tmp_path / "output")
    return tmp_path / "output"


def told(store: Store, output: Path, mend: bool = False) -> list[tuple[str, bool]]:
    found = examine(Patient(store.engine, output, later(hours=8)), mend)
    return [(finding.check, finding.mended) for finding in found]


def test_a_store_that_is_well_has_no_findings(store: Store, output: Path) -> None:
    assert told(store, output) == []


def lower_seq(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        connection.execute(update(counters).where(counters.c.name == "seq").values(value=2))


def lose_words(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        emptied = "INSERT INTO article_words (article_words) VALUES ('delete-all')"
        connection.execute(text(emptied if connection.dialect.name == "sqlite" else "DELETE FROM article_words"))


def lose_sketches(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        connection.execute(delete(sketches))


def stray_sketch(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        connection.execute(sketches.insert().values(number=999, signature=b"x"))


def disorder(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        connection.execute(near_nodes.insert().values(node=(1 << 12) | 5, entries=b"\xff" * 8))


def empty_event(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        connection.execute(events.insert().values(kind="other", first_found="2026-01-01T00:00:00+07:00"))


def cut_segment(_store: Store, output: Path) -> None:
    path = next(output.glob("*/*/*/*.jsonl"))
    path.write_bytes(path.read_bytes()[:-9])


def clock_ahead(store: Store, _output: Path) -> None:
    second = int(later(days=365).timestamp())
    with writing(store.engine) as connection:
        connection.execute(update(due_state).values(started_at=second))


def pages_ahead(store: Store, _output: Path) -> None:
    second = int(later(days=365).timestamp())
    with writing(store.engine) as connection:
        connection.execute(update(frontier).values(fetched_at=second, due_at=second))


def left_over(_store: Store, output: Path) -> None:
    path = output / ".meetings.atom.123.tmp"
    path.write_bytes(b"<feed")
    os.utime(path, (0, 0))


def unkept_page(store: Store, _output: Path) -> None:
    with writing(store.engine) as connection:
        row = {"url": "https://x.vn/y", "portal": PORTAL, "digest": "x", "saved_at": "2026-01-01T00:00:00Z"}
        connection.execute(captures.insert().values(**row, warc_file="gone-20260101-00001.warc.gz", warc_offset=7))


def torn_archive(_store: Store, output: Path) -> None:
    with next((output / "archive").glob("*.warc.gz")).open("ab") as stream:
        stream.write(b"\x1f\x8b\x08 half a record")


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (lower_seq, "numbering"),
        (lose_words, "full text"),
        (lose_sketches, "near-duplicates"),
        (stray_sketch, "near-duplicates"),
        (disorder, "near-duplicates"),
        (empty_event, "orphans"),
        (cut_segment, "log"),
        (clock_ahead, "clock"),
        (pages_ahead, "clock"),
        (left_over, "leftovers"),
        (unkept_page, "archive"),
        (torn_archive, "archive"),
    ],
)
def test_damage_is_found_and_put_right(store: Store, output: Path, damage: Damage, check: str) -> None:
    published = list(read_log(output))
    damage(store, output)
    assert told(store, output) == [(check, False)]
    assert told(store, output, mend=True) == [(check, True)]
    assert told(store, output) == []
    assert list(read_log(output)) == published
    with store.engine.connect() as connection:
        assert len(search(connection, "phương hướng")) == 3
    assert crawled(store, output, article("99", "Tin mới."), hours=9) == [len(published) + 1]


def test_pages_of_records_that_are_lost_need_a_backup(store: Store, output: Path) -> None:
    for path in (output / "archive").glob("*.warc.gz"):
        path.unlink()
    found = list(examine(Patient(store.engine, output, later(hours=8)), True))
    assert [(one.check, one.mended) for one in found] == [("archive", True), ("archive", False)]
    assert "backup" in found[1].remedy


def test_rows_that_point_to_nothing_are_deleted_on_sqlite(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'output' / 'tintinh.db'}")
    fill(store, tmp_path / "output")
    with closing(sqlite3.connect(tmp_path / "output" / "tintinh.db")) as plain, plain:
        plain.execute("INSERT INTO meeting_keys (key, article) VALUES ('x', 'nobody')")
    assert told(store, tmp_path / "output") == [("orphans", False)]
    assert told(store, tmp_path / "output", mend=True) == [("orphans", True)]
    assert told(store, tmp_path / "output") == []
    store.close()


def test_a_damaged_database_ends_the_examination(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'output' / 'tintinh.db'}")
    fill(store, tmp_path / "output")
    with writing(store.engine) as connection:
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'ix_revisions_portal_seq'")
        number = page.scalar_one()
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.engine.dispose()
    content = bytearray((tmp_path / "output" / "tintinh.db").read_bytes())
    content[(number - 1) * 4096 + 8 : number * 4096] = b"\x00" * 4088
    (tmp_path / "output" / "tintinh.db").write_bytes(content)
    assert {check for check, _ in told(store, tmp_path / "output", mend=True)} == {"database"}
    store.close()


def test_sequences_that_lag_are_set_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    store = Store.open(postgres_url)
    fill(store, tmp_path / "output")
    with writing(store.engine) as connection:
        connection.execute(text("SELECT setval(pg_get_serial_sequence('runs', 'id'), 1)"))
    assert told(store, tmp_path / "output") == [("numbering", False)]
    assert told(store, tmp_path / "output", mend=True) == [("numbering", True)]
    assert told(store, tmp_path / "output") == []
    store.close()


def test_a_page_damaged_amid_the_archive_is_fetched_again_and_no_other_is_lost(store: Store, output: Path) -> None:
    path = next((output / "archive").glob("*.warc.gz"))
    content = bytearray(path.read_bytes())
    with writing(store.engine) as connection:
        places = connection.execute(select(captures.c.url, captures.c.warc_offset)).all()
        connection.execute(update(frontier).values(etag='"1"', due_at=None))
    (lost, at), *others = sorted(places, key=lambda row: row.warc_offset)
    content[at + 150] ^= 1
    path.write_bytes(content)
    assert ("archive", True) in told(store, output, mend=True)
    with writing(store.engine) as connection:
        assert set(connection.execute(select(captures.c.url)).scalars()) == {url for url, _ in others}
        again = select(frontier.c.url).where(frontier.c.etag.is_(None), frontier.c.due_at.is_not(None))
        assert connection.execute(again).scalars().all() == [lost]
