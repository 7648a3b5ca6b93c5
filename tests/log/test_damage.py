"""Damage to the log's files is noticed by whoever reads, and mended by the next crawl or by command."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, log_segments, revisions
from crawler.log.export import Wanted, export
from crawler.log.manifest import MANIFEST, PARTS, read_head, read_manifest
from crawler.log.mirror import mirror
from crawler.log.reading import read_log
from crawler.log.segments import publish
from crawler.log.verifying import Wrong
from tests.articles.test_revisions import commit
from tests.log.damage import faults, file_of, fill, mended, raw
from tests.records import article, later


def at_a_line_end(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def inside_a_line(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def more(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


DAMAGE = [at_a_line_end, inside_a_line, one_bit, more, Path.unlink]


@pytest.fixture
def output(store: Store, tmp_path: Path) -> Path:
    fill(store, tmp_path / "output")
    return tmp_path / "output"


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_reader_refuses_damage_and_the_command_mends_it(
    store: Store, output: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    before, files = raw(output), {one.path: one.sha256 for one in read_manifest(output).segments}
    assert faults(store.engine, output) == []
    damage(file_of(output, 1))
    readers: list[Callable[[], object]] = [
        lambda: raw(output),
        lambda: export(output, str(tmp_path / "export"), "jsonl", Wanted()),
        lambda: mirror(output, str(tmp_path / "mirror")),
    ]
    for reader in readers:
        with pytest.raises(StoreError, match="log verify --mend"):
            reader()
    wrong = Wrong.FILE_MISSING if damage is Path.unlink else Wrong.FILE_DAMAGED
    assert faults(store.engine, output) == [wrong]
    assert mended(store.engine, output) == [(wrong, True)]
    assert faults(store.engine, output) == []
    assert raw(output) == before
    assert {one.path: one.sha256 for one in read_manifest(output).segments} == files


@pytest.mark.parametrize("damage", [at_a_line_end, inside_a_line, more, Path.unlink])
def test_the_next_crawl_mends_what_sizes_tell(
    store: Store, output: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    before = raw(output)
    damage(file_of(output, 0))
    publish(store.engine, output, later(hours=9))
    assert raw(output) == before
    assert "written again from the store" in caplog.text


def test_what_was_read_before_the_damage_is_not_read_again(store: Store, output: Path) -> None:
    one_bit(file_of(output, 0))
    last = read_manifest(output).segments[0].last_seq
    assert [seq for seq, _ in read_log(output, last)] == list(range(last + 1, 10))


@pytest.mark.parametrize("lost", ["manifest", "parts", "everything"])
def test_a_manifest_or_a_whole_folder_that_is_gone_comes_back_with_the_next_crawl(
    store: Store, output: Path, lost: str
) -> None:
    before = raw(output)
    gone = [output / MANIFEST] if lost == "manifest" else list((output / PARTS).glob("*"))
    if lost == "everything":
        gone = [path for path in output.rglob("*.json*") if path.is_file()]
    for path in gone:
        path.unlink()
    publish(store.engine, output, later(hours=9))
    assert raw(output) == before
    assert faults(store.engine, output) == []


@pytest.mark.parametrize("name", [MANIFEST, PARTS])
def test_a_damaged_manifest_is_told_and_mended(store: Store, output: Path, name: str) -> None:
    before = raw(output)
    path = output / name if name == MANIFEST else output / read_head(output).parts[0].path
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(StoreError, match="log verify --mend"):
        raw(output)
    assert faults(store.engine, output) == [Wrong.MANIFEST_DAMAGED]
    assert mended(store.engine, output) == [(Wrong.MANIFEST_DAMAGED, True)]
    assert raw(output) == before
    assert faults(store.engine, output) == []


def test_records_that_the_store_lost_or_changed_come_back_from_the_log(store: Store, output: Path) -> None:
    before = raw(output)
    with writing(store.engine) as connection:
        connection.execute(delete(revisions).where(revisions.c.seq == 8))
        connection.execute(update(revisions).where(revisions.c.seq == 1).values(record="{}"))
    assert faults(store.engine, output) == [Wrong.STORE_DIFFERS] * 2
    assert mended(store.engine, output) == [(Wrong.STORE_DIFFERS, True)] * 2
    assert faults(store.engine, output) == []
    with reading(store.engine) as connection:
        records = connection.execute(select(revisions.c.record).order_by(revisions.c.seq)).scalars().all()
    assert [record.encode() for record in records] == before


def test_what_is_in_neither_is_told_and_never_made_up(store: Store, output: Path) -> None:
    segment = read_manifest(output).segments[0]
    (output / segment.path).unlink()
    with writing(store.engine) as connection:
        connection.execute(delete(revisions).where(revisions.c.seq == 1))
    done = mended(store.engine, output)
    assert (Wrong.LOST, False) in done
    assert (Wrong.FILE_MISSING, False) in done
    assert not (output / segment.path).exists()
    commit(store, article("mới"), hours=20)
    assert publish(store.engine, output, later(hours=20)) == 1
    with reading(store.engine) as connection:
        assert connection.execute(select(articles.c.seq).where(articles.c.id.like("%mới"))).scalar_one() == 10


def test_a_file_that_nobody_published_is_set_aside(store: Store, output: Path) -> None:
    stray = output / "khac" / "2026" / "01" / "000000000001-000000000002.jsonl"
    stray.parent.mkdir(parents=True)
    stray.write_text("{}\n")
    assert mended(store.engine, output) == [(Wrong.STRAY, True)]
    assert not stray.exists()
    assert stray.with_name(f"{stray.name}.stray").exists()


def test_a_glance_comes_by_every_segment(store: Store, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.log.spot_checks.LOOKED_AT", 1)
    places = itertools.count()
    monkeypatch.setattr("random.randrange", lambda last: next(places) % last)
    before = raw(output)
    count = len(read_manifest(output).segments)
    for number in range(count):
        file_of(output, number).unlink()
    for _ in range(9):
        publish(store.engine, output, later(hours=9))
    assert raw(output) == before
    with reading(store.engine) as connection:
        assert connection.execute(select(log_segments.c.path).where(log_segments.c.sha256.is_(None))).all() == []


def test_no_flipped_bit_makes_another_head(store: Store, output: Path) -> None:
    path = output / MANIFEST
    whole, head = path.read_bytes(), read_head(output)
    for at in range(len(whole)):
        content = bytearray(whole)
        content[at] ^= 1 << at % 8
        path.write_bytes(content)
        with suppress(StoreError):
            assert read_head(output) == head, f"byte {at}"
    content = bytearray(whole)
    assert head.store is not None
    content[whole.index(head.store.encode()) + 5] ^= 1
    path.write_bytes(content)
    assert faults(store.engine, output)[0] is Wrong.MANIFEST_DAMAGED
    assert mended(store.engine, output)[0] == (Wrong.MANIFEST_DAMAGED, True)
    assert path.read_bytes() == whole
