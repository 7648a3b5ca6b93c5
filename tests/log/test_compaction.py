"""Months that are over become one segment a portal; readers who hold a seq, or an older manifest, notice nothing."""

import itertools
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.database.tables import log_segments, revisions
from crawler.log import compaction, segments
from crawler.log.manifest import PARTS, read_head, read_manifest
from crawler.log.mirror import mirror
from crawler.log.reading import follow_log, read_log
from crawler.log.segments import publish
from tests.articles.test_revisions import commit
from tests.log.damage import faults, raw
from tests.records import NOON, article, later

PORTALS = ("a", "b", "c")
NEXT_MONTH = 24 * 40


def months(store: Store, output: Path, ticks: int = 4, start: int = 0) -> None:
    """Ticks a day and a half apart: each portal publishes an article each time."""
    for tick in range(start, start + ticks):
        commit(store, *(article(f"{tick}", f"tin {tick}", portal=name) for name in PORTALS), hours=36 * tick)
        publish(store.engine, output, later(hours=36 * tick))


def files(output: Path) -> list[str]:
    return sorted(path.relative_to(output).as_posix() for path in output.glob("*/*/*/*.jsonl"))


def age(store: Store, output: Path, hours: float = 2) -> None:
    """As if everything had been done that much earlier."""
    with writing(store.engine) as connection:
        c = log_segments.c
        connection.execute(update(log_segments).values(replaced_at=c.replaced_at - int(hours * 3600)))
    for path in output.rglob("*.json*"):
        os.utime(path, (time.time() - hours * 3600,) * 2)


def test_a_closed_month_is_one_segment_a_portal_with_the_same_lines(store: Store, tmp_path: Path) -> None:
    months(store, tmp_path)
    before, small = raw(tmp_path), files(tmp_path)
    assert len(small) == 12
    for hours in (NEXT_MONTH, NEXT_MONTH + 1):  # four portals at most with each
        publish(store.engine, tmp_path, later(hours=hours))
    assert raw(tmp_path) == before
    manifest = read_manifest(tmp_path)
    assert [part.part for part in manifest.head.parts] == ["2026-01"]
    assert [(one.portal, one.lines) for one in manifest.segments] == [(name, 4) for name in PORTALS]
    assert set(small) < set(files(tmp_path))
    age(store, tmp_path)
    commit(store, article("mới", portal="a"), hours=NEXT_MONTH + 2)
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH + 2))
    assert not set(small) & set(files(tmp_path))
    assert len(files(tmp_path)) == 4
    assert len(list((tmp_path / PARTS).iterdir())) == 2
    assert raw(tmp_path)[:-1] == before
    assert faults(store.engine, tmp_path) == []


def test_the_month_that_goes_on_is_left_alone(store: Store, tmp_path: Path) -> None:
    months(store, tmp_path)
    publish(store.engine, tmp_path, later(hours=24 * 29))
    assert len(read_manifest(tmp_path).segments) == 12


def test_a_reader_in_the_middle_goes_on_behind_its_seq(store: Store, tmp_path: Path) -> None:
    """Files vanish under a reader that holds the manifest of before: it goes by the new one from then on."""
    months(store, tmp_path)
    lines = read_log(tmp_path)
    got = [seq for seq, _ in itertools.islice(lines, 5)]
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH))
    for path in (tmp_path / name for name in files(tmp_path)):
        if path.stem.partition("-")[0] == path.stem.partition("-")[2]:
            path.unlink()
    got += [seq for seq, _ in lines]
    assert got == list(range(1, 13))


def test_a_reader_that_follows_meets_each_line_once(store: Store, tmp_path: Path) -> None:
    months(store, tmp_path)
    steps = itertools.count(1)

    def more() -> None:
        step = next(steps)
        commit(store, article(f"m{step}", portal="a"), hours=NEXT_MONTH + step)
        publish(store.engine, tmp_path, later(hours=NEXT_MONTH + step))
        age(store, tmp_path)

    lines = follow_log(tmp_path, 2, wait=more)
    assert [seq for seq, _ in itertools.islice(lines, 14)] == list(range(3, 17))


@pytest.mark.parametrize("step", range(6))
def test_a_kill_at_any_step_leaves_the_log_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    months(store, tmp_path)
    before = raw(tmp_path)
    calls = itertools.count()

    def dying(real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            if next(calls) == step:
                raise KeyboardInterrupt
            return real(*arguments, **named)  # type: ignore[operator]

        return call

    with monkeypatch.context() as patch:
        patch.setattr(compaction, "write_lines", dying(compaction.write_lines))
        patch.setattr(compaction, "mark_stale", dying(compaction.mark_stale))
        patch.setattr(segments, "bring_up_to_date", dying(segments.bring_up_to_date))
        try:
            publish(store.engine, tmp_path, later(hours=NEXT_MONTH))
        except KeyboardInterrupt:
            assert raw(tmp_path) == before
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH + 1))
    assert raw(tmp_path) == before
    assert faults(store.engine, tmp_path) == []
    assert len(read_manifest(tmp_path).segments) == 3


def test_a_straggler_joins_its_month(store: Store, tmp_path: Path) -> None:
    """A clock that went back: a record of a month that was compacted already."""
    months(store, tmp_path)
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH))
    commit(store, article("muộn", portal="a"), hours=100)
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH + 1))
    manifest = read_manifest(tmp_path)
    assert [part.part for part in manifest.head.parts] == ["2026-01"]
    assert sorted((one.portal, one.lines) for one in manifest.segments) == [("a", 5), ("b", 4), ("c", 4)]
    assert len(raw(tmp_path)) == 13


def test_records_of_two_months_in_turn_are_not_mixed(store: Store, tmp_path: Path) -> None:
    for tick, hours in enumerate((0, NEXT_MONTH, 1, NEXT_MONTH + 1)):
        commit(store, article(f"{tick}", f"tin {tick}", portal="a"), hours=hours)
        publish(store.engine, tmp_path, NOON)
    before = raw(tmp_path)
    publish(store.engine, tmp_path, later(hours=24 * 100))
    publish(store.engine, tmp_path, later(hours=24 * 100))
    assert raw(tmp_path) == before
    assert [part.part for part in read_head(tmp_path).parts] == ["2026-01", "2026-02"]
    assert faults(store.engine, tmp_path) == []


def test_what_the_store_has_otherwise_is_not_compacted(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    months(store, tmp_path)
    before = raw(tmp_path)
    with writing(store.engine) as connection:
        connection.execute(update(revisions).where(revisions.c.seq == 1).values(record="{}"))
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH))
    assert "is not compacted" in caplog.text
    assert raw(tmp_path) == before
    assert sorted((one.portal, one.lines) for one in read_manifest(tmp_path).segments)[-2:] == [("b", 4), ("c", 4)]


def test_large_segments_stay_by_themselves(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    months(store, tmp_path)
    size = read_manifest(tmp_path).segments[0].bytes
    monkeypatch.setattr(compaction, "LARGEST", int(size * 2.5))
    publish(store.engine, tmp_path, later(hours=NEXT_MONTH))
    assert sorted(one.lines for one in read_manifest(tmp_path).segments) == [2] * 6
    assert len(raw(tmp_path)) == 12


def test_a_mirror_is_compacted_too(store: Store, tmp_path: Path) -> None:
    output, target = tmp_path / "output", tmp_path / "mirror"
    months(store, output)
    mirror(output, str(target))
    (target / "own.txt").write_text("not of the log")
    small = files(target)
    publish(store.engine, output, later(hours=NEXT_MONTH))
    assert mirror(output, str(target)) == (3, 12)
    assert raw(target) == raw(output)
    assert set(small) < set(files(target)), "readers may hold the manifest of before"
    assert mirror(output, str(target)) == (0, 12)
    assert not set(small) & set(files(target))
    assert len(list((target / PARTS).iterdir())) == 1
    assert (target / "own.txt").exists()


def test_what_a_crawl_writes_does_not_grow_with_the_log(store: Store, tmp_path: Path) -> None:
    """The parts of other days are not written again."""
    months(store, tmp_path, ticks=3)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / PARTS).iterdir()}
    months(store, tmp_path, ticks=1, start=3)
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / PARTS).iterdir()}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def days_of(output: Path) -> Iterator[str]:
    for part in read_head(output).parts:
        yield part.part


def test_parts_are_days_until_their_month_is_over(store: Store, tmp_path: Path) -> None:
    months(store, tmp_path)
    assert list(days_of(tmp_path)) == [f"{(NOON + timedelta(hours=36 * n)):%Y-%m-%d}" for n in range(4)]
