"""Reading measured beside the field's extractors, on the same pages in one run, on one core.

    python bench/reading.py [--peers PYTHON] [--runs N]

`PYTHON` is the interpreter of a virtual environment that has trafilatura, newspaper4k, readability-lxml, resiliparse
and htmldate (they are no dependencies of the project); without it only tintinh is measured. The pages are the public
article-extraction benchmark and the Hà Nội archive under `../shared/archives`, and the project's own fixtures; what is
missing is left out, and said so. The whole path is what `tintinh reparse` does with a page; its pages/s count. F1 is that of 4-gram shingles, mean over pages, as the benchmark defines it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from reading_score import Page, body_f1, same_day, same_title, timed

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "../shared/archives"
PEERS = Path(__file__).with_name("reading_peers.py")


def benchmark() -> list[Page]:
    """The public benchmark's pages with their gold bodies."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    archive, gold = (SHARED / f"article-extraction-benchmark.{end}" for end in ("warc.gz", "gold.jsonl"))
    if not archive.exists():
        print(f"left out: {archive} is not there")
        return []
    bodies = {row["url"]: row["body"] for row in map(json.loads, gold.read_text("utf-8").splitlines())}
    with archive.open("rb") as stream:
        return [
            Page(url, record.reader.read().decode("utf-8", "replace"), body=bodies[url])
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response)
            if (url := record.headers["WARC-Target-URI"]) in bodies
        ]


def hanoi(most: int = 300) -> list[Page]:
    """Articles of the Hà Nội archive with their gold titles and days."""
    from crawler.archive.reading import responses

    archive, gold = (SHARED / f"hanoi-dic.{end}" for end in ("warc.gz", "gold.tsv"))
    if not archive.exists():
        print(f"left out: {archive} is not there")
        return []
    rows = [line.split("\t") for line in gold.read_text("utf-8").splitlines()[1:]]
    truth = {row[1]: (row[2], row[3][:10]) for row in rows if row[3]}
    pages = (
        Page(saved.url, saved.body.decode("utf-8", "replace"), title=truth[saved.url][0], day=truth[saved.url][1])
        for saved in responses(archive)
        if saved.url in truth
    )
    return [page for page, _ in zip(pages, range(most), strict=False)]


def fixtures() -> list[Page]:
    """The project's own saved pages, with what a person reads on them."""
    sys.path.insert(0, str(ROOT))
    from tests.extraction.pages import PAGES, TRUTH

    return [
        Page(page.url, page.html, page.family, truth["title"], truth["published"][:10], truth["body"])
        for page in PAGES
        if (truth := TRUTH.get(page.name))
    ]


def ours(pages: list[Page], generic: bool) -> list[dict[str, str]]:
    """The reader alone: of no CMS (`generic`), or of the page's own."""
    from datetime import datetime
    from urllib.parse import urlsplit

    from crawler.base.clock import VIETNAM
    from crawler.extraction.article import read_article
    from crawler.registry import Portal

    read_at = datetime(2026, 11, 24, tzinfo=VIETNAM)
    out = []
    for page in pages:
        start = "://".join(urlsplit(page.url)[:2]) + "/"
        family = "generic" if generic else page.family
        portal = Portal(id="bench", name="bench", kind="portal", family=family, start=start, evidence="bench")
        article = read_article(page.html, page.url, portal, read_at).article
        out.append(fields(article))
    return out


def whole_path(pages: list[Page]) -> list[dict[str, str]]:
    """What `reparse` does with a page: decode, find the registry's portal or detect the CMS, read, finish the record."""
    from datetime import datetime

    from crawler import registry
    from crawler.base.clock import VIETNAM
    from crawler.extraction.explain import by_host, portal_of, read_bytes

    read_at = datetime(2026, 11, 24, tzinfo=VIETNAM)
    portals = by_host(registry.load_all().values())
    out = []
    for page in pages:
        portal = portal_of(page.url, portals)
        out.append(
            fields(read_bytes(page.html.encode(), "text/html; charset=utf-8", page.url, portal, read_at).article)
        )
    return out


def fields(article: Any) -> dict[str, str]:
    if article is None:
        return {}
    day = article.published_at.date().isoformat() if article.published_at else ""
    return {"title": article.title, "day": day, "body": article.body}


def peers(python: str, pages: list[Page], runs: int) -> dict[str, tuple[list[dict[str, str]], float]]:
    """What each peer makes of the pages, and its best pages/s, measured in its own interpreter."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as handed:
        json.dump([{"url": page.url, "html": page.html} for page in pages], handed)
        handed.flush()
        done = subprocess.run([python, str(PEERS), handed.name, str(runs)], stdout=subprocess.PIPE, check=True)
    return {name: (found, rate) for name, (found, rate) in json.loads(done.stdout).items()}


def show(name: str, pages: list[Page], found: list[dict[str, str]], rate: float, base: float) -> None:
    def share(values: list[float]) -> str:
        return f"{sum(values) / len(values):8.4f}" if values else "       -"

    def gives(field: str) -> bool:
        return any(field in one for one in found)

    bodies = [
        body_f1(one.get("body", ""), page.body)
        for page, one in zip(pages, found, strict=True)
        if page.body and gives("body")
    ]
    titles = [
        same_title(one.get("title", ""), page.title) for page, one in zip(pages, found, strict=True) if page.title
    ]
    days = [
        same_day(one.get("day", ""), page.day)
        for page, one in zip(pages, found, strict=True)
        if page.day and gives("day")
    ]
    times = f"{rate / base:6.1f}x" if base else "      -"
    print(f"  {name:28s} {share(bodies)} {share(titles)} {share(days)} {rate:9.0f} {times}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--peers", help="interpreter that has the peers")
    arguments.add_argument("--runs", type=int, default=3)
    chosen = arguments.parse_args()
    for name, pages in (("benchmark", benchmark()), ("own fixtures", fixtures()), ("Hà Nội", hanoi())):
        if not pages:
            continue
        print(f"{name}: {len(pages)} pages\n  {'':28s}  body F1    title      day   pages/s  times trafilatura")
        others = peers(chosen.peers, pages, chosen.runs) if chosen.peers else {}
        base = others["trafilatura"][1] if others else 0.0
        for label, generic in (("tintinh, generic", True), ("tintinh, families", False)):
            found, rate = timed(lambda generic=generic, pages=pages: ours(pages, generic), len(pages), chosen.runs)
            if name != "benchmark" or generic:
                show(label, pages, found, rate, base)
        found, rate = timed(lambda pages=pages: whole_path(pages), len(pages), chosen.runs)
        show("tintinh, whole path", pages, found, rate, base)
        for peer, (found, rate) in others.items():
            show(peer, pages, found, rate, base)


if __name__ == "__main__":
    main()
