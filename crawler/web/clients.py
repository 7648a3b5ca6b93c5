"""Which client asks, and how much one client may ask for."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

BURST_SECONDS: Final = 5.0  # worth of requests that may come at once: a page with all that it loads, a few times
MOST_KNOWN: Final = 10_000  # clients; of more, the one that has not asked for longest is forgotten


def client_of(address: str) -> str:
    """One key for all addresses of a client: in IPv6 whoever has one address has the 2^64 of its network."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class Pace:
    """A token bucket for each client: `per_second` requests on average, `BURST_SECONDS` of them at once.

    Loopback is not limited: behind a proxy that names no client, all would share its bucket.
    """

    def __init__(self, per_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_second
        self._most = max(1.0, per_second * BURST_SECONDS)
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when they were counted

    def wait(self, address: str) -> float:
        """Seconds that the client at `address` has to wait; 0: this request is counted, and may go on."""
        if not self._rate or _is_loopback(address):
            return 0.0
        client, now = client_of(address), self._now()
        left, at = self._left.pop(client, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        seconds = 0.0 if left >= 1 else (1 - left) / self._rate
        self._left[client] = (left - 1 if not seconds else left, now)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
        return seconds


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(client_of(address)).is_loopback
    except ValueError:
        return address == "::1"
