"""Old raw pages go, but for those that newest records were read from; the places of the others do not move."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.archive.checking import extract, segments, survey
from crawler.archive.checking import verify as verify_archive
from crawler.base.errors import ArchiveError, UserError
from crawler.crawl.store import Store
from crawler.keeping.doctor import examine
from crawler.keeping.finding import Patient
from crawler.keeping.retention import Pruned, age, prune
from tests.keeping.folders import content, crawled, records
from tests.records import article, later

NOISE = "".join(f"{number * 7919 % 100003} " for number in range(60_000))  # a page that packs badly


@pytest.fixture
def output(store: Store, tmp_path: Path) -> Path:
    """Day 0: pages a, b, c. Day 2: b is edited. Day 3: c is, and a new page."""
    output = tmp_path / "output"
    crawled(store, output, article("a", "Bản a."), article("b", f"Bản đầu. {NOISE}"), article("c", "Bản c."))
    crawled(store, output, article("b", "Bản sau."), hours=48)
    crawled(store, output, article("c", "Bản mới."), article("d", "Bản d."), hours=72)
    return output


def pruned(store: Store, output: Path, days: int, done: bool, at: float = 24 * 10) -> list[Pruned]:
    return list(prune(store.engine, output, timedelta(days=days), later(hours=at), done))


def test_old_pages_go_and_what_newest_records_point_at_stays(store: Store, output: Path) -> None:
    before = content(output)
    path = segments(output / "archive")[0]
    size, room = path.stat().st_size, path.stat().st_blocks
    planned = pruned(store, output, 7, done=False)
    assert content(output) == before
    [gone] = pruned(store, output, 7, done=True)
    assert planned == [gone] == [Pruned(path.name, gone.bytes, False)]
    assert gone.bytes > 100_000
    assert path.stat().st_size == size
    assert path.stat().st_blocks < room / 2
    for one in {one["id"]: one for one in records(store.engine)}.values():
        place = one["provenance"]
        page = extract(output / "archive", place["warc_file"], place["warc_offset"])
        assert one["body"] in page.body.decode()
    first = records(store.engine)[1]["provenance"]
    with pytest.raises(ArchiveError):
        extract(output / "archive", first["warc_file"], first["warc_offset"])
    assert [fault for _, fault in verify_archive(segments(output / "archive")) if fault] == []
    assert survey(path).records["responses"] == 1
    assert list(examine(Patient(store.engine, output, later(hours=80)), False)) == []
    assert pruned(store, output, 7, done=True) == []


def test_a_file_that_nothing_points_at_goes(store: Store, output: Path) -> None:
    crawled(store, output, article("a", "Bản a mới."), hours=96)
    path = segments(output / "archive")[0]
    size = path.stat().st_size
    assert pruned(store, output, 7, done=True) == [Pruned(path.name, size, True)]
    assert not path.exists()


def test_what_a_younger_revisit_refers_to_stays_until_the_revisit_goes(store: Store, output: Path) -> None:
    crawled(store, output, article("a", "Bản a."), hours=96)  # unchanged: a revisit
    crawled(store, output, article("a", "Bản a mới."), hours=120)
    assert pruned(store, output, 7, done=True) != []
    assert [fault for _, fault in verify_archive(segments(output / "archive")) if fault] == []
    path = segments(output / "archive")[0]
    assert path.exists()
    pruned(store, output, 4, done=True)
    assert [fault for _, fault in verify_archive(segments(output / "archive")) if fault] == []
    assert not path.exists()


def test_what_is_younger_stays(store: Store, output: Path) -> None:
    before = content(output)
    assert pruned(store, output, 10, done=True) == []
    assert content(output) == before


def test_an_age_is_a_number_of_days() -> None:
    assert age("400d") == timedelta(days=400)
    for wrong in ("400", "d", "-1d", "1w"):
        with pytest.raises(UserError, match="400d"):
            age(wrong)
