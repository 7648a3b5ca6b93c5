"""The program of a reader process: `python -m crawler.readers.worker SECONDS MEGABYTES`.

It takes jobs from the socket that is its standard input, each a pickled function with its argument, and answers one
after the other. An alarm ends the process if a job takes too long; the memory limit ends it if a job takes too much. It
also ends when the socket is closed, and with its parent.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import socket
import struct
import sys
import traceback
from contextlib import suppress
from io import BufferedRWPair

from crawler.base.parent import die_with_parent

LENGTH = struct.Struct(">Q")  # before each message
READY = b""  # the first message of a reader: it takes jobs
OUT_OF_MEMORY = 77  # exit code


def main(seconds: float, megabytes: int) -> None:
    """Answer jobs until the socket is closed."""
    die_with_parent()
    _limit(megabytes * 1024 * 1024)
    with socket.socket(fileno=0) as end, end.makefile("rwb") as stream, suppress(BrokenPipeError, ConnectionResetError):
        _send(stream, READY)
        while (job := _next(stream)) is not None:
            _send(stream, _answer(job, seconds))


def _limit(most: int) -> None:
    """Limit the memory of this process, and turn off core dumps."""
    for kind, value in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a stricter limit is in force, or the system has no such limit
            resource.setrlimit(kind, (value, value))


def _answer(job: bytes, seconds: float) -> bytes:
    """The pickled outcome of a job: whether it succeeded, and its result or its error."""
    try:
        function, argument = pickle.loads(job)  # noqa: S301 - its parent sent it
        # That imported what the function needs; now its time begins.
        signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM's default: the process ends, wherever it is
        return pickle.dumps((True, function(argument)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - raised again by whoever gave the job
        error.add_note(f"In a reader process:\n{traceback.format_exc()}")
        return _pickled(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _pickled(error: Exception) -> bytes:
    try:
        data = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(data)  # noqa: S301 - made a line above
    except Exception:  # noqa: BLE001 - an error of a library that cannot be pickled, or not read back
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        return pickle.dumps((False, plain), pickle.HIGHEST_PROTOCOL)
    return data


def _next(stream: BufferedRWPair) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def _send(stream: BufferedRWPair, message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
