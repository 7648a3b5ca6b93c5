"""One table on a terminal shows all portals that are crawled side by side, whichever process crawls them."""

import asyncio
import io
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from crawler.base import clock
from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.runs import runs
from crawler.terminal import crawl_table
from crawler.terminal.crawl_table import CrawlTable

NOW = datetime(2026, 1, 2, 9, 30, tzinfo=clock.VIETNAM)


def test_a_row_for_each_portal_and_lines_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(crawl_table, "REFRESH_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'tintinh.db'}"
    store = Store.open(url)
    with writing(store.engine) as connection:
        run = runs.start(connection, "son-la", NOW.replace(minute=28), {})
        runs.progress(connection, run, {"pages": 71, "new": 40, "updated": 2, "missing": 3}, {})
    store.close()
    screen = io.StringIO()
    table = CrawlTable(url, Console(file=screen, force_terminal=True, width=80))
    shards: Any = SimpleNamespace(running=["son-la", "lai-chau"], waiting=5)

    async def look() -> None:
        shown = asyncio.create_task(table.show(shards))
        await asyncio.sleep(0.05)
        table.count()
        table.print_line("[1/8] ha-giang: 12 new")
        await asyncio.sleep(0.05)
        shown.cancel()
        await asyncio.gather(shown, return_exceptions=True)

    asyncio.run(look())
    said = [line.split() for line in screen.getvalue().splitlines()]
    assert any(line[:2] == ["son-la", "2"] and line[-4:] == ["71", "40", "2", "3"] for line in said), said
    assert ["lai-chau", "starts"] in said
    assert "0 ended, 2 running, 5 to come" in screen.getvalue()
    assert "1 ended, 2 running, 5 to come" in screen.getvalue()
    assert "[1/8] ha-giang: 12 new" in screen.getvalue()
