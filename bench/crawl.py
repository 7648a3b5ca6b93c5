"""Pages per second of the whole path, beside stock Scrapy and Scrapy + trafilatura, on the same pages in one run.

Needs an archive: `--archive WARC` (default: the one in ../shared). Each contender crawls the same portal through
the same server on loopback, robots, retry and redirect middleware on, no delay; ours
also with every page archived, as it does by default, and straight from an archive.
Ours fetches one page at a time, as it does by default; the peers as many as Scrapy does by default (8). On one core ours
reads pages where it fetches them, on more a reader process does.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.peer_venv import python as peer_python

ROOT = Path(__file__).parents[1]
ARCHIVE = ROOT / "../shared/archives/hanoi-dic.warc.gz"
ROUNDS = 3
LONGEST = 120  # seconds for one contender's run


def run(name: str, command: list[str], environment: dict[str, str], cwd: Path) -> tuple[float, float, float, int]:
    """Pages per second of the crawl and of the whole process, its processor time for each page in milliseconds, and the
    largest resident memory in MiB; all with the processes that it starts."""
    started = time.monotonic()
    with (cwd / "printed").open("w+") as printed:
        process = subprocess.Popen(command, env=environment, cwd=cwd, stdout=printed, stderr=printed)
        watch = threading.Timer(LONGEST, process.kill)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        printed.seek(0)
        text = printed.read()
    match = re.search(r"PAGES (\d+) SECONDS ([\d.]+)", text)
    if not match or process.returncode:
        sys.exit(f"{name} failed:\n{text[-3000:]}")
    pages = int(match[1])
    processor = (usage.ru_utime + usage.ru_stime) * 1000 / pages
    return pages / float(match[2]), pages / wall, processor, usage.ru_maxrss // 1024


def main() -> None:
    """Print one row a contender: median of the rounds, and the ratio to stock Scrapy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    archive = parser.parse_args().archive.resolve()
    if not archive.exists():
        sys.exit(f"skipped: no archive at {archive}")
    peer = str(peer_python("scrapy==2.19.0", "trafilatura", "lxml_html_clean"))
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "bench/archive_server.py"), str(archive)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert server.stdout and server.stdin
    proxy = {**os.environ, "http_proxy": f"http://127.0.0.1:{int(server.stdout.readline())}"}
    spider = [peer, "-m", "scrapy", "runspider", str(ROOT / "bench/peers/stock_scrapy.py"), "-O", "out.jsonl"]
    ours = [sys.executable, str(ROOT / "bench/peers/ours.py"), str(archive)]
    contenders = {
        "Scrapy + CSS": spider,
        "Scrapy + trafilatura": [*spider, "-a", "reader=trafilatura"],
        "tintinh, one core": ["taskset", "-c", str(min(os.sched_getaffinity(0))), *ours, "loopback"],
        "tintinh": [*ours, "loopback"],
        "tintinh, archiving": [*ours, "keeping"],
        "tintinh, from the archive": [*ours, "archive"],
    }
    results: dict[str, list[tuple[float, float, float, int]]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, command in contenders.items():
            folder = Path(tempfile.mkdtemp(prefix="bench-"))
            results[name].append(run(name, command, {**proxy, "PYTHONPATH": str(ROOT)}, folder))
            shutil.rmtree(folder)
    server.stdin.close()
    server.wait()
    base = sorted(results["Scrapy + CSS"])[ROUNDS // 2][0]
    print(f"{'':28}{'pages/s':>10}{'whole process':>15}{'to stock':>10}{'CPU ms/page':>13}{'MiB':>6}")
    for name, rounds in results.items():
        rate, whole, processor, memory = sorted(rounds)[ROUNDS // 2]
        print(f"{name:28}{rate:10.0f}{whole:15.0f}{rate / base:9.2f}x{processor:13.1f}{memory:6}")


if __name__ == "__main__":
    main()
