"""`FileReader`: files read in a bounded child process; one that breaks it is flagged, and the next gets a new child."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections import OrderedDict
from contextlib import suppress
from threading import Lock, Timer

import orjson

from crawler.attachments.worker import LENGTH
from crawler.extraction.attachments import OCR_TIMEOUT, TIMEOUT
from crawler.model.file_text import FileText

# For one file. kreuzberg itself stops a little earlier; this limit is for code that ignores that.
SECONDS = TIMEOUT + OCR_TIMEOUT + 20.0
GRACE = 5.0  # seconds more, after which a child that ignores its alarm is killed
# Of a child's own memory. A DOCX of 29 million characters and a PDF of 3,000 pages took up to 0.21 GB, a picture of
# 2480 by 1200 points 0.24 GB.
MEGABYTES = 1536
REMEMBERED = 16  # files just read, whose rows may not be committed yet

TOO_SLOW = "file takes too long to read: given up"
BROKE = "file breaks its reader: out of memory, or malformed"


class ReaderClosedError(Exception):
    """The reader was closed before the file was read: nothing is known of it."""


class FileReader:
    """Reads one file after the other, from any thread. `close` ends the child, and with it all reading."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = Lock()
        self._recent: OrderedDict[str, FileText] = OrderedDict()

    def read(self, data: bytes) -> FileText:
        """Type, fingerprint and text of a file, or the flag that says why there is none.

        Blocks until it is read. Raises `ReaderClosedError`.
        """
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            found = self._recent.get(digest)
            if found is None:
                found = self._recent[digest] = self._read(data, digest)
                while len(self._recent) > REMEMBERED:
                    self._recent.popitem(last=False)
            return found

    def close(self) -> None:
        """End the child; what it reads is lost."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _read(self, data: bytes, digest: str) -> FileText:
        child = self._child if self._child is not None and self._child.poll() is None else self._start()
        timer = Timer(self.seconds + GRACE, child.kill)
        timer.start()
        lines: list[bytes] = []
        try:
            assert child.stdin is not None, "it was opened with pipes"
            assert child.stdout is not None, "it was opened with pipes"
            child.stdin.write(LENGTH.pack(len(data)))
            child.stdin.write(data)
            child.stdin.flush()
            lines = [line for line in (child.stdout.readline(), child.stdout.readline()) if line.endswith(b"\n")]
        except OSError:
            pass  # it died; what it wrote before shows how far it came
        finally:
            timer.cancel()
        if len(lines) == 2:
            found = orjson.loads(lines[1])
            return FileText(found["media_type"], digest, found["text"], found["flags"])
        if self._closed:
            raise ReaderClosedError
        code = child.wait()
        self._end()
        kind = orjson.loads(lines[0])["media_type"] if lines else None
        return FileText(kind, digest, None, [TOO_SLOW if code in (-signal.SIGALRM, -signal.SIGKILL) else BROKE])

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a child in its own session, so that Ctrl-C does not reach it."""
        self._end()
        if self._closed:
            raise ReaderClosedError
        arguments = [sys.executable, "-m", "crawler.attachments.worker", str(self.seconds), str(self.megabytes)]
        self._child = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        return self._child
