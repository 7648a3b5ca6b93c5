"""How many readers a process has, and that all its crawls share them."""

import asyncio

import pytest

from crawler.readers import sharing
from crawler.readers.process import Limits
from crawler.readers.sharing import give_back, share, usual_number
from tests.readers.jobs import double


@pytest.mark.parametrize(
    ("cores", "processes", "readers"), [(1, 1, 0), (2, 1, 1), (8, 1, 7), (2, 2, 1), (8, 8, 1), (16, 4, 3)]
)
def test_the_cores_that_are_left_read(
    cores: int, processes: int, readers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "cores", lambda: cores)
    assert usual_number(processes) == readers


def test_the_readers_end_with_the_last_crawl_that_shares_them() -> None:
    async def whole() -> None:
        first, second = share(1, Limits(30.0, 512)), share(1, Limits(30.0, 512))
        assert first is second
        await first.read(double, 1)
        give_back(first)
        assert len(second.pids) == 1
        assert await second.read(double, 2) == 4
        give_back(second)
        assert second.pids == []
        give_back(None)
        later = share(1, Limits(30.0, 512))
        assert later is not second
        give_back(later)

    asyncio.run(whole())
