"""The console's connections: a slow client loses its own and costs nobody else's.

A request is read within `READ_SECONDS`, its answer taken within `ANSWER_SECONDS`. One client has a limited number of
connections, and where all are taken, the one that has waited longest without a request gives way to a new one.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from crawler.web.clients import client_of

READ_SECONDS: Final = 5.0  # for the head of a request, and with it its body, from the first byte
ANSWER_SECONDS: Final = 60.0  # until an answer is made and the client has taken all of it

_CLOSING: Final = b"Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: %d\r\n%b\r\n%b"
_TOO_MANY: Final = b"too many connections from one address\n"
_TOO_SLOW: Final = b"the request took too long\n"


def _answer(status: bytes, text: bytes, header: bytes = b"") -> bytes:
    return b"HTTP/1.1 %b\r\n" % status + _CLOSING % (len(text), header, text)


class BoundedConnection(H11Protocol):
    """uvicorn's connection with deadlines. `most` connections of one client; None: no limit."""

    most: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = monotonic()
        self._read_by: asyncio.TimerHandle | None = None
        self._answer_by: asyncio.TimerHandle | None = None
        self._answering: object = None  # the cycle that `_answer_by` is for

    @property
    def waits(self) -> bool:
        """Whether no request of it is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by asyncio; refuses the connection where its client has too many."""
        super().connection_made(transport)
        self._read_by = self.loop.call_later(READ_SECONDS, self._too_slow)
        others = [one for one in self.connections if isinstance(one, BoundedConnection) and one is not self]
        mine = client_of(self.client[0]) if self.client else ""
        of_mine = sum(client_of(one.client[0]) == mine for one in others if one.client)
        if self.most is not None and of_mine >= self.most:
            transport.write(_answer(b"429 Too Many Requests", _TOO_MANY, b"Retry-After: 5\r\n"))
            transport.close()
        elif self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            waiting = [one for one in others if one.waits]
            if waiting:
                oldest = min(waiting, key=lambda one: one.since)
                self.connections.discard(oldest)
                oldest.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        super().data_received(data)
        self._watch(more=True)

    def on_response_complete(self) -> None:
        """Called by the cycle once its answer was handed to the transport."""
        super().on_response_complete()
        self.since = monotonic()
        self._watch(more=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        super().connection_lost(exc)
        for timer in (self._read_by, self._answer_by):
            if timer is not None:
                timer.cancel()

    def _watch(self, more: bool) -> None:
        """Set the deadlines as the state of the connection asks. `more`: something of a request has come."""
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            if self._read_by is not None:
                self._read_by.cancel()
                self._read_by = None
        elif more and self._read_by is None:
            self._read_by = self.loop.call_later(READ_SECONDS, self._too_slow)
        if (self._answering is not self.cycle and self._answer_by is not None) or self.waits:
            if self._answer_by is not None:
                self._answer_by.cancel()
            self._answer_by = None
        if not self.waits and self._answer_by is None:
            self._answering = self.cycle
            self._answer_by = self.loop.call_later(ANSWER_SECONDS, self.transport.abort)

    def _too_slow(self) -> None:
        self._read_by = None
        if self.waits and self.conn.our_state is h11.IDLE and not self.transport.get_write_buffer_size():
            self.transport.write(_answer(b"408 Request Timeout", _TOO_SLOW))
            self.transport.close()
        else:
            self.transport.abort()


def connections(most: int | None) -> type[BoundedConnection]:
    """The class of connections of which one client has `most` at once; None: no limit."""
    return type("Connection", (BoundedConnection,), {"most": most})
