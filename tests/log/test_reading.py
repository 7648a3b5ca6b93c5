"""A consumer with one cursor reads each revision once, whatever is renamed when."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.log import segments
from crawler.log.manifest import MANIFEST, read_manifest
from crawler.log.reading import find_record, follow_log, read_log
from crawler.log.segments import publish
from tests.articles.test_revisions import commit
from tests.records import NOON, PORTAL, article


def seqs(output: Path, after: int = 0) -> list[int]:
    return [seq for seq, _ in read_log(output, after)]


def three_portals(store: Store, hours: int = 0) -> None:
    articles = [article(f"{hours}-{n}", portal=name) for n, name in itertools.product(range(3), ("a", "b", PORTAL))]
    commit(store, *articles, hours=hours)


def test_the_manifest_names_each_segment_with_its_digest(store: Store, tmp_path: Path) -> None:
    three_portals(store)
    publish(store.engine, tmp_path, NOON)
    manifest = read_manifest(tmp_path)
    assert manifest.published_through == 9
    assert {segment.portal for segment in manifest.segments} == {"a", "b", PORTAL}
    for segment in manifest.segments:
        content = (tmp_path / segment.path).read_bytes()
        lines = content.splitlines()
        assert hashlib.sha256(content).hexdigest() == segment.sha256
        assert (len(content), len(lines)) == (segment.bytes, segment.lines)
        assert [json.loads(lines[n])["seq"] for n in (0, -1)] == [segment.first_seq, segment.last_seq]


def test_lines_come_in_seq_order_over_all_portals_from_any_point(store: Store, tmp_path: Path) -> None:
    for hours in range(3):
        three_portals(store, hours)
        publish(store.engine, tmp_path, NOON)
    assert seqs(tmp_path) == list(range(1, 28))
    for after in range(28):
        assert seqs(tmp_path, after) == list(range(after + 1, 28))
    only = [json.loads(line)["portal"] for _, line in read_log(tmp_path, 4, {"b"})]
    assert len(only) == 8
    assert set(only) == {"b"}


def test_a_reader_never_gets_ahead_of_a_segment_not_yet_in_place(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at each step of publishing in turn, with a consumer that reads and remembers after each kill."""
    written = segments.write_lines
    got: list[int] = []
    for allowed in range(4):
        three_portals(store, allowed)
        budget = iter(range(allowed))

        def write(*arguments: object, budget: Iterator[int] = budget) -> tuple[int, str]:
            if next(budget, None) is None:
                raise KeyboardInterrupt
            return written(*arguments)  # type: ignore[arg-type]

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(segments, "write_lines", write)
            publish(store.engine, tmp_path, NOON)
        got += seqs(tmp_path, got[-1] if got else 0)
        assert got == list(range(1, len(got) + 1))
    publish(store.engine, tmp_path, NOON)
    got += seqs(tmp_path, got[-1] if got else 0)
    assert got == list(range(1, 37))


def test_a_kill_between_the_last_mark_and_the_manifest_is_made_good(store: Store, tmp_path: Path) -> None:
    three_portals(store)
    publish(store.engine, tmp_path, NOON)
    (tmp_path / MANIFEST).unlink()
    assert seqs(tmp_path) == []
    publish(store.engine, tmp_path, NOON)
    assert seqs(tmp_path) == list(range(1, 10))


def test_following_goes_on_where_it_was(store: Store, tmp_path: Path) -> None:
    hours = itertools.count()

    def more() -> None:
        three_portals(store, next(hours))
        publish(store.engine, tmp_path, NOON)

    lines = follow_log(tmp_path, 2, wait=more)
    assert [seq for seq, _ in itertools.islice(lines, 20)] == list(range(3, 23))


def test_a_missing_or_damaged_file_is_a_clear_error(store: Store, tmp_path: Path) -> None:
    three_portals(store)
    publish(store.engine, tmp_path, NOON)
    path = tmp_path / read_manifest(tmp_path).segments[0].path
    path.write_text("{\n")
    with pytest.raises(StoreError, match="is damaged"):
        seqs(tmp_path)
    path.unlink()
    with pytest.raises(StoreError, match="which the manifest names"):
        seqs(tmp_path)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(StoreError, match="no manifest"):
        seqs(tmp_path)


def test_the_newest_revision_of_an_article_is_found(store: Store, tmp_path: Path) -> None:
    commit(store, article("1"), article("12"))
    commit(store, article("1", "sửa"), hours=1)
    publish(store.engine, tmp_path, NOON)
    found = find_record(tmp_path, f"{PORTAL}:1")
    assert found is not None
    assert (found["revision"], found["body"]) == (2, "sửa")
    assert find_record(tmp_path, f"{PORTAL}:3") is None
