"""The proxy that the browser goes through: public addresses and the portal's own hosts, whatever asks."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from spiders.browser_proxy import GuardedProxy

OWN = frozenset({"127.0.0.1"})


async def asked(request: bytes, own: frozenset[str] = OWN) -> tuple[bytes, list[str], list[bytes]]:
    """What the proxy answers to `request` (in which PORT stands for a server's port), whom it refused, what arrived."""
    arrived: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    proxy = GuardedProxy(own)
    port = int((await proxy.start()).rpartition(":")[2])
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.replace(b"PORT", str(server.sockets[0].getsockname()[1]).encode()))
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        return answer, proxy.refused, arrived
    finally:
        proxy.close()
        server.close()


def test_the_portals_own_host_is_reached() -> None:
    request = b"GET http://127.0.0.1:PORT/tin?p=2 HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"
    answer, refused, arrived = asyncio.run(asked(request))
    assert answer.endswith(b"ok")
    assert not refused
    assert arrived[0].startswith(b"GET /tin?p=2 HTTP/1.1\r\nHost: x\r\nConnection: close")


@pytest.mark.parametrize(
    "target", ["127.0.0.2:PORT", "[::1]:PORT", "0x7f000001:PORT", "169.254.169.254:80", "localhost:PORT", "10.0.0.1:80"]
)
@pytest.mark.parametrize("form", ["GET http://{}/ HTTP/1.1\r\nHost: x\r\n\r\n", "CONNECT {} HTTP/1.1\r\n\r\n"])
def test_what_lies_inside_the_network_is_not(target: str, form: str) -> None:
    answer, refused, arrived = asyncio.run(asked(form.format(target).encode()))
    assert answer.startswith(b"HTTP/1.1 403")
    assert len(refused) == 1
    assert not arrived


def test_a_name_is_judged_by_what_it_resolves_to(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(self: Any, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("8.8.8.8", port)), (0, 0, 0, "", ("10.1.2.3", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    with pytest.raises(PermissionError, match="resolves to the private address"):
        asyncio.run(GuardedProxy(OWN).address("xau.example", 80))


@pytest.mark.parametrize("junk", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n", b"x" * 200_000])
def test_junk_ends_the_connection(junk: bytes) -> None:
    def ends(call: Callable[[], tuple[bytes, list[str], list[bytes]]]) -> bool:
        try:
            return call()[0] == b""
        except ConnectionError:
            return True

    assert ends(lambda: asyncio.run(asked(junk)))
