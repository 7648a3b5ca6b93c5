"""Files of articles, through the command: fetched once, politely, read, and in the records by a revision of their own."""

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.checking import segments, verify
from crawler.archive.reading import ArchiveIndex
from crawler.model.file_flags import ATTACHMENTS_READ
from tests.crawl.conftest import Site, started, tintinh
from tests.portals import DEPARTMENT, DemoPortals, ExpectedArticle

pytest.importorskip("kreuzberg", reason="the extra 'attachments' is not installed")

KILLS = int(os.environ.get("TINTINH_KILLS", "2"))
ON = {"TINTINH_ATTACHMENTS": "1"}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, int]]]:
    """The department's portal, crawled whole. The tests that share it go on from where the one before left it."""
    with DemoPortals(portals=[DEPARTMENT]) as demo:
        site = Site(demo, DEPARTMENT, tmp_path_factory.mktemp("output"))
        yield site, site.crawl(**ON)


def with_files(site: Site) -> dict[str, ExpectedArticle]:
    stored = site.latest()
    return {one.key: one for one in site.demo.truth(site.portal, "repair") if one.attachments and one.key in stored}


def file_targets(site: Site) -> list[str]:
    return [target for target in site.demo.log.targets(site.portal) if target.startswith("/documents/20182/716507/")]


def check(record: dict[str, Any], expected: ExpectedArticle) -> None:
    """What the record says of its files is what they are."""
    for number, (file, true) in enumerate(zip(record["attachments"], expected.attachments, strict=True)):
        assert (file["url"], file["name"]) == (true.url, true.name)
        assert (file["media_type"], file["text"]) == (true.media_type, true.text)
        assert len(file["sha256"]) == 64
        flags = [flag for flag in record["flags"] if flag.startswith(f"attachments.{number}: ")]
        assert (true.flag or "") in " ".join(flags), (true.flag, flags)
        assert bool(flags) == (true.flag is not None)


def test_each_file_is_had_once_and_its_article_gets_one_further_revision(crawled: tuple[Site, dict[str, int]]) -> None:
    site, counts = crawled
    truth, latest, log = with_files(site), site.latest(), site.log()
    assert {one.flag for article in truth.values() for one in article.attachments} > {"tcvn3", "unpack", "encrypted"}
    targets = file_targets(site)
    assert len(targets) == len(set(targets)) == sum(len(one.attachments) for one in truth.values()) == counts["files"]
    for key, expected in truth.items():
        first, second = (record for record in log if record["id"] == expected.id)
        assert {file["sha256"] for file in first["attachments"]} == {None}, "the article waited for its files"
        assert (second["revision"], second["flags"][-1]) == (2, ATTACHMENTS_READ)
        assert {**second, "seq": 0, "revision": 0, "flags": [], "attachments": []} == {
            **first, "seq": 0, "revision": 0, "flags": [], "attachments": []
        }  # fmt: skip
        check(latest[key], expected)
    assert (counts["new"], counts["updated"]) == (len(latest), 0), "what files add is no edit"
    assert len(log) == len(latest) + len(truth)
    pages = [one for one in site.demo.log.targets(site.portal) if one not in targets]
    assert site.demo.log.targets(site.portal) == pages + targets, "a file was asked for before a page"


def test_the_same_bytes_under_many_addresses_are_read_once(crawled: tuple[Site, dict[str, int]]) -> None:
    site, _ = crawled
    by_digest = dict(site.rows("SELECT sha256, count(*) FROM frontier WHERE kind = 'attachment' GROUP BY 1"))
    assert max(by_digest.values()) > 1
    assert set(by_digest) == {digest for (digest,) in site.rows("SELECT sha256 FROM file_texts")}


def test_search_finds_what_a_file_says(crawled: tuple[Site, dict[str, int]]) -> None:
    site, _ = crawled
    found = tintinh("search", '"kế hoạch mùa vụ năm tới"', "--output", site.output)
    assert "nông dân" in found.stdout


def test_the_archive_holds_the_files_and_gives_the_same_records(
    crawled: tuple[Site, dict[str, int]], tmp_path: Path
) -> None:
    site, counts = crawled
    (path,) = segments(site.output / "archive")
    assert {fault for _, fault in verify([path])} == {None}
    index = ArchiveIndex([path])
    for expected in with_files(site).values():
        for file in expected.attachments:
            assert index.get(file.url) is not None
    again = Site(site.demo, DEPARTMENT, tmp_path)
    assert again.crawl("--from-archive", path, **ON)["files"] == counts["files"]
    way = ("fetched_at", "warc_file", "warc_offset")
    logs = [
        [{**one, "provenance": {k: v for k, v in one["provenance"].items() if k not in way}} for one in each.log()]
        for each in (site, again)
    ]
    assert logs[0] == logs[1]


def test_reading_the_archive_again_keeps_what_the_files_say(crawled: tuple[Site, dict[str, int]]) -> None:
    site, _ = crawled
    done = tintinh("reparse", "--store", "--dry-run", "--output", site.output)
    assert "changed\t0\n" in done.stdout, done.stdout


def test_a_later_run_asks_for_no_file_again_but_those_of_an_edited_article(
    crawled: tuple[Site, dict[str, int]],
) -> None:
    site, _ = crawled
    before = site.log()
    site.demo.log.clear()
    assert site.crawl(**ON)["files"] == 0
    assert file_targets(site) == []
    assert site.log() == before
    key, expected = next((key, one) for key, one in with_files(site).items() if len(one.attachments) == 2)
    site.demo.edit(site.portal, key)
    site.demo.log.clear()
    site.crawl(**ON)
    assert len(file_targets(site)) == 2
    [edited] = site.log()[len(before) :]
    assert edited["revision"] == 3
    assert ATTACHMENTS_READ not in edited["flags"]
    check(edited, expected)


def test_a_limited_crawl_brings_the_files_of_its_articles_but_no_large_ones_and_no_block_page(
    demo: DemoPortals, tmp_path: Path
) -> None:
    site = Site(demo, DEPARTMENT, tmp_path)
    newest = next(one for one in demo.truth(DEPARTMENT) if one.attachments and one.attachments[0].flag is None)
    blocked = newest.attachments[0].url
    demo.set_fault(DEPARTMENT, "block", prefix=blocked.removeprefix(demo.base_url(DEPARTMENT).rstrip("/")))
    counts = site.crawl("--limit", 20, TINTINH_ATTACHMENT_BYTES="5000", **ON)  # the DOC and the bomb are larger
    truth, latest = with_files(site), site.latest()
    assert counts["articles"] == 20
    assert counts["files"] == sum(len(one.attachments) for one in truth.values()) - 1
    for key, one in truth.items():
        flags = " ".join(latest[key]["flags"])
        large = {"tcvn3", "unpack"} & {file.flag for file in one.attachments}
        assert ("attachments.0: file larger than" in flags) == bool(large), flags
        if large:
            assert latest[key]["attachments"][0]["sha256"] is None
        elif key != newest.key:
            check(latest[key], one)
    assert latest[newest.key]["revision"] == 1, "a block page was taken for the file"
    [(status, due)] = site.rows(f"SELECT status, due_at FROM frontier WHERE url = '{blocked}'")
    assert (status, due is not None) == ("BLOCKED", True)


@pytest.mark.timeout(60 + 10 * KILLS)
def test_kills_lose_no_file(crawled: tuple[Site, dict[str, int]], tmp_path: Path) -> None:
    site = Site(crawled[0].demo, DEPARTMENT, tmp_path)
    chance = random.Random(3)
    for _ in range(KILLS):
        crawl = started(*site.arguments(), **ON)
        time.sleep(chance.uniform(0.5, 2.0))
        crawl.close()
    site.crawl(**ON)
    latest, truth = site.latest(), with_files(site)
    assert set(truth) == set(with_files(crawled[0]))
    for key, expected in truth.items():
        check(latest[key], expected)
    seqs = [record["seq"] for record in site.log()]
    assert seqs == list(range(1, len(seqs) + 1))
    assert all(json.dumps(record) for record in site.log())
    assert max(record["revision"] for record in site.log()) == 2
