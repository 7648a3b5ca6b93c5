"""What is written aside does not stay where the disk refuses it."""

import errno
import os
from pathlib import Path

import pytest

from crawler.base.atomic import replace_whole
from crawler.crawl.store import Store
from crawler.log.segments import publish
from crawler.watch import feeds
from crawler.watch.rules import Rules
from tests.articles.test_revisions import commit
from tests.records import NOON, article


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*.tmp")]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    replace_whole(target, b"one")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            replace_whole(target, b"two")
    assert (target.read_bytes(), left(tmp_path)) == (b"one", [])


def test_segments_and_feeds_leave_nothing_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawler.base.errors import StoreError

    store = Store.open(f"sqlite:///{tmp_path / 't.db'}")
    commit(store, article("1"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError):
            publish(store.engine, tmp_path / "output", NOON)
        with pytest.raises(StoreError):
            feeds.write_feeds(store.engine, tmp_path / "output", Rules(), lambda: NOON, {})
    assert left(tmp_path) == []
    store.close()


def test_what_a_kill_left_beside_the_feeds_is_deleted(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 't.db'}")
    folder = tmp_path / "output" / "feeds"
    folder.mkdir(parents=True)
    (folder / ".meetings.atom.4711.tmp").write_bytes(b"half")
    feeds.write_feeds(store.engine, tmp_path / "output", Rules(), lambda: NOON, {})
    assert left(tmp_path) == []
    store.close()
