"""The child that reads files: what breaks it costs one file, and the next is read by another."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from crawler.attachments import reader
from crawler.attachments.reader import BROKE, TOO_SLOW, FileReader, ReaderClosedError
from crawler.attachments.worker import has_ocr
from crawler.demo.attached import IN_UNICODE, TCVN3, served
from crawler.demo.office import doc, docx
from crawler.demo.story import AttachedFile
from crawler.extraction.attachments import NOT_INSTALLED, read_file

pytest.importorskip("kreuzberg", reason="the extra 'attachments' is not installed")


@pytest.fixture
def files() -> Iterator[FileReader]:
    made = FileReader()
    yield made
    made.close()


def child_of(files: FileReader) -> "subprocess.Popen[bytes]":
    assert files._child is not None
    return files._child


def test_it_reads_what_reading_here_would(files: FileReader) -> None:
    for form, suffix in (("pdf", "pdf"), ("docx", "docx"), ("tcvn3", "doc"), ("locked", "pdf"), ("bomb", "docx")):
        body = served(AttachedFile(name=f"Tệp.{suffix}", form=form)).body  # type: ignore[arg-type]
        assert files.read(body) == read_file(body)
    assert files.read(doc(TCVN3)).text == IN_UNICODE


def test_a_scan_is_read_with_its_diacritics_where_tesseract_is(files: FileReader) -> None:
    if not has_ocr():
        reason = "no tesseract with Vietnamese: apt-get install tesseract-ocr-vie"
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    found = files.read(Path(__file__).with_name("scan.png").read_bytes())  # a picture of our own words
    assert " ".join((found.text or "").split()) == (
        "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con nông dân xã An Lĩnh."
    )
    assert found.flags == ["file read by text recognition"]


def test_a_picture_is_told_where_tesseract_is_not() -> None:
    found = read_file(Path(__file__).with_name("scan.png").read_bytes(), ocr=False)
    assert (found.media_type, found.text) == ("image/png", None)
    assert found.flags == ["file is a picture: not read without tesseract"]


def test_one_child_reads_many_and_the_same_file_once(files: FileReader, monkeypatch: pytest.MonkeyPatch) -> None:
    first = files.read(docx("một"))
    child = child_of(files)
    assert files.read(docx("hai")).text == "hai"
    assert child_of(files) is child
    monkeypatch.setattr(files, "_read", lambda *_: pytest.fail("read again"))
    assert files.read(docx("một")) is first


def test_a_child_that_dies_costs_its_file_alone(files: FileReader) -> None:
    files.read(docx("một"))
    child_of(files).kill()
    child_of(files).wait()
    assert files.read(docx("hai")).text == "hai", "a child that is gone was not replaced"


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = FileReader(seconds=0.001)  # the alarm is set when the file has arrived
    found = slow.read(docx("từ " * 100_000))
    assert found.flags == [TOO_SLOW]
    assert found.sha256 == hashlib.sha256(docx("từ " * 100_000)).hexdigest()
    monkeypatch.setattr(slow, "seconds", 60.0)
    assert slow.read(docx("hai")).text == "hai"
    slow.close()


def test_one_that_takes_too_much_memory_is_given_up() -> None:
    small = FileReader(megabytes=64)
    words = " ".join(f"từ{number}" for number in range(1_000_000))
    body = docx(words)
    assert len(body) < 32 * 1024 * 1024
    found = small.read(body)
    assert (found.text, found.flags) == (None, [BROKE])
    assert found.media_type is not None, "its type was detected before it was read"
    assert small.read(docx("hai")).text == "hai"
    small.close()


def test_without_the_extra_files_are_told_and_flagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kreuzberg.py").write_text("raise ImportError('none')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    files = FileReader()
    found = files.read(docx("một"))
    files.close()
    assert found.flags == [NOT_INSTALLED]
    assert found.media_type is not None


def test_closing_ends_the_child_whatever_it_does(files: FileReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "GRACE", 60.0)
    files.read(docx("một"))
    child = child_of(files)
    ends: list[type[Exception]] = []

    def read() -> None:
        try:
            files.read(docx("từ " * 3_000_000))
        except ReaderClosedError as error:
            ends.append(type(error))

    long = Thread(target=read)
    long.start()
    files.close()
    long.join(30)
    assert ends == [ReaderClosedError], "a file whose reading was cut off must not count as one that cannot be read"
    assert child.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)
