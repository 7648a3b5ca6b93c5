"""What a visit costs: quiet, with one new article, and a full walk, for 1, 20 and 200 portals: `python -m bench.visit`.

Each row is processor time a portal, of all processes that the command started, start-up included, and the largest resident
memory of one of them. Beside ours stand a process a portal (as cron would start `tintinh crawl PORTAL` for each, 20 of them
measured) and stock Scrapy in one process with an equal spider: robots.txt and five conditional requests. The portals answer
on loopback at addresses of their own (`bench.quiet_portals`), without delay. `python -m bench.visit 1 20` takes these counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.quiet_portals import ARTICLES, SECTIONS, addresses, post, served

ROOT = Path(__file__).parents[1]
COUNTS = (1, 20, 200)
MOST_PROCESSES = 20  # of the contender with a process a portal
LONGEST = 1800  # seconds for one contender


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds, wall-clock seconds and MiB of one command."""

    processor: float
    wall: float
    resident: int


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command and all that it starts; ends the bench where it fails."""
    before = os.times()
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        if status:
            said.seek(0)
            sys.exit(f"failed: {' '.join(command[:6])}\n{said.read()[-2000:]}")
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(spent, wall, usage.ru_maxrss // 1024)


def entries(folder: Path, count: int, port: str | int, cron: str = "*/30 * * * *", more: str = "") -> list[str]:
    """Registry entries of so many portals, `more` in each; their ids."""
    folder.mkdir(parents=True)
    names = []
    sections = ", ".join(f'"/{section}"' for section in SECTIONS)
    for number, address in enumerate(addresses(count)):
        name = f"p{number:04}"
        (folder / f"{name}.toml").write_text(
            f'name = "{name}"\nprovince = "01"\nkind = "department"\nfamily = "generic"\nstart = "http://{address}:{port}/"\n'
            f'sections = [{sections}]\nschedule = "{cron}"\nevidence = "unverified, inferred: bench"\n'
            f'article = "/(?P<id>[a-z-]+/bai-viet-so-[0-9]+)[.]html$"\n{more}',
            "utf-8",
        )
        names.append(name)
    return names


def rows(count: int, folder: Path) -> None:
    """Print the rows of one count of portals."""
    with served(count, ARTICLES) as port:
        _rows(count, folder, port)


def _rows(count: int, folder: Path, port: int) -> None:
    names = entries(folder / "portals", count, port)
    environment = {**os.environ, "TINTINH_PORTALS": str(folder / "portals")}
    tintinh = [sys.executable, "-m", "crawler.cli", "crawl"]
    more = ["--delay", "0", "--quiet", "--jobs", "200", "--output", str(folder / "output")]
    show(count, "tintinh, full walk", count, measured([*tintinh, *names, *more], environment))
    show(count, "tintinh, quiet visit", count, measured([*tintinh, *names, *more], environment))
    for address in addresses(count):
        post(address, port)
    show(count, "tintinh, one new article", count, measured([*tintinh, *names, *more], environment))
    few = names[:MOST_PROCESSES]
    costs = [measured([*tintinh, name, *more], environment) for name in few]
    total = Cost(
        sum(one.processor for one in costs), sum(one.wall for one in costs), max(one.resident for one in costs)
    )
    show(count, "a process a portal, quiet", len(few), total)
    starts = [f"http://{address}:{port}/" for address in addresses(count)]
    peer = [sys.executable, str(ROOT / "bench/peers/stock_visit.py"), str(folder / "tags.json"), *starts]
    measured(peer, environment)
    show(count, "stock Scrapy, quiet", count, measured(peer, environment))


def show(count: int, name: str, portals: int, cost: Cost) -> None:
    """Print a row."""
    each = cost.processor / portals * 1000
    print(f"{count:>7}  {name:<28}{each:>9.1f}{cost.processor:>9.1f}{cost.wall:>9.1f}{cost.resident:>8}", flush=True)


def main() -> None:
    """Print the table."""
    counts = [int(one) for one in sys.argv[1:]] or COUNTS
    print(f"{'portals':>7}  {'':<28}{'ms each':>9}{'CPU s':>9}{'wall s':>9}{'MiB':>8}")
    for count in counts:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            rows(count, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
