"""The circuit breaker: when a host fails again and again, how long to leave it alone, and when to give up for today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """After `failures` in a row a host rests, `first` seconds and then twice as long each time, `most` at the utmost.

    When one outage has cost more than `total` seconds of rest, or the host asks for more, the crawl ends.
    """

    failures: int = 5
    first: float = 30.0
    most: float = 300.0
    total: float = 900.0


@dataclass(slots=True)
class _Host:
    failures: int = 0
    refusals: int = 0
    until: float = 0.0
    rested: float = 0.0
    last: str = ""
    asked: float = 0.0
    met: bool = False  # it has spoken HTTP, be it an error


class Breaker:
    """The state of each host; moments are seconds of one clock that only goes forward."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    def failed(self, host: str, now: float, why: str, asked: float | None = None, spoke: bool = True) -> None:
        """The host did not answer (`spoke` is False), or with an error of its own.

        `asked`: seconds that it wants to be left alone for.
        """
        state = self._hosts[host]
        state.met = state.met or spoke
        state.failures += 1
        self._rest(state, now, why, state.failures, asked)

    def refused(self, host: str, now: float, why: str) -> None:
        """The host answered with a block page in place of a page."""
        state = self._hosts[host]
        state.refusals += 1
        self._rest(state, now, why, state.refusals, None)

    def answered(self, host: str) -> None:
        """The host answered as servers do; a block page is such an answer, too."""
        state = self._hosts[host]
        state.met = True
        state.failures = 0
        if not state.refusals:
            state.rested = state.asked = 0.0

    def served(self, host: str) -> None:
        """The host gave a page."""
        state = self._hosts[host]
        state.refusals = 0
        state.rested = state.asked = 0.0

    def rest_left(self, host: str, now: float) -> float:
        """Seconds for which the host is still to be left alone."""
        return max(0.0, self._hosts[host].until - now)

    def is_open(self, host: str, now: float) -> bool:
        """Whether the host is resting or on trial after a rest: a failure is then its own, not the page's."""
        state = self._hosts[host]
        return max(state.failures, state.refusals) >= self.patience.failures or state.until > now

    def exhausted(self, host: str) -> str | None:
        """Why the crawl is to end, in words; None while there is patience left."""
        state = self._hosts[host]
        if not state.met and state.failures >= self.patience.failures:
            # Nobody there, or a wrong address: waiting would only keep whoever started the crawl from knowing.
            return f"{host} does not answer ({state.last}); what is due stays due"
        if state.asked > self.patience.total:
            return f"{host} asks to be left alone for {state.asked:.0f} s ({state.last}); what is due stays due"
        if state.rested > self.patience.total:
            times = max(state.failures, state.refusals)
            return f"{host} failed {times} times in a row ({state.last}); what is due stays due"
        return None

    def _rest(self, state: _Host, now: float, why: str, times: int, asked: float | None) -> None:
        state.last = why
        seconds = 0.0
        if times >= self.patience.failures:
            seconds = min(self.patience.first * 2.0 ** min(times - self.patience.failures, 30), self.patience.most)
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
