"""Connections that go where they were judged to go, and end in time.

A name that is resolved, judged and then resolved anew to connect can answer differently the second time (DNS
rebinding). Here it is resolved once, and the connection goes to the addresses that were judged.
"""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from crawler.net.urls import is_private_address, is_private_host

Connection = TypeVar("Connection", bound=http.client.HTTPConnection)


class PrivateAddressError(Exception):
    """A name that resolves to a private address."""


def proxies() -> frozenset[str]:
    """The hosts of the proxies that the environment names: they may be private, and they resolve the names."""
    return frozenset((urlsplit(proxy).hostname or "").lower() for proxy in getproxies().values())


def refused(name: str, address: str) -> bool:
    """Whether `name` must not be connected to at `address`: it is private, and `name` does not say so.

    Names and literals that are private by their spelling are judged where the request is made.
    """
    return is_private_address(address) and not is_private_host(name) and name.lower() not in proxies()


class Connector:
    """Makes the connections of one fetch, and cuts them when it lasts longer than `total` seconds."""

    def __init__(self, total: float) -> None:
        self._total = total
        self._expired = False
        self._open: list[socket.socket] = []
        self._timer = threading.Timer(total, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if isinstance(error, (OSError, http.client.HTTPException)):
            self.check()

    def guard(self, connection: Connection) -> Connection:
        """Let a connection be made by this connector; it keeps the name for TLS and the Host header."""
        connection._create_connection = self.connect  # type: ignore[attr-defined]
        return connection

    def check(self) -> None:
        """Raises `TimeoutError` where the time is over."""
        if self._expired:
            raise TimeoutError(f"not fetched within {self._total:.0f} seconds")

    def connect(
        self, address: tuple[str, int], timeout: float, source_address: tuple[str, int] | None = None
    ) -> socket.socket:
        """A connection to one of the addresses of a name. Raises `PrivateAddressError` where one of them is refused."""
        name, port = address
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        for *_, place in found:
            if refused(name, str(place[0])):
                raise PrivateAddressError(f"{name} resolves to the private address {place[0]}: refused")
        failure: OSError = OSError(f"{name} has no address")
        for family, kind, protocol, _, place in found:
            self.check()
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(timeout)
                if source_address:
                    made.bind(source_address)
                made.connect(place)
            except OSError as error:
                failure = error
                made.close()
            else:
                self._open.append(made)
                return made
        raise failure

    def _cut(self) -> None:
        self._expired = True
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
