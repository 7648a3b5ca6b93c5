"""Faults that a portal can be told to have: what real servers do on bad days."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal, get_args

from crawler.demo.response import HTML, Response, make
from crawler.demo.site import BLOCK_PAGE

FaultKind = Literal["error", "busy", "hang", "reset", "block", "slow", "empty", "huge", "nul"]

HUGE_BYTES = 20 * 1024 * 1024


@dataclass
class Fault:
    """One fault: `error` answers 500, `busy` 503 with Retry-After, `hang` never answers, `reset` breaks the
    connection in mid-body, `block` gives the block page, `slow` answers `seconds` later, `empty` sends no body,
    `huge` 20 MiB, `nul` a page full of NUL bytes."""

    kind: FaultKind
    prefix: str = ""  # only targets that begin so; without one all but robots.txt, "/" is all
    times: int | None = None  # how many requests meet it; None: all until cleared
    seconds: float = 0.0  # 'slow': the delay; 'busy': Retry-After


class FaultPlan:
    """The faults of one portal, in force from any thread's next request on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Puts a fault in force. Raises `ValueError` for a kind that there is not."""
        if fault.kind not in get_args(FaultKind):
            raise ValueError(f"no such fault: {fault.kind!r}; there are {', '.join(get_args(FaultKind))}")
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Ends all faults; requests that hang already go on hanging."""
        with self._lock:
            self._faults.clear()

    def take(self, target: str) -> Fault | None:
        """The first fault that this request meets, counted against its `times`."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults:
                if target.startswith(fault.prefix) and (fault.prefix or target != "/robots.txt"):
                    if fault.times is not None:
                        fault.times -= 1
                        if fault.times <= 0:
                            self._faults.remove(fault)
                    return fault
        return None


def faulty(fault: Fault, answer: Response) -> Response:
    """What is answered in place of `answer`; `slow`, `hang` and `reset` are the server's own doing."""
    if fault.kind == "error":
        return make(500, b"<html><body>Internal Server Error</body></html>", HTML)
    if fault.kind == "busy":
        return make(503, b"busy\n", "text/plain", extra={"Retry-After": str(round(fault.seconds))})
    if fault.kind == "block":
        return BLOCK_PAGE
    if fault.kind == "empty":
        return make(200, b"", HTML)
    if fault.kind == "huge":
        return make(200, b"<html><body>" + b"<p>x</p>" * (HUGE_BYTES // 8), HTML)
    if fault.kind == "nul":
        return make(200, b"<html><body>\0<p>\0\0</p>\0</body></html>", HTML)
    return answer
