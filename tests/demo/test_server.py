"""The server itself: HTTP/1.1 over a bare socket, and `python -m crawler.demo`."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from crawler.base.errors import UserError
from tests.demo.client import fetch
from tests.portals import DEPARTMENT, FAMILIES, NEWSPAPER, PORTALS, SCRIPTED, DemoPortals


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)


def read_all(connection: socket.socket) -> bytes:
    data = b""
    while chunk := connection.recv(65536):
        data += chunk
    return data


def test_portals_have_hosts_of_their_own(still: DemoPortals) -> None:
    hosts = [urlsplit(still.base_url(portal)).hostname for portal in PORTALS]
    assert hosts == ["127.0.0.1", "127.0.0.2"]


def test_requests_sent_together_are_answered_in_order(still: DemoPortals) -> None:
    with connect(still.base_url(NEWSPAPER)) as connection:
        connection.sendall(
            b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n"
            b"GET /khong-co HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        data = read_all(connection)
    assert [part[:3] for part in data.split(b"HTTP/1.1 ")[1:]] == [b"200", b"200", b"404"]
    assert data.count(b"Connection: keep-alive") == 2
    assert b"<html" not in data


def test_a_request_may_come_in_pieces_and_as_to_a_proxy(still: DemoPortals) -> None:
    with connect(still.base_url(NEWSPAPER)) as connection:
        for piece in (
            b"GET http://bao.example/robots.txt HT",
            b"TP/1.1\r\nHost: x\r\nConn",
            b"ection: close\r\n\r",
            b"\n",
        ):
            connection.sendall(piece)
        assert b"User-agent: *" in read_all(connection)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", b"405"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 40000, b"431"),
        (b"GET /\xff\x00%zz?=&&_101_cur=\xe1 HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET " + b"/vi" * 3000 + b" HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET http://[bad/x HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET //[bad HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
    ],
)
def test_bad_requests_get_an_answer(still: DemoPortals, sent: bytes, status: bytes) -> None:
    for portal in PORTALS:
        with connect(still.base_url(portal)) as connection:
            connection.sendall(sent)
            assert read_all(connection).startswith(b"HTTP/1.1 " + status)


def test_stopping_ends_what_hangs(demo: DemoPortals) -> None:
    demo.set_fault(DEPARTMENT, "hang")
    with connect(demo.base_url(DEPARTMENT)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while not demo.log.of(DEPARTMENT):
            pass
        demo.stop()
        assert read_all(connection) == b""
    demo.stop()


def test_a_taken_port_is_one_clear_line(still: DemoPortals) -> None:
    port = urlsplit(still.base_url(DEPARTMENT)).port
    assert port is not None
    with pytest.raises(UserError, match=f"port {port}"), DemoPortals(port):
        pass
    done = subprocess.run(
        [sys.executable, "-m", "crawler.demo", "--port", str(port)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("how", "module", "served"),
    [
        ("stdin", "crawler.demo", {*PORTALS}),
        ("SIGTERM", "crawler.demo", {*PORTALS}),
        ("SIGTERM", "tests.portals", {*PORTALS, SCRIPTED, *FAMILIES}),
    ],
)
def test_the_command_serves_until_it_is_told_to_stop(how: str, module: str, served: set[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", module, "--port", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        addresses = json.loads(running.stdout.readline())
        assert set(addresses) == served
        assert fetch(addresses[NEWSPAPER]).status == 200
        if how == "stdin":
            running.stdin.close()
        else:
            running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=10) == 0
