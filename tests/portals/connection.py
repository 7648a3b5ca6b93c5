"""The demo's server with what tests need: a log of all requests, and faults on request."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.demo.response import Response
from crawler.demo.server import Connection, Host
from tests.portals.faults import FaultPlan, faulty
from tests.portals.log import Exchange, RequestLog


@dataclass
class WatchedHost(Host):
    """A portal with its faults, and the log that its requests enter."""

    log: RequestLog = field(default_factory=RequestLog)
    faults: FaultPlan = field(default_factory=FaultPlan)


class WatchedConnection(Connection):
    """Notes each request, and lets it meet the fault that is set for it."""

    _host: WatchedHost
    _exchange: Exchange | None = None

    def arrived(self, method: str, target: str, headers: Mapping[str, str]) -> None:
        self._exchange = Exchange(
            portal=self._host.portal,
            method=method,
            target=target,
            started=time.monotonic(),
            user_agent=headers.get("user-agent", ""),
            conditional="if-none-match" in headers or "if-modified-since" in headers,
            cookie=headers.get("cookie", ""),
        )
        self._host.log.begin(self._exchange)

    def reply(self, target: str, answer: Response, method: str, keep: bool) -> None:
        fault = self._host.faults.take(target)
        if fault is None:
            self._send(answer, method, keep)
            return
        self._busy = True
        if fault.kind == "hang":
            return
        if fault.kind == "reset":
            self._write(answer.head, answer.body[: len(answer.body) // 2], keep)
            # Long enough for the first half to leave the socket's buffer before the connection breaks.
            asyncio.get_running_loop().call_later(0.02, self._reset)
            return
        made = faulty(fault, answer)
        if fault.kind == "slow":
            asyncio.get_running_loop().call_later(fault.seconds, self._resume, made, method, keep)
        else:
            self._resume(made, method, keep)

    def sending(self, answer: Response) -> None:
        if self._exchange is not None:
            self._exchange.status = answer.status

    def finished(self) -> None:
        if self._exchange is not None and self._exchange.ended is None:
            self._exchange.ended = time.monotonic()
        self._exchange = None

    def _resume(self, answer: Response, method: str, keep: bool) -> None:
        self._busy = False
        if not self._transport.is_closing():
            self._send(answer, method, keep)
            self._serve_next()

    def _reset(self) -> None:
        """Ends the connection with a TCP reset, as a crashing server or a firewall does."""
        made = self._transport.get_extra_info("socket")
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()
