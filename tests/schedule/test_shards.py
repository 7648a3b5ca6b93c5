"""Many portals in one process: a shard that dies or hangs costs what it had in hand, and the next crawl starts another."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl.request import CrawlRequest
from crawler.registry import Portal
from crawler.registry.loader import read_entry
from crawler.schedule import shards as module
from crawler.schedule.host import Ended
from crawler.schedule.shards import Shards
from tests.crawl.conftest import environment
from tests.portals import ENTRIES, DemoPortals
from tests.schedule.processes import LONG

FEW = ("demo-epi", "demo-drupal")


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards get this process's environment: no proxy, no settings of whoever runs the tests."""
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in environment().items():
        monkeypatch.setenv(name, value)


def run(
    output: Path,
    demo: DemoPortals,
    crawl: Callable[[Shards, list[Portal]], Coroutine[Any, Any, list[Ended | None]]],
    processes: int,
) -> tuple[list[Ended | None], list[str]]:
    """What became of the crawls, and what the shards said."""
    said: list[str] = []
    portals = [at_address(read_entry(ENTRIES / f"{name}.toml"), demo.base_url(name)) for name in FEW]
    request = CrawlRequest([], output, delay=0.2, quiet=True, settings={"TINTINH_ARCHIVE": False})

    async def whole() -> list[Ended | None]:
        shards = Shards(request, 4, said.append, "asked", processes)
        try:
            return await asyncio.wait_for(crawl(shards, portals), 3 * LONG)
        finally:
            shards.kill()
            await shards.stop()

    return asyncio.run(whole()), said


def at_address(portal: Portal, start: str) -> Portal:
    return portal.model_copy(update={"start": start})


async def until(met: Callable[[], object]) -> None:
    for _ in range(int(LONG * 20)):
        if met():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not in time")


def test_portals_are_crawled_side_by_side_in_one_process(plain_environment: None, tmp_path: Path) -> None:
    with DemoPortals(portals=FEW) as demo:
        seen: set[tuple[int, ...]] = set()

        async def crawl(shards: Shards, portals: list[Portal]) -> list[Ended | None]:
            tasks = [asyncio.ensure_future(shards.crawl(portal)) for portal in portals]
            await until(lambda: all(len(demo.log.of(name)) > 3 for name in FEW))
            seen.add(tuple(shards.pids))
            assert sorted(shards.running) == sorted(FEW)
            assert await shards.crawl(portals[0]) is None, "its crawl goes on already"
            return await asyncio.gather(*tasks)

        ended, _ = run(tmp_path, demo, crawl, processes=1)
    assert [one.result.why_ended for one in ended if one and one.result] == ["finished", "finished"]
    assert all(one.result.counts["new"] for one in ended if one and one.result)
    assert [len(pids) for pids in seen] == [1]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_shard_that_dies_or_hangs_costs_what_it_had_in_hand(
    plain_environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    monkeypatch.setattr(module, "HANG_SECONDS", 6.0)
    monkeypatch.setattr(module, "ALIVE_SECONDS", 0.5)
    with DemoPortals(portals=FEW) as demo:

        async def crawl(shards: Shards, portals: list[Portal]) -> list[Ended | None]:
            tasks = [asyncio.ensure_future(shards.crawl(portal)) for portal in portals]
            await until(lambda: all(len(demo.log.of(name)) > 3 for name in FEW))
            first, other = shards.pids
            os.kill(first, how)
            lost, kept = await asyncio.gather(*tasks)
            assert lost is not None
            assert lost.died == "killed by signal 9"
            again = await shards.crawl(portals[0])
            assert first not in shards.pids
            assert other in shards.pids
            return [kept, again]

        ended, said = run(tmp_path, demo, crawl, processes=2)
    assert [one.result.why_ended for one in ended if one and one.result] == ["finished", "finished"]
    assert any("hangs" in line for line in said) == (how is signal.SIGSTOP)


def test_portals_on_one_host_go_to_one_shard_and_take_turns(plain_environment: None, tmp_path: Path) -> None:
    with DemoPortals(portals=FEW) as demo:

        async def crawl(shards: Shards, portals: list[Portal]) -> list[Ended | None]:
            twin = portals[0].model_copy(update={"id": "demo-epi-2", "name": "B"})
            tasks = [asyncio.ensure_future(shards.crawl(one)) for one in (portals[0], twin)]
            await until(lambda: len(shards.running) == 2)
            assert len(shards.pids) <= 1
            return await asyncio.gather(*tasks)

        ended, _ = run(tmp_path, demo, crawl, processes=2)
        assert [one.result.why_ended for one in ended if one and one.result] == ["finished", "finished"]
        assert demo.log.most_at_once(FEW[0]) == 1
        gap = demo.log.shortest_gap(FEW[0])
    assert gap is not None
    assert gap >= 0.15
