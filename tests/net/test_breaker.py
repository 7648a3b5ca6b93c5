from datetime import UTC, datetime

import pytest

from crawler.net.breaker import Breaker, Patience, retry_after

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
PATIENCE = Patience(failures=3, first=10, most=40, total=100)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Thu, 12 Mar 2026 09:31:30 GMT", 90),
        ("Thu, 12 Mar 2026 09:00:00 GMT", 0),
        ("Thu, 12 Mar 2026 16:31:00 +0700", 60),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("9" * 400, 999_999_999),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_rests_grow_and_end_with_the_first_answer() -> None:
    breaker = Breaker(PATIENCE)
    rests = []
    now = 0.0
    for _ in range(6):
        breaker.failed("x.vn", now, "HTTP 500")
        rests.append(breaker.rest_left("x.vn", now))
        now += rests[-1]
    assert rests == [0, 0, 10, 20, 40, 40]
    breaker.answered("x.vn")
    assert not breaker.is_open("x.vn", now)
    breaker.failed("x.vn", now, "HTTP 500")
    assert breaker.rest_left("x.vn", now) == 0


def test_hosts_are_judged_one_by_one() -> None:
    breaker = Breaker(PATIENCE)
    for _ in range(3):
        breaker.failed("x.vn", 0, "timeout")
    assert breaker.rest_left("y.vn", 0) == 0


def test_retry_after_is_obeyed_at_the_first_failure_and_too_long_a_one_ends_the_crawl() -> None:
    breaker = Breaker(PATIENCE)
    breaker.failed("x.vn", 0, "HTTP 429", asked=70)
    assert breaker.rest_left("x.vn", 0) == 70
    assert breaker.exhausted("x.vn") is None
    breaker.failed("x.vn", 70, "HTTP 429", asked=86400)
    assert "asks to be left alone for 86400 s" in (breaker.exhausted("x.vn") or "")


def test_patience_ends_and_begins_anew_with_a_page() -> None:
    breaker = Breaker(PATIENCE)
    now = 0.0
    while breaker.exhausted("x.vn") is None:
        breaker.failed("x.vn", now, "HTTP 502")
        now += breaker.rest_left("x.vn", now)
    assert "failed 6 times in a row (HTTP 502)" in (breaker.exhausted("x.vn") or "")
    breaker.answered("x.vn")
    assert breaker.exhausted("x.vn") is None


def test_block_pages_are_answers_and_failures_too() -> None:
    breaker = Breaker(PATIENCE)
    for _ in range(3):
        breaker.answered("x.vn")
        breaker.refused("x.vn", 0, "challenge")
    assert breaker.rest_left("x.vn", 0) == 10
    breaker.served("x.vn")
    assert not breaker.is_open("x.vn", 10)


def test_a_host_that_never_spoke_is_given_up_without_rest() -> None:
    breaker = Breaker(Patience(failures=3))
    for second in range(3):
        assert breaker.exhausted("x.vn") is None
        breaker.failed("x.vn", second, "ConnectionRefusedError", spoke=False)
    assert "does not answer (ConnectionRefusedError)" in (breaker.exhausted("x.vn") or "")
    breaker.answered("y.vn")
    for second in range(3):
        breaker.failed("y.vn", second, "TimeoutError", spoke=False)
    assert breaker.exhausted("y.vn") is None, "one that has spoken before may come back"
