"""What a crawl leaves for others, through the command: the archive, the log's reader, what is read again."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.checking import segments, survey
from crawler.archive.reading import ArchiveIndex
from tests.crawl.checks import check_archive
from tests.crawl.conftest import Site, tintinh
from tests.portals import DEPARTMENT, DemoPortals

BY_THE_WAY = ("fetched_at", "warc_file", "warc_offset")


def said(*arguments: object) -> str:
    done = tintinh(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def without_the_way(record: dict[str, Any]) -> dict[str, Any]:
    provenance = {name: value for name, value in record["provenance"].items() if name not in BY_THE_WAY}
    return {**record, "provenance": provenance}


@pytest.fixture
def site(demo: DemoPortals, tmp_path: Path) -> Site:
    crawled = Site(demo, DEPARTMENT, tmp_path / "output")
    crawled.crawl("--full")
    return crawled


def test_each_record_points_at_its_page_and_the_archive_gives_the_same_records(site: Site, tmp_path: Path) -> None:
    check_archive(site)
    again = Site(site.demo, DEPARTMENT, tmp_path / "again")
    (path,) = segments(site.output / "archive")
    again.crawl("--full", "--from-archive", path)
    assert [without_the_way(record) for record in again.log()] == [without_the_way(record) for record in site.log()]
    index = ArchiveIndex([path])
    for record in again.log():
        assert record["provenance"]["warc_file"] == path.name
        page = index.get(record["url"])
        assert page is not None
        assert record["provenance"]["warc_offset"] == page.offset
    assert not (again.output / "archive").exists(), "what comes from an archive was archived again"


def test_a_second_look_at_unchanged_pages_is_revisits(site: Site) -> None:
    (path,) = segments(site.output / "archive")
    before = survey(path).records
    site.crawl("--full")
    after = survey(path).records
    assert after["responses"] - before["responses"] <= 1  # robots.txt
    assert after["revisits"] > before["revisits"]


def test_without_an_archive_the_records_say_so(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, DEPARTMENT, tmp_path / "output")
    site.crawl("--limit", 3, "--no-archive")
    assert not (site.output / "archive").exists()
    assert {record["provenance"]["warc_file"] for record in site.log()} == {None}


def test_the_archive_command_lists_verifies_and_extracts(site: Site) -> None:
    record = site.log()[0]
    listed = said("archive", "list", "--output", site.output).splitlines()
    assert listed[1].split("\t")[0] == record["provenance"]["warc_file"]
    assert said("archive", "verify", "--output", site.output).endswith("\tok\n")
    page = said("archive", "extract", record["id"], "--output", site.output)
    assert record["title"].split()[0] in page
    place = f"{record['provenance']['warc_file']}:{record['provenance']['warc_offset']}"
    assert said("archive", "extract", place, "--output", site.output) == page
    assert tintinh("archive", "extract", "x:1", "--output", site.output).returncode == 2
    path = site.output / "archive" / record["provenance"]["warc_file"]
    path.write_bytes(path.read_bytes()[:-5])
    broken = tintinh("archive", "verify", "--output", site.output)
    assert broken.returncode == 1
    assert "cut short" in broken.stdout


def test_an_older_reading_is_replaced_by_a_flagged_revision_once(site: Site) -> None:
    unwell = site.log()[2]
    older = {**unwell, "title": "Nhan đề đọc sai", "author": None}
    with sqlite3.connect(site.output / "tintinh.db") as store:
        store.execute("UPDATE revisions SET record = ? WHERE seq = ?", (json.dumps(older), unwell["seq"]))
        store.execute("UPDATE articles SET content_hash = 'older' WHERE id = ?", (unwell["id"],))
    count = len(site.log())
    dry = said("reparse", "--store", "--dry-run", "--output", site.output)
    assert "changed\t1\n" in dry
    assert "field title\t1\n" in dry
    assert len(site.log()) == count
    assert said("reparse", "--store", "--output", site.output) == dry
    mended = site.latest()[unwell["id"].split(":", 1)[1]]
    assert (mended["title"], mended["author"]) == (unwell["title"], unwell["author"])
    assert (mended["revision"], mended["seq"]) == (2, count + 1)
    assert mended["flags"] == [*unwell["flags"], "reparsed"]
    assert mended["provenance"] == unwell["provenance"]
    assert "changed\t0\n" in said("reparse", "--store", "--output", site.output)
    told = said("diff", unwell["id"], "--output", site.output)
    assert "-Nhan đề đọc sai" in told
    assert f"+{unwell['title']}" in told


def test_a_change_of_a_field_outside_the_content_hash_is_replaced_too(site: Site) -> None:
    unwell = site.log()[0]
    older = {**unwell, "published_at": None, "published_precision": None}
    with sqlite3.connect(site.output / "tintinh.db") as store:
        store.execute("UPDATE revisions SET record = ? WHERE seq = ?", (json.dumps(older), unwell["seq"]))
    assert "field published_at\t1\n" in said("reparse", "--store", "--output", site.output)
    assert site.log()[-1]["published_at"] == unwell["published_at"]
