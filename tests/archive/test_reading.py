import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.reading import ArchiveIndex, responses
from crawler.base.errors import ArchiveError


def write(path: Path, pages: dict[str, bytes], gzip: bool = True) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=gzip)
        for url, body in pages.items():
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head))
    return path


PAGES = {"https://x.vn/a": b"mot", "https://x.vn/tin%20t%E1%BB%A9c?p=2": b"hai" * 1000}


@pytest.mark.parametrize("gzip", [True, False])
def test_pages_are_found_by_address_whatever_its_scheme_and_encoding(tmp_path: Path, gzip: bool) -> None:
    path = write(tmp_path / "a.warc", PAGES, gzip)
    index = ArchiveIndex([path])
    found = index.get("http://X.vn/tin tức?p=2")
    assert found is not None
    assert (found.status, found.body) == (200, b"hai" * 1000)
    assert index.get("http://x.vn/none") is None
    assert [page.url for page in responses(path)] == list(PAGES)


def test_the_last_saved_response_wins(tmp_path: Path) -> None:
    old = write(tmp_path / "1.warc.gz", {"https://x.vn/a": b"old"})
    new = write(tmp_path / "2.warc.gz", {"https://x.vn/a": b"new"})
    found = ArchiveIndex([old, new]).get("https://x.vn/a")
    assert found is not None
    assert found.body == b"new"


@pytest.mark.parametrize("gzip", [True, False])
@pytest.mark.parametrize("lost", [1, 30, 400])
def test_an_archive_cut_short_is_refused(tmp_path: Path, gzip: bool, lost: int) -> None:
    path = write(tmp_path / "a.warc", PAGES, gzip)
    if not gzip and lost == 1:
        lost = 5  # the two line ends after a record carry nothing
    path.write_bytes(path.read_bytes()[:-lost])
    with pytest.raises(ArchiveError, match=r"cut short|damaged"):
        ArchiveIndex([path])


@pytest.mark.parametrize("content", [b"", b"<html>khong phai WARC</html>" * 50, b"\x1f\x8bxxxxxxxxxxx", b"\0" * 1000])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ArchiveError):
        ArchiveIndex([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.warc: No such file"):
        ArchiveIndex([tmp_path / "none.warc"])
