"""The raw archive: other tools read it, offsets point at the page, a torn tail is mended."""

import os
import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from crawler.archive.checking import extract, segments, survey, verify
from crawler.archive.reading import ArchiveIndex, response_at
from crawler.archive.torn import cut_torn_end, whole_end
from crawler.archive.writing import ArchiveWriter, Exchange
from crawler.base.clock import VIETNAM
from crawler.base.errors import ArchiveError, StoreError

NOON = datetime(2026, 1, 2, 12, tzinfo=VIETNAM)


def exchange(url: str = "https://x.vn/a?b=1", body: bytes = b"<p>Tin</p>", status: int = 200) -> Exchange:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("X-Ten", "Hội")]
    return Exchange(url, "GET", [("User-Agent", "tintinh")], status, "OK", headers, body, NOON)


def writer(folder: Path, limit: int = 1024**3) -> ArchiveWriter:
    return ArchiveWriter(folder, "son-la", "tintinh/0", limit)


def kinds(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [record.headers["WARC-Type"] for record in ArchiveIterator(stream)]


def test_an_exchange_is_found_again_at_its_offset(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    pages = {f"https://x.vn/{n}": f"<p>Trang {n}</p>".encode() * n for n in range(1, 20)}
    captures = [archive.write(exchange(url, body), {"portal": "son-la", "run": "3"}) for url, body in pages.items()]
    archive.close()
    for capture in captures:
        assert capture is not None
        found = extract(tmp_path, capture.warc_file, capture.warc_offset)
        assert (found.url, found.status, found.body) == (capture.url, 200, pages[capture.url])
        assert ("Content-Type", "text/html; charset=utf-8") in found.headers
    (path,) = segments(tmp_path)
    assert kinds(path) == ["warcinfo", *["response", "request", "metadata"] * 19]
    with path.open("rb") as stream:
        notes = [r.reader.read() for r in ArchiveIterator(stream) if r.headers["WARC-Type"] == "metadata"]
    assert set(notes) == {b"portal: son-la\r\nrun: 3\r\n"}


def test_other_tools_find_nothing_to_complain_of(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    first = archive.write(exchange(), {"portal": "son-la"})
    archive.write(exchange(), {"portal": "son-la"}, first)
    archive.write(exchange(status=304, body=b""), {"portal": "son-la"}, first)
    archive.write(exchange("https://x.vn/t%E1%BB%89nh", b"", 404), {"portal": "son-la"})
    archive.close()
    (path,) = segments(tmp_path)
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout
    assert list(verify([path])) == [(path, None)]
    with path.open("rb") as stream:
        assert all(record.verify_block_digest() for record in ArchiveIterator(stream, parse_http=False))


def test_an_unchanged_page_is_a_revisit_and_a_changed_one_is_not(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    first = archive.write(exchange(), {})
    assert archive.write(exchange(), {}, first) == first
    assert archive.write(exchange(status=304, body=b""), {}, first) == first
    assert archive.write(exchange(status=304, body=b""), {}) is None
    changed = archive.write(exchange(body=b"<p>Kh\xc3\xa1c</p>"), {}, first)
    archive.close()
    assert changed is not None
    assert changed != first
    (path,) = segments(tmp_path)
    assert kinds(path)[1::3] == ["response", "revisit", "revisit", "revisit", "response"]
    with path.open("rb") as stream:
        again = [r for r in ArchiveIterator(stream) if r.headers["WARC-Type"] == "revisit"]
    assert again[0].headers["WARC-Profile"].endswith("identical-payload-digest")
    assert again[0].headers["WARC-Refers-To-Date"] == "2026-01-02T05:00:00Z"
    assert again[1].headers["WARC-Profile"].endswith("server-not-modified")
    found = ArchiveIndex([path]).get("https://x.vn/a?b=1")
    assert found is not None
    assert found.body == b"<p>Kh\xc3\xa1c</p>"


def test_a_full_segment_is_closed_and_a_run_of_the_same_day_goes_on_with_the_last(tmp_path: Path) -> None:
    archive = writer(tmp_path, limit=5000)
    noise = random.Random(3)
    for n in range(4):
        archive.write(exchange(f"https://x.vn/{n}", noise.randbytes(3000)), {})
    archive.close()
    names = [path.name for path in segments(tmp_path)]
    assert names == ["son-la-20260102-43200.warc.gz", "son-la-20260102-43201.warc.gz"]
    archive = writer(tmp_path, limit=50_000)
    capture = archive.write(exchange("https://x.vn/new", b"new"), {})
    assert [path.name for path in segments(tmp_path)][-1] == names[-1] + ".open"
    archive.close()
    assert capture is not None
    assert capture.warc_file == names[-1]
    assert extract(tmp_path, capture.warc_file, capture.warc_offset).body == b"new"
    assert [fault for _, fault in verify(segments(tmp_path))] == [None, None]


@pytest.mark.parametrize("cut", [1, 7, 200, 500])
def test_a_torn_tail_is_cut_off_and_what_was_synced_stays(tmp_path: Path, cut: int) -> None:
    archive = writer(tmp_path)
    capture = archive.write(exchange("https://x.vn/1", b"one"), {})
    archive.sync()
    kept = next(tmp_path.glob("*.open")).stat().st_size
    archive.write(exchange("https://x.vn/2", b"two"), {})
    archive.sync()
    path = next(tmp_path.glob("*.open"))
    with path.open("r+b") as stream:
        stream.truncate(max(kept, path.stat().st_size - cut))
    assert survey(path).open
    assert capture is not None
    assert extract(tmp_path, capture.warc_file, capture.warc_offset).body == b"one"
    again = writer(tmp_path)  # mends what was left
    assert not list(tmp_path.glob("*.open"))
    third = again.write(exchange("https://x.vn/3", b"three"), {})
    again.close()
    assert third is not None
    assert extract(tmp_path, third.warc_file, third.warc_offset).body == b"three"
    assert extract(tmp_path, capture.warc_file, capture.warc_offset).body == b"one"
    assert [fault for _, fault in verify(segments(tmp_path))] == [None]


def test_what_was_handed_over_is_synced_though_its_segment_is_closed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = writer(tmp_path)
    archive.syncing()()
    archive.write(exchange(), {"portal": "son-la"})
    put = archive.syncing()
    archive.close()
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(str(Path(f"/proc/self/fd/{number}").readlink())))
    put()
    assert synced == [str(path) for path in segments(tmp_path)]


def test_damage_is_told(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.write(exchange(body=b"x" * 5000), {})
    archive.close()
    (path,) = segments(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert "cut short" in str(next(verify([path]))[1])
    assert whole_end(path) < len(whole) - 9
    assert cut_torn_end(path) > 0
    assert next(verify([path]))[1] is None
    with pytest.raises(ArchiveError, match="damaged"):
        extract(tmp_path, path.name, 3)
    assert response_at(path, 0) is None  # warcinfo


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("in the way")
    with pytest.raises(StoreError, match="cannot write the archive"):
        writer(tmp_path / "archive").write(exchange(), {})
