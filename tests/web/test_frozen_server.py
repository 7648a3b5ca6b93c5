"""A database server that is frozen or cut off sends no error: readers are told in time all the same."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from crawler.base.errors import StoreError, UserError
from crawler.web.reader import Reader, SlowQueryError

SECONDS = 1.0


class Wire:
    """A TCP proxy in front of a server; `frozen`: it passes nothing on and says nothing, as a stopped process does."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.frozen = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            there = socket.create_connection(self._target)
            for source, target in ((here, there), (there, here)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                while self.frozen.is_set():
                    time.sleep(0.02)
                target.sendall(data)
        except OSError:
            pass
        finally:
            target.close()

    def close(self) -> None:
        self.frozen.clear()
        self._listener.close()


@pytest.fixture
def wire(postgres_url: str) -> Iterator[Wire]:
    target = make_url(postgres_url)
    made = Wire(target.host or "127.0.0.1", target.port or 5432)
    yield made
    made.close()


@pytest.fixture
def reader(wire: Wire, postgres_url: str) -> Iterator[Reader]:
    url = make_url(postgres_url).set(host="127.0.0.1", port=wire.port)
    made = Reader(url.render_as_string(hide_password=False), SECONDS)
    yield made
    made.close()


def asked(reader: Reader) -> float:
    """Seconds until a question fails."""
    begin = time.monotonic()
    with pytest.raises(UserError), reader.reading() as connection:
        connection.execute(text("SELECT 1"))
    return time.monotonic() - begin


def test_a_frozen_server_costs_no_more_than_the_limit_and_the_next_ones_nothing(wire: Wire, reader: Reader) -> None:
    wire.frozen.set()
    assert asked(reader) < SECONDS + 0.5
    begin = time.monotonic()
    for _ in range(5):
        with pytest.raises(StoreError, match="a moment ago"), reader.reading():
            pass
    assert time.monotonic() - begin < 0.5
    wire.frozen.clear()
    reader._silent_until = 0.0
    with reader.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_server_that_freezes_while_it_works_is_given_up(wire: Wire, reader: Reader) -> None:
    begin = time.monotonic()
    with pytest.raises(UserError), reader.reading() as connection:
        connection.execute(text("SELECT 1"))
        time.sleep(0.3)
        wire.frozen.set()
        connection.execute(text("SELECT 1"))
    assert time.monotonic() - begin < SECONDS + 0.8


def test_all_queries_of_an_answer_have_one_limit(reader: Reader) -> None:
    begin = time.monotonic()
    with pytest.raises(SlowQueryError), reader.reading() as connection:
        for _ in range(10):
            connection.execute(text("SELECT pg_sleep(0.4)"))
    assert time.monotonic() - begin < SECONDS + 0.8
    with reader.reading() as connection:  # a slow answer is no frozen server
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_server_that_takes_connections_and_never_answers_is_given_up(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        begin = time.monotonic()
        with pytest.raises(StoreError):
            Reader(f"postgresql://x@127.0.0.1:{port}/x", SECONDS)
        assert time.monotonic() - begin < 4  # libpq counts connecting in whole seconds, two at least
