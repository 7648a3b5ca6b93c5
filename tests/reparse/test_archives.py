"""Archives read again: in order, on any number of cores the same, whole or not at all."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.base.errors import ArchiveError, StoreError
from crawler.reparse.archives import reparse_archives
from tests.extraction.pages import PAGES


def archive(path: Path, pages: list[tuple[str, bytes, str, str]]) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, body, status, kind in pages:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-11-24T01:15:00Z"},
            )  # fmt: skip
            writer.write_record(record)
    return path


SAVED = [(page.url, page.html.encode(), "200 OK", "text/html; charset=utf-8") for page in PAGES]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("processes", [1, 2])
def test_records_in_the_archives_order(tmp_path: Path, processes: int) -> None:
    one = archive(tmp_path / "a.warc.gz", SAVED[:12])
    two = archive(tmp_path / "b.warc.gz", SAVED[12:])
    counts = reparse_archives([one, two], tmp_path / "out.jsonl", processes=processes)
    records = lines(tmp_path / "out.jsonl")
    expected = [page.url for page in PAGES if page.read().article is not None]
    assert [record["url"] for record in records] == expected
    assert counts.pages == len(PAGES)
    assert counts.articles == len(records)
    assert {record["provenance"]["warc_file"] for record in records} == {"a.warc.gz", "b.warc.gz"}
    assert {record["provenance"]["fetched_at"] for record in records} == {"2026-11-24T08:15:00+07:00"}
    assert all(record["content_hash"] for record in records)


def test_errors_and_other_files_are_no_pages(tmp_path: Path) -> None:
    url, body, _, kind = SAVED[0]
    saved = [(url, body, "404 Not Found", kind), (url + "x", b"%PDF-1.4", "200 OK", "application/pdf")]
    counts = reparse_archives([archive(tmp_path / "a.warc.gz", saved)], tmp_path / "out.jsonl", processes=1)
    assert counts.pages == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_a_damaged_archive_leaves_no_half_output(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.warc.gz", SAVED).read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveError):
        reparse_archives([tmp_path / "a.warc.gz"], tmp_path / "out.jsonl", processes=1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.warc.gz"]


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError):
        reparse_archives([archive(tmp_path / "a.warc.gz", SAVED[:1])], tmp_path / "file" / "out.jsonl", processes=1)
