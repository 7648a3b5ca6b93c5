"""The proxy on loopback that the browser must go through: private addresses are reached where the entry spells them.

A browser follows redirects, opens sockets and resolves names by itself. Here a name is resolved once, judged, and the
connection goes to the address that was judged, so that no answer of a name server and no redirect leads inside the
network that the crawl runs in. TLS passes through unread.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from crawler.net.urls import is_private_address, is_private_host

logger = logging.getLogger(__name__)

HEAD_MOST = 64 * 1024  # bytes of a request's head
CONNECTION_MOST = 32 * 1024 * 1024  # bytes of one connection's answers
PATIENCE = 60.0  # seconds without a byte
_HOP = ("proxy-connection", "proxy-authorization", "connection", "keep-alive")


class GuardedProxy:
    """Serves while it is open; `own` hosts may be spelled as private addresses, all others must not be one."""

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own
        self._server: asyncio.Server | None = None
        self.refused: list[str] = []

    async def start(self) -> str:
        """Begin to serve; returns the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_MOST)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    def close(self) -> None:
        """Serve no more."""
        if self._server is not None:
            self._server.close()

    async def address(self, host: str, port: int) -> str:
        """The address to connect to for `host`. Raises `PermissionError` for a private one that is not the portal's."""
        name = host.lower().strip("[]").rstrip(".")
        if name not in self._own and is_private_host(name):
            raise PermissionError(f"{host} is a private address")
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
        address = str(found[0][4][0])
        if not is_private_host(name) and any(is_private_address(str(one[4][0])) for one in found):
            raise PermissionError(f"{host} resolves to the private address {address}")
        return address

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
            await self._answer(head, reader, writer)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            logger.debug("proxy: %s", error)
        finally:
            writer.close()

    async def _answer(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        host, port = parts.hostname or "", parts.port or (443 if tunnel else 80)
        try:
            address = await self.address(host, port)
            async with asyncio.timeout(PATIENCE):
                far_reader, far = await asyncio.open_connection(address, port, limit=HEAD_MOST)
        except (OSError, TimeoutError) as error:
            if isinstance(error, PermissionError):
                if f"{host}:{port}" not in self.refused:
                    logger.warning("refused: %s", error)
                    self.refused.append(f"{host}:{port}")
            status = b"403 Forbidden" if isinstance(error, PermissionError) else b"502 Bad Gateway"
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = parts._replace(scheme="", netloc="").geturl() or "/"
                far.write(f"{method} {path} {version}\r\n".encode("latin-1") + _own_headers(rest))
            await asyncio.gather(_pipe(reader, far), _pipe(far_reader, writer))
        finally:
            far.close()


def _own_headers(rest: bytes) -> bytes:
    """The request's headers for the server: one request a connection, so that each is judged."""
    lines = [one for one in rest.split(b"\r\n") if one and one.partition(b":")[0].decode("latin-1").lower() not in _HOP]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on bytes until the end, the limit or a silence; then close the other side, which ends its own reading."""
    left = CONNECTION_MOST
    with suppress(OSError, TimeoutError):
        while left > 0:
            async with asyncio.timeout(PATIENCE):
                data = await reader.read(HEAD_MOST)
            if not data:
                break
            left -= len(data)
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        if writer.can_write_eof() and left > 0:
            writer.write_eof()
        else:
            writer.close()
