"""Jobs for reader processes: harmless ones, and such as break the process that does them."""

import ctypes
import os
import signal
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def pid(_: object) -> int:
    return os.getpid()


def fails(text: str) -> None:
    raise ValueError(text)


def hangs(_: object) -> None:
    while True:
        pass


def hangs_in_native_code(_: object) -> None:
    ctypes.CDLL(None).sleep(60)


def dies(_: object) -> None:
    os._exit(3)


def is_killed(_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def takes_all_memory(_: object) -> int:
    held = [bytearray(64 << 20) for _ in range(32)]
    return len(held)


def dies_once(mark: str) -> str:
    if Path(mark).exists():
        return "read"
    Path(mark).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def dies_of(deadly: int, number: int) -> int:
    if number == deadly:
        os._exit(3)
    return number
