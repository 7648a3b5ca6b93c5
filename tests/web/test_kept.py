"""What is dear to make is made once in a while, and readers hardly wait for it."""

import threading

import pytest

from crawler.web import kept
from crawler.web.kept import Kept


def test_a_value_is_kept_and_made_anew_behind_the_readers_backs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 0.0
    monkeypatch.setattr("crawler.web.kept.time.monotonic", lambda: clock)
    made, done = [], threading.Event()

    def make() -> int:
        made.append(len(made))
        done.set()
        return made[-1]

    value = Kept(make, 60)
    assert [value.get(), value.get()] == [0, 0]
    clock, _ = 61.0, done.clear()
    assert value.get() == 0
    assert done.wait(10)
    with value._lock:  # the renewal has ended
        assert value.get() == 1
    clock = 61.0 + 60 * kept.STALE + 1
    assert value.get() == 2


def test_a_failure_is_reported_where_nothing_is_kept_and_else_the_old_value_serves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, broken = 0.0, True
    monkeypatch.setattr("crawler.web.kept.time.monotonic", lambda: clock)

    def make() -> str:
        if broken:
            raise RuntimeError("không được")
        return "được"

    value = Kept(make, 60)
    with pytest.raises(RuntimeError):
        value.get()
    broken = False
    assert value.get() == "được"
    clock, broken = 61.0, True
    assert value.get() == "được"
    with value._lock:
        assert "could not be renewed" in caplog.text
    assert value.get() == "được"
