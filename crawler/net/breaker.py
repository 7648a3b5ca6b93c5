"""The circuit breaker: how long to leave an origin alone that fails again and again, and when to give it up for today.

An origin is scheme, host and port (RFC 6454): what answers on one port says nothing of another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """After `failures` in a row an origin rests, `rest_first` seconds and then twice as long each time.

    `rest_most`: the longest rest. When one outage has cost more than `rest_total` seconds of rest, or the origin asks
    for more (Retry-After), it is given up.
    """

    failures: int = 5
    rest_first: float = 30.0
    rest_most: float = 300.0
    rest_total: float = 900.0


@dataclass(slots=True)
class _Origin:
    failures: int = 0  # in a row
    refusals: int = 0  # block pages in a row
    until: float = 0.0  # it rests until this moment
    rested: float = 0.0  # seconds of rest in this outage
    last: str = ""  # why it failed last
    asked: float = 0.0  # seconds that it asks to be left alone for
    has_answered: bool = False  # it has spoken HTTP, be it an error


class Breaker:
    """The state of each origin; moments are seconds of one clock that only goes forward.

    `main`: the origin of the portal's start page. Without it a crawl has nothing to do.
    """

    def __init__(self, policy: BreakerPolicy, main: str | None = None) -> None:
        self.policy = policy
        self._main = main
        self._origins: defaultdict[str, _Origin] = defaultdict(_Origin)

    def failed(self, origin: str, now: float, why: str, asked: float | None = None, answered: bool = True) -> None:
        """The origin answered with an error of its own, or, with `answered` False, not at all.

        `asked`: seconds that it wants to be left alone for.
        """
        state = self._origins[origin]
        state.has_answered = state.has_answered or answered
        state.failures += 1
        self._rest(state, now, why, state.failures, asked)

    def refused(self, origin: str, now: float, why: str) -> None:
        """The origin answered with a block page in place of a page."""
        state = self._origins[origin]
        state.refusals += 1
        self._rest(state, now, why, state.refusals, None)

    def answered(self, origin: str) -> None:
        """The origin answered as servers do; a block page is such an answer, too."""
        state = self._origins[origin]
        state.has_answered = True
        state.failures = 0
        if not state.refusals:
            state.rested = state.asked = 0.0

    def served(self, origin: str) -> None:
        """The origin gave a page."""
        state = self._origins[origin]
        state.refusals = 0
        state.rested = state.asked = 0.0

    def rest_left(self, origin: str, now: float) -> float:
        """Seconds for which the origin is still to be left alone."""
        return max(0.0, self._origins[origin].until - now)

    def is_open(self, origin: str, now: float) -> bool:
        """Whether the origin is resting or on trial after a rest: a failure is then its own, not the page's."""
        state = self._origins[origin]
        return max(state.failures, state.refusals) >= self.policy.failures or state.until > now

    def given_up(self, origin: str) -> str | None:
        """Why the origin is asked no more in this crawl, in words; None while it is."""
        state = self._origins[origin]
        if not state.has_answered and state.failures >= self.policy.failures:
            # Nobody there, or a wrong address: waiting would only keep whoever started the crawl from knowing.
            return f"{origin} does not answer ({state.last}); what is due stays due"
        if state.asked > self.policy.rest_total:
            return f"{origin} asks to be left alone for {state.asked:.0f} s ({state.last}); what is due stays due"
        if state.rested > self.policy.rest_total:
            times = max(state.failures, state.refusals)
            return f"{origin} failed {times} times in a row ({state.last}); what is due stays due"
        return None

    def ends_crawl(self, origin: str) -> str | None:
        """Why the crawl ends now that `origin` has failed, in words; None where it goes on.

        It ends with the main origin. It goes on without any other, and without a main one that never answered while
        another does.
        """
        reason = self.given_up(origin)
        if reason is None or (origin == self._main and self._origins[origin].has_answered):
            return reason
        others = [one for one, state in self._origins.items() if one != origin and state.has_answered]
        return None if any(self.given_up(one) is None for one in others) else reason

    def _rest(self, state: _Origin, now: float, why: str, times: int, asked: float | None) -> None:
        state.last = why
        seconds = 0.0
        if times >= self.policy.failures:
            doubled = self.policy.rest_first * 2.0 ** min(times - self.policy.failures, 30)
            seconds = min(doubled, self.policy.rest_most)
        if asked is not None:
            state.asked = asked
            seconds = max(seconds, asked)
        if seconds > 0:
            state.until = max(state.until, now + seconds)
            state.rested += seconds


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number of seconds or an HTTP date (RFC 9110, 10.2.3); else None."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
