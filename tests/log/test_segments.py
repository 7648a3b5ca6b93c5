import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from crawler.base.clock import VIETNAM
from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.log import segments
from crawler.log.segments import publish
from tests.articles.test_revisions import commit
from tests.records import NOON, PORTAL, article


def lines(output: Path) -> list[dict[str, object]]:
    found = [json.loads(line) for path in output.rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return sorted(found, key=lambda record: record["seq"])


def test_each_revision_is_published_once_in_order(store: Store, tmp_path: Path) -> None:
    commit(store, article("1"), article("2"))
    assert publish(store.engine, tmp_path, NOON) == 2
    assert publish(store.engine, tmp_path, NOON) == 0
    commit(store, article("1", "sửa"), hours=1)
    assert publish(store.engine, tmp_path, NOON) == 1
    paths = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jsonl"))
    assert paths == [
        f"{PORTAL}/2026/01/000000000001-000000000002.jsonl",
        f"{PORTAL}/2026/01/000000000003-000000000003.jsonl",
    ]
    assert [record["seq"] for record in lines(tmp_path)] == [1, 2, 3]


def test_segments_are_split_by_portal_month_and_size(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "SEGMENT_LINES", 2)
    commit(store, article("1"), article("1", portal="khac"), article("2"))
    commit(store, article("3"), hours=24 * 40)
    assert publish(store.engine, tmp_path, NOON) == 4
    assert {str(path.parent.relative_to(tmp_path)) for path in tmp_path.rglob("*.jsonl")} == {
        f"{PORTAL}/2026/01",
        f"{PORTAL}/2026/02",
        "khac/2026/01",
    }
    assert [record["seq"] for record in lines(tmp_path)] == [1, 2, 3, 4]


@pytest.mark.parametrize("moment", ["planned", "half written", "renamed"])
def test_a_kill_at_any_moment_leaves_neither_gap_nor_repeat(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    commit(store, article("1"), article("2"))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        if moment == "planned":
            patch.setattr(segments, "write_lines", die)
        elif moment == "half written":
            patch.setattr(os, "fsync", die)
        else:
            patch.setattr(os, "open", die)
        publish(store.engine, tmp_path, NOON)
    commit(store, article("3"), hours=1)
    publish(store.engine, tmp_path, NOON)
    assert [record["seq"] for record in lines(tmp_path)] == [1, 2, 3]
    assert sum(path.read_text("utf-8").count("\n") for path in tmp_path.rglob("*.jsonl")) == 3


def test_what_a_kill_left_half_written_is_swept_when_old(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / PORTAL / "2026" / "01"
    folder.mkdir(parents=True)
    stale, fresh = folder / ".a.jsonl.1.tmp", folder / ".b.jsonl.2.tmp"
    for path in (stale, fresh):
        path.write_text("{", "utf-8")
    long_ago = datetime(2020, 1, 1, tzinfo=VIETNAM).timestamp()
    os.utime(stale, (long_ago, long_ago))
    commit(store, article("1"))
    publish(store.engine, tmp_path, NOON)
    assert not stale.exists()
    assert fresh.exists()


def test_a_folder_that_cannot_be_written_is_a_clear_error_and_costs_nothing(store: Store, tmp_path: Path) -> None:
    commit(store, article("1"))
    blocked = tmp_path / "output"
    blocked.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(StoreError, match="cannot write the JSONL log"):
        publish(store.engine, blocked, NOON)
    assert publish(store.engine, tmp_path / "free", NOON) == 1
