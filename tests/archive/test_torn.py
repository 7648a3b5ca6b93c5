"""Archive files that lost their end, or went: nothing is written behind damage, and no place gets another page."""

import gzip
import random
from pathlib import Path

import pytest

from crawler.archive.capture import Capture
from crawler.archive.checking import Mended, extract, mend, segments, verify
from crawler.archive.reading import responses
from crawler.archive.torn import TORN, whole_end
from crawler.archive.writing import ArchiveWriter
from crawler.base.errors import ArchiveError
from tests.archive.test_writing import NOON, exchange

NOISE = random.Random(5)


class Kept:
    """An archive of one portal, and the places that a store would know of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: dict[str, Capture] = {}

    def write(self, *urls: str, seconds: int = 0) -> None:
        reach = lambda name: max((c.warc_offset for c in self.places.values() if c.warc_file == name), default=-1)  # noqa: E731
        writer = ArchiveWriter(self.folder, "son-la", "tintinh/0", 1024**3, reach)
        for url in urls:
            one = exchange(url, b"<p>%b</p>" % url.encode() * 50)
            one = type(one)(one.url, one.method, [], 200, "OK", one.headers, one.body, NOON.replace(second=seconds))
            known = self.places.get(url)
            capture = writer.write(one, {}, known if known and writer.holds(known) else None)
            assert capture is not None
            self.places[url] = capture
        writer.close()

    def whole(self) -> dict[str, bool]:
        """Which pages are where the store says."""
        return {url: self._has(url, place) for url, place in self.places.items()}

    def _has(self, url: str, place: Capture) -> bool:
        try:
            return extract(self.folder, place.warc_file, place.warc_offset).url == url
        except ArchiveError:
            return False


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    archive = Kept(tmp_path)
    archive.write("https://x.vn/1", "https://x.vn/2", "https://x.vn/3")
    return archive


def readable(folder: Path) -> list[str]:
    return sorted(page.url for path in segments(folder) for page in responses(path))


def test_what_is_written_after_a_cut_is_found_by_readers(kept: Kept) -> None:
    (path,) = segments(kept.folder)
    middle = kept.places["https://x.vn/2"].warc_offset + 100
    with path.open("r+b") as stream:
        stream.truncate(middle)
    kept.write("https://x.vn/3", "https://x.vn/4", seconds=9)
    assert readable(kept.folder) == ["https://x.vn/1", "https://x.vn/3", "https://x.vn/4"]
    assert [fault for _, fault in verify(segments(kept.folder))] == [None, None]
    aside = path.with_name(path.name + TORN)
    assert aside.stat().st_size == middle - path.stat().st_size
    kept.write("https://x.vn/2", seconds=12)
    assert all(kept.whole().values())


@pytest.mark.parametrize("gone", ["deleted", "an older copy"])
def test_no_place_gets_another_page(kept: Kept, gone: str) -> None:
    (path,) = segments(kept.folder)
    if gone == "deleted":
        path.unlink()
    else:
        older = path.read_bytes()[: kept.places["https://x.vn/2"].warc_offset]
        path.write_bytes(older)
    before = dict(kept.places)
    kept.write("https://x.vn/9", "https://x.vn/8", "https://x.vn/3", seconds=7)
    for url, place in before.items():
        try:
            assert extract(kept.folder, place.warc_file, place.warc_offset).url == url
        except ArchiveError:
            continue  # gone, and said to be
    kept.write("https://x.vn/1", "https://x.vn/2", seconds=9)
    assert all(kept.whole().values())


def test_a_page_whose_bytes_are_damaged_is_kept_again(kept: Kept) -> None:
    (path,) = segments(kept.folder)
    content = bytearray(path.read_bytes())
    place = kept.places["https://x.vn/2"]
    content[place.warc_offset + 200] ^= 4
    path.write_bytes(content)
    kept.write("https://x.vn/1", "https://x.vn/2", "https://x.vn/3")
    again = kept.places["https://x.vn/2"]
    assert again != place
    assert all(kept.whole().values())
    assert kept.places["https://x.vn/1"].warc_offset < place.warc_offset, "what is whole was kept twice"


def test_a_revisit_of_nothing_is_a_fault(kept: Kept) -> None:
    (path,) = segments(kept.folder)
    first_run = path.stat().st_size
    kept.write("https://x.vn/1", seconds=5)  # a revisit
    assert next(verify([path]))[1] is None
    later = path.with_name("son-la-20260103-00000.warc.gz")
    later.write_bytes(path.read_bytes()[first_run:])
    path.unlink()
    assert "1 revisits of answers that no file holds, the first of https://x.vn/1" in str(next(verify([later]))[1])


@pytest.mark.parametrize(
    "tail",
    [b"\0" * 70_000, b"\x1f\x8b\x08" + b"x" * 300, gzip.compress(b"no record"), b"\x1f"],
    ids=["zeros", "a head of gzip", "a packed text", "one byte"],
)
def test_the_last_whole_record_is_found_from_behind(kept: Kept, tail: bytes) -> None:
    (path,) = segments(kept.folder)
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    assert whole_end(path) == len(whole)
    assert next(verify([path]))[1] is not None
    assert mend(path) == Mended(len(tail), 0)
    assert path.read_bytes() == whole


def test_damage_in_front_does_not_cost_what_is_behind(tmp_path: Path) -> None:
    archive = Kept(tmp_path)
    archive.write(*(f"https://x.vn/{n}" for n in range(40)))
    (path,) = segments(tmp_path)
    content = bytearray(path.read_bytes())
    for at in NOISE.sample(range(100, archive.places["https://x.vn/39"].warc_offset - 2000), 5):
        content[at] ^= 1
    path.write_bytes(content)
    assert whole_end(path) == len(content)
    open_again = path.rename(path.with_name(path.name + ".open"))
    archive.write("https://x.vn/new")
    assert not open_again.exists()
    assert archive.whole()["https://x.vn/39"]


def test_a_packed_file_inside_a_record_is_no_record(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, "son-la", "tintinh/0", 1024**3)
    inner = gzip.compress(NOISE.randbytes(3000))
    writer.write(exchange("https://x.vn/van-ban.gz", NOISE.randbytes(20_000) + inner + NOISE.randbytes(20_000)), {})
    writer.close()
    (path,) = segments(tmp_path)
    content = path.read_bytes()
    assert inner in content, "the file is stored as it is, with its own gzip header"
    path.write_bytes(content[: content.index(inner) + len(inner) + 100])
    start = content.index(b"\x1f\x8b\x08", 1)  # behind the warcinfo record
    assert whole_end(path) == start
