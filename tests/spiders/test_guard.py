"""The crawl's guard: a name that resolves inward is refused, the portal's own too, unless its entry spells the address."""

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from crawler.net import connecting
from spiders.guard import GuardedResolver, PrivateAddressGuard, refusal


def judged(url: str, *own: str) -> None:
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(site=SimpleNamespace(hosts=frozenset(own))))
    PrivateAddressGuard(crawler).process_request(Request(url))


def resolved(monkeypatch: pytest.MonkeyPatch, name: str, *answers: str) -> list[object]:
    """What asking for a name brings, once for each of the answers that the name server gives."""
    waiting = list(answers)
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *_: succeed(waiting.pop(0)))
    monkeypatch.setattr(connecting, "proxies", frozenset)
    found: list[object] = []
    resolver = GuardedResolver.__new__(GuardedResolver)
    for _ in answers:
        resolver.getHostByName(name).addBoth(found.append)
    return [getattr(one, "value", one) for one in found]


def test_each_answer_of_a_name_server_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = resolved(monkeypatch, "tin.example", "8.8.8.8", "127.0.0.1")
    assert first == "8.8.8.8"
    assert isinstance(second, DNSLookupError)
    assert refusal("Tin.example") == "refused: tin.example resolves to the private address 127.0.0.1"
    assert resolved(monkeypatch, "tin.example", "8.8.8.8") == ["8.8.8.8"]
    assert refusal("tin.example") is None


def test_the_portals_own_name_is_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    judged("http://tin.example/", "tin.example")
    [found] = resolved(monkeypatch, "tin.example", "10.0.0.1")
    assert isinstance(found, DNSLookupError)


def test_an_address_that_the_entry_spells_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("127.0.0.1", "localhost", "cong.internal"):
        judged(f"http://{host}/", host)
        assert resolved(monkeypatch, host, "127.0.0.1") == ["127.0.0.1"]
        with pytest.raises(IgnoreRequest, match="private address"):
            judged(f"http://{host}/", "tin.example")


@pytest.mark.parametrize("url", ["ftp://tin.example/", "file:///etc/passwd", "http://0x7f.1/", "http://[::1]/"])
def test_what_is_no_public_web_address_is_refused(url: str) -> None:
    with pytest.raises(IgnoreRequest):
        judged(url, "tin.example")
