"""A store rebuilt from the published records holds all that the first one held."""

from pathlib import Path

from sqlalchemy import select

from crawler.articles.recording import Cause
from crawler.articles.restoring import restore_records
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import revisions
from tests.articles.agreement import PARTS, stored_and_expected
from tests.articles.test_recording import first_batch, found, record, session
from tests.stores import new_store

# Files by themselves are not in the log: the next crawl asks for them again.
IN_THE_LOG = [part for part in PARTS if part != "files"]


def test_all_parts_of_a_restored_store_agree_with_its_records(store: Store, tmp_path: Path) -> None:
    record(store, *first_batch())
    record(store, found("1", "HĐND hoãn họp."), found("3", "Đường mới, sửa.", session(ordinal=4)), days=1)
    record(store, found("2", "Đọc lại."), cause=Cause.REPARSED, days=2)
    c = revisions.c
    with reading(store.engine) as connection:
        lines = [(row.seq, row.record.encode()) for row in connection.execute(select(c.seq, c.record).order_by(c.seq))]
    restored = new_store(tmp_path / "restored.db")
    with writing(restored.engine) as connection:
        restore_records(connection, lines[:3])
        restore_records(connection, lines[3:])
    with reading(restored.engine) as connection:
        for part in IN_THE_LOG:
            found_there, expected = stored_and_expected(connection, part)
            assert found_there == expected, f"{part} disagree with the records"
    restored.close()
