"""A page fetched by its address: names are resolved once, judged, and connected to as judged; all in bounded time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.net import connecting, fetch
from crawler.net.fetch import FetchError
from crawler.net.urls import is_private_address
from tests.net.certificates import named

INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.2"
NAME = "tin.example"


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the loopback addresses one counts as public, and no proxy is set."""
    monkeypatch.setattr(connecting, "is_private_address", lambda one: one != OUTSIDE and is_private_address(one))
    monkeypatch.setattr(connecting, "proxies", frozenset)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names resolve to the answers, one after the other, the last again and again; returns what was asked."""
    real, asked = socket.getaddrinfo, []

    def resolve(host: str, port: object, *rest: object, **more: object) -> list[Any]:
        if host != NAME:
            return real(host, port, *rest, **more)  # type: ignore[arg-type]
        asked.append(host)
        now = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in now]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@contextmanager
def served(
    answer: Callable[[socket.socket, bytes], None], place: str = OUTSIDE, port: int = 0
) -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives each request's head to `answer`; yields its port and the heads."""
    heads: list[bytes] = []
    with socket.create_server((place, port)) as listening:

        def serve() -> None:
            while True:
                try:
                    made, _ = listening.accept()
                except OSError:
                    return
                with made:
                    head = b""
                    try:
                        while b"\r\n\r\n" not in head and (data := made.recv(4096)):
                            head += data
                        heads.append(head)
                        answer(made, head)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1], heads
        listening.shutdown(socket.SHUT_RDWR)


def says(text: str, made: socket.socket, head: bytes) -> None:
    made.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode())


def leads(target: str, made: socket.socket, head: bytes) -> None:
    made.sendall(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, [OUTSIDE], [INSIDE])
    with served(partial(says, "outside")) as (port, heads), served(partial(says, "inside"), INSIDE, port) as (_, inner):
        assert fetch.fetch(f"http://{NAME}:{port}/").body == b"outside"
        assert len(asked) == 1
        assert inner == []
        assert f"Host: {NAME}:{port}".encode() in heads[0]
        with pytest.raises(FetchError, match=r"tin\.example resolves to the private address 127\.0\.0\.1: refused"):
            fetch.fetch(f"http://{NAME}:{port}/")
        assert inner == []


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, [OUTSIDE, INSIDE])
    with served(partial(says, "ok")) as (port, heads):
        with pytest.raises(FetchError, match="private address"):
            fetch.fetch(f"http://{NAME}:{port}/")
        assert heads == []


def test_the_next_address_is_tried_where_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "is_private_address", lambda one: False)
    resolving(monkeypatch, ["127.0.0.3", OUTSIDE])
    with served(partial(says, "ok")) as (port, _):
        assert fetch.fetch(f"http://{NAME}:{port}/").body == b"ok"


def test_a_private_address_is_fetched_where_it_is_spelled() -> None:
    with served(partial(says, "ok"), INSIDE) as (port, _):
        assert fetch.fetch(f"http://{INSIDE}:{port}/").body == b"ok"
        assert fetch.fetch(f"http://localhost:{port}/").body == b"ok"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://2130706433:{}/", "http://" + NAME + ":{}/x"]
)
def test_redirects_lead_to_no_private_address(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """The last is the same name, which resolves inward when it is asked again."""
    resolving(monkeypatch, [OUTSIDE], [INSIDE])
    with served(partial(says, "inside"), INSIDE) as (port, inner):
        with (
            served(partial(leads, target.format(port)), OUTSIDE, port),
            pytest.raises(fetch.UserError, match="private address"),
        ):
            fetch.fetch(f"http://{NAME}:{port}/")
        assert inner == []


def test_tls_is_spoken_to_the_name_though_its_address_is_pinned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = resolving(monkeypatch, [OUTSIDE], [INSIDE])
    chain = tmp_path / "chain.pem"
    chain.write_bytes(named(NAME))
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain)
    names: list[str | None] = []
    tls.set_servername_callback(lambda _, name, __: names.append(name))
    with socket.create_server((OUTSIDE, 0)) as listening:

        def serve() -> None:
            made = tls.wrap_socket(listening.accept()[0], server_side=True)
            says("ok", made, made.recv(4096))
            made.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert fetch.fetch(f"https://{NAME}:{listening.getsockname()[1]}/").body == b"ok"
        thread.join(10)
    assert (names, len(asked)) == ([NAME], 1)


def drips(what: bytes, made: socket.socket, head: bytes) -> None:
    """Say something, then a little more again and again: no pause is long, the whole has no end."""
    made.sendall(what)
    while True:
        made.sendall(b"x: y\r\n")
        threading.Event().wait(0.05)


@pytest.mark.parametrize(
    "begins",
    [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "],
)
def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, begins: bytes) -> None:
    monkeypatch.setattr(fetch, "TOTAL", 0.4)
    with served(partial(drips, begins), INSIDE) as (port, _), pytest.raises(FetchError) as told:
        fetch.fetch(f"http://{INSIDE}:{port}/")
    assert "\n" not in str(told.value)


def test_the_environment_s_proxy_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert connecting.refused("tin.example", "10.0.0.1")
    assert not connecting.refused("proxy.example", "10.0.0.1")
    assert not connecting.refused("tin.example", "8.8.8.8")
