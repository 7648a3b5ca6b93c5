"""Clients that hold connections, ask too often, or must be told whether the console works."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from crawler.web import connections as bounded
from crawler.web import serving as running
from crawler.web.app import create_app
from crawler.web.clients import BURST_SECONDS, MOST_KNOWN, Pace, client_of
from crawler.web.settings import ConsoleSettings
from tests.web.conftest import Site

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


@contextmanager
def opened(settings: ConsoleSettings, most: int | None = None) -> Iterator[Site]:
    """The console as the command serves it."""
    app = create_app(settings)
    listener = running.listen("127.0.0.1", 0)
    server = running.server(app, most=most)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield Site(listener.getsockname()[1], app)
    finally:
        server.should_exit = True
        thread.join(10)


def dial(site: Site, said: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=20)
    connection.sendall(said)
    return connection


def heard(connection: socket.socket) -> bytes:
    """All that comes until the connection ends."""
    parts = []
    try:
        while part := connection.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "READ_SECONDS", 0.4)
    monkeypatch.setattr(bounded, "ANSWER_SECONDS", 0.8)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("said", [b"", b"GET / HT", REQUEST])
def test_a_request_that_does_not_come_ends_the_connection(settings: ConsoleSettings, said: bytes) -> None:
    with opened(settings) as site, dial(site, said) as connection:
        assert heard(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("head", [REQUEST + b"X: ", REQUEST + b"Content-Length: 100000\r\n\r\n"])
def test_a_byte_now_and_then_gains_no_time(settings: ConsoleSettings, head: bytes) -> None:
    with opened(settings) as site, dial(site, head) as connection:
        begin = time.monotonic()
        with pytest.raises(OSError, match=r".*"):  # closed under it
            while time.monotonic() < begin + 10:
                connection.sendall(b"a")
                time.sleep(0.05)
        assert time.monotonic() < begin + 5


@pytest.mark.usefixtures("hurried")
def test_an_answer_that_nobody_takes_ends_the_connection(settings: ConsoleSettings) -> None:
    with opened(settings) as site:
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(("127.0.0.1", site.port))
        ask = b"GET /static/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(ask * 400)
        time.sleep(2)
        connection.settimeout(5)
        taken = heard(connection)
        connection.close()
        whole = site.get("/static/style.css").text
        assert taken.count(b"HTTP/1.1 200") < 400
        assert whole


@pytest.mark.usefixtures("hurried")
def test_requests_one_after_the_other_are_answered_beyond_the_limit(settings: ConsoleSettings) -> None:
    with opened(settings) as site, dial(site) as connection:
        for _ in range(5):
            connection.sendall(REQUEST + b"\r\n")
            said = b""
            while not said.endswith(b"ok\n"):
                said += connection.recv(1 << 16)
            assert said.startswith(b"HTTP/1.1 200 ")
            time.sleep(0.2)


def test_half_open_connections_cost_others_nothing(settings: ConsoleSettings) -> None:
    with opened(settings) as site, ExitStack() as held:
        for _ in range(running.AT_ONCE + 20):
            held.enter_context(dial(site, b"GET / HT"))
        assert [site.get("/healthz").status for _ in range(3)] == [200, 200, 200]


def test_one_address_has_so_many_connections_and_gets_them_back(settings: ConsoleSettings) -> None:
    with opened(settings, most=3) as site:
        with ExitStack() as held:
            for _ in range(3):
                held.enter_context(dial(site, b"GET / HT"))
            time.sleep(0.2)
            answer = site.get("/healthz")
            assert (answer.status, answer.headers["retry-after"]) == (429, "5")
        time.sleep(0.2)
        assert site.get("/healthz").status == 200


def test_addresses_of_one_client() -> None:
    assert client_of("::ffff:192.0.2.1") == client_of("192.0.2.1")
    assert client_of("2001:db8:1:2:3::4") == client_of("2001:db8:1:2:ffff::1")
    assert client_of("2001:db8:1:2::1") != client_of("2001:db8:1:3::1")
    assert client_of("192.0.2.1") != client_of("192.0.2.2")


def test_a_client_has_its_pace_and_its_burst() -> None:
    clock = [100.0]
    pace = Pace(2, lambda: clock[0])
    burst = int(2 * BURST_SECONDS)
    assert [pace.wait("192.0.2.1") for _ in range(burst)] == [0.0] * burst
    assert pace.wait("192.0.2.1") == 0.5
    assert pace.wait("192.0.2.2") == 0.0
    clock[0] += 0.5
    assert pace.wait("192.0.2.1") == 0.0
    assert pace.wait("192.0.2.1") == 0.5
    clock[0] += 3600
    assert sum(not pace.wait("192.0.2.1") for _ in range(100)) == burst
    for n in range(MOST_KNOWN + 10):
        pace.wait(f"198.51.{n >> 8}.{n & 255}")
    assert len(pace._left) == MOST_KNOWN
    assert all(pace.wait("127.0.0.1") == 0 for _ in range(100))
    assert all(Pace(0).wait("192.0.2.1") == 0 for _ in range(100))


def test_too_many_requests_are_told_when_to_come_again(
    settings: ConsoleSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.web.clients._is_loopback", lambda _: False)
    with opened(replace(settings, rate=1.0)) as site:
        answers = [site.get("/healthz") for _ in range(8)]
    assert answers[0].status == 200
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_probes_ask_no_token_and_tell_nothing(settings: ConsoleSettings) -> None:
    with opened(replace(settings, token="mot-ma-bao-ve-dai")) as site:
        for path in ("/healthz", "/readyz"):
            answer = site.get(path, {"Host": "pod-7.cluster.example"})
            assert (answer.status, answer.text) == (200, "ok\n")
        assert site.get("/").status == 401


def test_readiness_follows_the_store(settings: ConsoleSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.web.probes.SECONDS", 0.0)
    with opened(settings) as site:
        assert site.get("/readyz").status == 200
        site.app.state.console.reader._silent_until = float("inf")
        assert site.get("/readyz").status == 503
        assert site.get("/healthz").status == 200
        site.app.state.console.reader._silent_until = 0.0
        assert site.get("/readyz").status == 200
