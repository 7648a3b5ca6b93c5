"""A backup holds what belongs together, and what is put back goes on where the published log ends."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive.checking import extract
from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.keeping.backup import back_up
from crawler.keeping.backup_folder import MANIFEST, faults, place, read_backup
from crawler.keeping.doctor import examine
from crawler.keeping.finding import Patient
from crawler.keeping.restore import restore
from crawler.log.reading import read_log
from crawler.log.verifying import verify
from crawler.search.query import search
from tests.keeping.folders import content, crawled, fill, newest, records
from tests.keeping.killing import killed_at_each_step
from tests.records import article, later
from tests.stores import Postgres


@pytest.fixture
def output(store: Store, tmp_path: Path) -> Path:
    fill(store, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> Iterator[str]:
    """Another database of the same kind."""
    if store_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored' / 'tintinh.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.make(migrated=False)
    yield url
    server.drop(url)


def test_what_is_put_back_is_what_was_there(store: Store, output: Path, empty_url: str, tmp_path: Path) -> None:
    back_up(store.engine, output, tmp_path / "backup", later(hours=5))
    target = tmp_path / "restored"
    _, mended = restore(tmp_path / "backup", target, empty_url, replace=False)
    assert [fault for fault, done in mended if not done] == []
    assert list(read_log(target)) == list(read_log(output))
    assert content(target / "archive") == content(output / "archive")
    again = Store.open(empty_url)
    try:
        assert records(again.engine) == records(store.engine)
        assert list(verify(again.engine, target)) == []
        with again.engine.connect() as connection:
            assert len(search(connection, "phương hướng")) == 3
        [seq] = crawled(again, target, article("99", "Tin mới."), hours=6)
        assert seq == len(records(store.engine)) + 1
        page = next(one for one in records(again.engine) if one["id"].endswith(":30"))["provenance"]
        assert "Bản 0." in extract(target / "archive", page["warc_file"], page["warc_offset"]).body.decode()
    finally:
        again.close()


def test_a_second_backup_copies_only_what_is_new(store: Store, output: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    first = back_up(store.engine, output, folder, later(hours=5))
    times = {one: place(folder, one.sha256).stat().st_mtime_ns for one in first.files}
    crawled(store, output, article("77", "Tin mới."), hours=30)
    second = back_up(store.engine, output, folder, later(hours=31))
    unchanged = set(first.files) & set(second.files)
    assert {one.path.split("/")[0] for one in unchanged} >= {"thu-nghiem", "archive"}
    assert all(place(folder, one.sha256).stat().st_mtime_ns == times[one] for one in unchanged)
    assert (second.highest_seq, second.published_through) == (first.highest_seq + 1,) * 2
    left = {path.name for path in (folder / "files").rglob("*") if path.is_file()}
    assert left == {one.sha256 for one in (second.database, *second.files)}


def test_a_log_that_goes_further_gives_the_store_what_the_backup_lacks(
    store: Store, output: Path, store_url: str, tmp_path: Path
) -> None:
    back_up(store.engine, output, tmp_path / "backup", later(hours=5))
    [last] = crawled(store, output, article("77", "Tin sau bản sao."), hours=6)
    published = list(read_log(output))
    store.engine.dispose()
    restore(tmp_path / "backup", output, store_url, replace=True)
    assert list(read_log(output)) == published
    again = Store.open(store_url)
    try:
        assert newest(again.engine)["thu-nghiem:77"] == "Bài 77"
        assert list(verify(again.engine, output)) == []
        assert crawled(again, output, article("78", "Tin nữa."), hours=7) == [last + 1]
    finally:
        again.close()


def test_a_target_that_is_not_empty_is_left_alone(store: Store, output: Path, store_url: str, tmp_path: Path) -> None:
    back_up(store.engine, output, tmp_path / "backup", later(hours=5))
    before = content(output / "archive")
    with pytest.raises(UserError, match="--replace"):
        restore(tmp_path / "backup", output, store_url, replace=False)
    assert content(output / "archive") == before


def test_backups_made_while_a_crawl_goes_on_are_each_of_one_moment(
    store: Store, output: Path, store_url: str, empty_url: str, tmp_path: Path
) -> None:
    ended, failed = threading.Event(), []

    def crawl() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            try:
                crawled(store, output, article(f"5{number}", f"Tin số {number} trong khi sao lưu."), hours=5)
            except Exception as error:  # noqa: BLE001 - told by the test
                failed.append(error)
                return

    crawl_thread = threading.Thread(target=crawl)
    crawl_thread.start()
    opened = Store.open(store_url)
    try:
        seqs = [back_up(opened.engine, output, tmp_path / "backup", later(hours=5)).highest_seq for _ in range(4)]
    finally:
        ended.set()
        crawl_thread.join()
        opened.close()
    assert not failed
    assert 9 < seqs[-1] < len(records(store.engine)) + 1
    target = tmp_path / "restored"
    _, mended = restore(tmp_path / "backup", target, empty_url, replace=False)
    assert [fault for fault, done in mended if not done] == []
    again = Store.open(empty_url)
    found = examine(Patient(again.engine, target, later(hours=8)), False)
    assert list(found) == []
    assert [seq for seq, _ in read_log(target)] == list(range(1, len(list(read_log(target))) + 1))
    again.close()


def test_a_damaged_backup_changes_nothing(store: Store, output: Path, empty_url: str, tmp_path: Path) -> None:
    made = back_up(store.engine, output, tmp_path / "backup", later(hours=5))
    kept = next(one for one in made.files if one.path.endswith(".warc.gz"))
    damaged = place(tmp_path / "backup", kept.sha256)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(UserError, match=f"{kept.path}; nothing was changed"):
        restore(tmp_path / "backup", tmp_path / "restored", empty_url, replace=False)
    assert not (tmp_path / "restored" / "archive").exists()


def test_a_backup_is_refused_into_anothers_folder_and_into_the_output_folder(
    store: Store, output: Path, tmp_path: Path
) -> None:
    back_up(store.engine, output, tmp_path / "backup", later(hours=5))
    other = Store.open(f"sqlite:///{tmp_path / 'other' / 'tintinh.db'}")
    with pytest.raises(UserError, match="another store"):
        back_up(other.engine, tmp_path / "other", tmp_path / "backup", later(hours=6))
    other.close()
    with pytest.raises(UserError, match="output folder"):
        back_up(store.engine, output, output / "backup", later(hours=6))


def test_a_kill_at_any_step_leaves_the_backup_of_before(
    store: Store, output: Path, store_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    first = back_up(store.engine, output, folder, later(hours=5))
    crawled(store, output, article("77", "Tin mới."), hours=6)
    store.engine.dispose()

    def work() -> None:
        opened = Store.open(store_url)
        back_up(opened.engine, output, folder, later(hours=7))

    steps = 0
    for _ in killed_at_each_step(work):
        steps += 1
        whole = read_backup(folder)
        assert whole is not None
        assert list(faults(folder, whole)) == []
        assert whole.highest_seq in (first.highest_seq, first.highest_seq + 1)
    last = read_backup(folder)
    assert steps > 3
    assert last is not None
    assert last.highest_seq == first.highest_seq + 1
    assert list((folder / "files").rglob(".*.tmp")) == []


def test_a_restore_that_was_killed_at_any_step_is_completed_by_the_next(
    store: Store, output: Path, empty_url: str, tmp_path: Path
) -> None:
    back_up(store.engine, output, tmp_path / "backup", later(hours=5))
    store.engine.dispose()
    target = tmp_path / "restored"

    def work() -> None:
        restore(tmp_path / "backup", target, empty_url, replace=False)

    steps = sum(1 for _ in killed_at_each_step(work, every=4))
    assert steps > 2
    assert list(read_log(target)) == list(read_log(output))
    assert content(target / "archive") == content(output / "archive")
    again = Store.open(empty_url)
    assert records(again.engine) == records(store.engine)
    again.close()


def test_there_is_no_backup_where_none_was_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no backup"):
        restore(tmp_path, tmp_path / "x", f"sqlite:///{tmp_path / 'x.db'}", replace=False)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(UserError, match="no manifest of a backup"):
        restore(tmp_path, tmp_path / "x", f"sqlite:///{tmp_path / 'x.db'}", replace=False)
