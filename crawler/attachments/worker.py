"""The child process that reads files: `python -m crawler.attachments.worker SECONDS MEGABYTES`.

It takes files on standard input, each after its length, and answers each with two lines of JSON: the media type, and
what was read. An alarm ends it if a file takes too long; the memory limit ends it if a file takes too much memory.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from typing import IO

import orjson

from crawler.extraction import media_types
from crawler.extraction.attachments import LANGUAGE, read_file

LENGTH = struct.Struct(">Q")


def main(seconds: float, megabytes: int) -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    _limit(megabytes * 1024 * 1024)
    ocr = has_ocr()
    while (data := _next(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM's default: the process ends, wherever it is
        _answer(answers, {"media_type": media_types.media_type(data)})
        found = read_file(data, ocr)
        text = found.text.encode("utf-8", "replace").decode() if found.text is not None else None
        _answer(answers, {"media_type": found.media_type, "text": text, "flags": found.flags})
        signal.setitimer(signal.ITIMER_REAL, 0)


def has_ocr() -> bool:
    """Whether tesseract is installed with Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    with suppress(OSError, subprocess.TimeoutExpired):
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
        return LANGUAGE in listed.stdout.split()
    return False


def _limit(most: int) -> None:
    """Limit the memory of this process, and turn off core dumps."""
    for kind, value in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a stricter limit is in force, or the system has no such limit
            resource.setrlimit(kind, (value, value))


def _next(stream: IO[bytes]) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def _answer(stream: IO[bytes], found: dict[str, object]) -> None:
    stream.write(orjson.dumps(found) + b"\n")
    stream.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
