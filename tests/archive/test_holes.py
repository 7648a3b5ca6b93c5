"""Damage amid an archive file costs the record that it hit, and no other."""

import random
from pathlib import Path

import pytest

from crawler.archive.checking import mend, segments, verify
from crawler.archive.holes import holes
from crawler.archive.torn import TORN
from tests.archive.test_torn import Kept, readable

URLS = [f"https://x.vn/{number}" for number in range(12)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    archive = Kept(tmp_path)
    archive.write(*URLS)
    (only,) = segments(tmp_path)
    return only


@pytest.mark.parametrize("seed", range(8))
def test_readers_go_on_behind_a_flipped_bit(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = path.read_bytes()
    content = bytearray(whole)
    content[chance.randrange(len(content) // 2)] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    spans = holes(path)
    assert bool(mend(path)) == bool(spans)
    begin, end = spans[0] if spans else (0, 0)
    after = path.read_bytes()
    assert (after[:begin], after[end:]) == (whole[:begin], whole[end:]), "another record was moved or changed"
    assert len(readable(path.parent)) >= len(URLS) - 1
    assert next(verify([path]))[1] is None
    assert not mend(path)
    if spans:
        assert path.with_name(path.name + TORN).read_bytes() == bytes(content[begin:end])


def test_several_holes_and_a_torn_end_are_mended_at_once(path: Path) -> None:
    content = bytearray(path.read_bytes())
    starts = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08", at)]
    for number in (4, 5, 11):
        content[starts[number] + 40 : starts[number] + 60] = b"?" * 20
    path.write_bytes(content[:-30])
    mended = mend(path)
    assert (mended.holes, mended.torn > 0) == (starts[6] - starts[4] + starts[12] - starts[11], True)
    assert next(verify([path]))[1] is None


def test_a_whole_file_has_no_holes(path: Path) -> None:
    before = path.read_bytes()
    assert holes(path) == []
    assert not mend(path)
    assert path.read_bytes() == before
