"""How well portals are walked that nobody has described, and what a walk costs: recall, precision and pages fetched.

    python -m bench.discovery             each demo portal: by its entry, with its CMS detected, with its CMS unknown
    python -m bench.discovery drupal epi  those whose names hold one of these words

Every portal is crawled twice into one store. "pages" are all requests of the first walk but robots.txt and attachments,
"listings" those of them that were pages of listings; "others" is what else was fetched, an article each at best. "again"
are those of the second walk, where nothing is new. Revisits of young articles are put off, so that only listings, feeds
and sitemaps count there.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.portals import ENTRIES, FAMILIES, PORTALS, DemoPortals

WAYS = ("entry", "detected", "unknown")


@dataclass(frozen=True)
class Row:
    """One portal walked in one way."""

    portal: str
    way: str
    expected: int
    found: int  # articles of the truth
    extra: int  # records that are none, or one a second time
    pages: int
    listings: int
    again: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the portal's articles that were found."""
        return self.found / self.expected

    @property
    def precision(self) -> float:
        """Share of the records that are articles of the portal, each counted once."""
        return self.found / max(1, self.found + self.extra)

    @property
    def others(self) -> float:
        """Pages fetched an article, but for those of listings."""
        return (self.pages - self.listings) / self.expected


def walk(demo: DemoPortals, portal: str, way: str, folder: Path) -> Row:
    """Crawl a demo portal twice and hold what came out against what it shows."""
    url = demo.base_url(portal)
    target = [portal, "--base-url", url] if way == "entry" else [url]
    more = ["--family", "generic"] if way == "unknown" else []
    command = [sys.executable, "-m", "crawler.cli", "crawl", *target, *more, "--delay", "0", "--output", str(folder)]
    requests = []
    listings = 0
    for _ in range(2):
        before = len(demo.log.of(portal))
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        environment |= {"TINTINH_ATTACHMENTS": "0", "TINTINH_PORTALS": str(ENTRIES)}
        subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
        requests.append([one.target for one in demo.log.of(portal)[before:] if one.target != "/robots.txt"])
        with sqlite3.connect(folder / "tintinh.db") as connection:
            connection.execute("UPDATE frontier SET due_at = NULL WHERE kind = 'article'")
            [(visited,)] = connection.execute(
                "SELECT count(*) FROM frontier WHERE kind = 'listing' AND fetched_at IS NOT NULL"
            )
            listings = listings or visited
    truth = demo.truth(portal, "repair")
    reachable = {one.key for one in truth if one.reachable and not one.blocked_first}
    by_address = {address.partition("//")[2]: one.key for one in truth for address in one.addresses}
    by_title = {one.title: one.key for one in truth}
    keys: set[str] = set()
    wrong: list[str] = []
    for record in records(folder):
        addresses = [record[name].partition("//")[2] for name in ("url", "canonical_url")]
        key = next((by_address[one] for one in addresses if one in by_address), by_title.get(record["title"]))
        if key is None or key in keys:
            wrong.append(record["url"])
        else:
            keys.add(key)
    missed = tuple(sorted(reachable - keys))
    found = len(reachable & keys)
    extra = len(wrong)
    return Row(
        portal, way, len(reachable), found, extra, len(requests[0]), listings, len(requests[1]), missed, tuple(wrong)
    )


def records(folder: Path) -> Iterator[dict[str, str]]:
    """The newest revision of each article in the log."""
    newest: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            newest[record["id"]] = record
    yield from newest.values()


def main(words: Sequence[str]) -> None:
    """Print the table."""
    chosen = [one for one in (*FAMILIES, *PORTALS) if not words or any(word in one for word in words)]
    print("| portal | way | articles | recall | precision | pages | listings | others/article | again |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for portal in chosen:
        for way in WAYS:
            with tempfile.TemporaryDirectory() as folder, DemoPortals(portals=[portal]) as demo:
                row = walk(demo, portal, way, Path(folder))
            print(
                f"| {portal} | {way} | {row.expected} | {row.recall:.3f} | {row.precision:.3f} | {row.pages} "
                f"| {row.listings} | {row.others:.2f} | {row.again} |",
                flush=True,
            )
            for name, what in (("missed", row.missed), ("wrong", row.wrong)):
                if what:
                    print(f"{name}: {' '.join(what)}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
