from datetime import UTC, datetime

import pytest

from crawler.net.breaker import Breaker, BreakerPolicy, retry_after

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
POLICY = BreakerPolicy(failures=3, rest_first=10, rest_most=40, rest_total=100)


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
    breaker = Breaker(POLICY)
    rests = []
    now = 0.0
    for _ in range(6):
        breaker.failed("https://x.vn", now, "HTTP 500")
        rests.append(breaker.rest_left("https://x.vn", now))
        now += rests[-1]
    assert rests == [0, 0, 10, 20, 40, 40]
    breaker.answered("https://x.vn")
    assert not breaker.is_open("https://x.vn", now)
    breaker.failed("https://x.vn", now, "HTTP 500")
    assert breaker.rest_left("https://x.vn", now) == 0


def test_origins_are_judged_one_by_one() -> None:
    breaker = Breaker(POLICY)
    for _ in range(3):
        breaker.failed("https://x.vn", 0, "timeout")
    assert breaker.rest_left("https://y.vn", 0) == 0


def test_retry_after_is_obeyed_at_the_first_failure_and_too_long_a_one_ends_the_crawl() -> None:
    breaker = Breaker(POLICY)
    breaker.failed("https://x.vn", 0, "HTTP 429", asked=70)
    assert breaker.rest_left("https://x.vn", 0) == 70
    assert breaker.given_up("https://x.vn") is None
    breaker.failed("https://x.vn", 70, "HTTP 429", asked=86400)
    assert "asks to be left alone for 86400 s" in (breaker.given_up("https://x.vn") or "")


def test_patience_ends_and_begins_anew_with_a_page() -> None:
    breaker = Breaker(POLICY)
    now = 0.0
    while breaker.given_up("https://x.vn") is None:
        breaker.failed("https://x.vn", now, "HTTP 502")
        now += breaker.rest_left("https://x.vn", now)
    assert "failed 6 times in a row (HTTP 502)" in (breaker.given_up("https://x.vn") or "")
    breaker.answered("https://x.vn")
    assert breaker.given_up("https://x.vn") is None


def test_block_pages_are_answers_and_failures_too() -> None:
    breaker = Breaker(POLICY)
    for _ in range(3):
        breaker.answered("https://x.vn")
        breaker.refused("https://x.vn", 0, "challenge")
    assert breaker.rest_left("https://x.vn", 0) == 10
    breaker.served("https://x.vn")
    assert not breaker.is_open("https://x.vn", 10)


def test_a_host_that_never_spoke_is_given_up_without_rest() -> None:
    breaker = Breaker(BreakerPolicy(failures=3))
    for second in range(3):
        assert breaker.given_up("https://x.vn") is None
        breaker.failed("https://x.vn", second, "ConnectionRefusedError", answered=False)
    assert "does not answer (ConnectionRefusedError)" in (breaker.given_up("https://x.vn") or "")
    breaker.answered("https://y.vn")
    for second in range(3):
        breaker.failed("https://y.vn", second, "TimeoutError", answered=False)
    assert breaker.given_up("https://y.vn") is None, "one that has spoken before may come back"


MAIN, OTHER, FILES = "https://x.vn", "http://x.vn:8080", "https://files.x.vn"


def fail(breaker: Breaker, origin: str, *, answered: bool) -> None:
    """The origin fails until it is given up."""
    now = 0.0
    while breaker.given_up(origin) is None:
        breaker.failed(origin, now, "ConnectionRefusedError", answered=answered)
        now += 50


@pytest.mark.parametrize(
    ("answered_before", "failing", "answers", "ends"),
    [
        ([MAIN], OTHER, False, False),  # a dead port beside a portal that answers
        ([MAIN], FILES, True, False),  # a server of files that breaks down
        ([MAIN, FILES], MAIN, True, True),  # the portal itself breaks down
        ([], MAIN, False, True),  # nobody there
        ([OTHER], MAIN, False, False),  # the entry's address is dead, another answers
        ([MAIN], MAIN, True, True),
    ],
)
def test_which_origin_ends_the_crawl(answered_before: list[str], failing: str, answers: bool, ends: bool) -> None:
    breaker = Breaker(POLICY, main=MAIN)
    for origin in answered_before:
        breaker.answered(origin)
    fail(breaker, failing, answered=answers)
    assert (breaker.ends_crawl(failing) is not None) == ends


def test_the_crawl_ends_when_the_last_origin_that_answered_is_given_up() -> None:
    breaker = Breaker(POLICY, main=MAIN)
    breaker.answered(OTHER)
    fail(breaker, MAIN, answered=False)
    assert breaker.ends_crawl(MAIN) is None
    fail(breaker, OTHER, answered=True)
    assert "failed" in (breaker.ends_crawl(OTHER) or "")
