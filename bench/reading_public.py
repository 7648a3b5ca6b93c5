"""Reading measured on public evaluation sets, by the path that users run and by the reader alone, on one core.

    python bench/reading_public.py [--trafilatura CHECKOUT] [--htmldate CHECKOUT] [--fundus CHECKOUT] [--half seen|unseen]

Each CHECKOUT is a clone of the public repository of that name (adbar/trafilatura, adbar/htmldate, flairNLP/fundus), with
its test pages. They are scored as the projects score themselves: precision, recall and F of the text's snippets; F of
the day, where a page without a day costs recall and a wrong one precision; title, day and F1 of 4-gram shingles.

The hosts are cut in two by a hash of their name. Rules are tuned on the half called 'seen' alone.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from reading_score import body_f1, same_title

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from crawler.base.clock import VIETNAM  # noqa: E402
from crawler.extraction.article import read_article  # noqa: E402
from crawler.extraction.detect import portal_for  # noqa: E402
from crawler.extraction.explain import read_bytes  # noqa: E402
from crawler.extraction.page import Page  # noqa: E402
from crawler.extraction.reading import Reading  # noqa: E402
from crawler.vietnamese import decode  # noqa: E402

NOW = datetime(2026, 11, 24, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Sample:
    """One page with what its set says of it; empty where the set says nothing."""

    url: str
    body: bytes
    title: str = ""
    day: str = ""
    text: str = ""
    present: tuple[str, ...] = ()  # snippets that are the article's
    absent: tuple[str, ...] = ()  # snippets that are not
    read_at: datetime = field(default=NOW)


def unseen(url: str) -> bool:
    """Whether the page's host is of the half that no rule was tuned on."""
    host = ".".join((urlsplit(url).hostname or url).removeprefix("www.").split(".")[-2:])
    return hashlib.sha256(host.encode()).digest()[0] % 2 == 1


def trafilatura(folder: Path) -> Iterator[Sample]:
    tests = folder / "tests"
    for url, item in sorted(json.loads((tests / "evaldata.json").read_text("utf-8")).items()):
        path = next((p for place in ("cache", "eval") if (p := tests / place / item["file"]).is_file()), None)
        if path is not None:
            title, day = item.get("title") or "", item.get("date") or ""
            yield Sample(url, path.read_bytes(), title, day, "", tuple(item["with"]), tuple(item["without"]))


def htmldate(folder: Path) -> Iterator[Sample]:
    tests = folder / "tests"
    for name in ("eval_mediacloud_2020.json", "eval_default.json"):
        for url, item in sorted(json.loads((tests / name).read_text("utf-8")).items()):
            places = ("test_set", "cache", "eval")
            path = next((p for place in places if (p := tests / place / item["file"]).is_file()), None)
            if path is not None:
                yield Sample(url, path.read_bytes(), day=str(item["date"]))


def fundus(folder: Path) -> Iterator[Sample]:
    for meta in sorted((folder / "tests/resources/parser/test_data").glob("*/meta.info")):
        pages: dict[str, list[str]] = {}
        info = json.loads(meta.read_text("utf-8"))
        for name in sorted(info):
            pages.setdefault(name.split("_")[0], []).append(name)
        for publisher, names in pages.items():
            gold = json.loads((meta.parent / f"{publisher}.json").read_text("utf-8"))
            if len(gold) != len(names):
                continue
            for version, name in zip(sorted(gold, key=lambda one: (len(one), one)), names, strict=True):
                truth, parts = gold[version], []
                if truth.get("body"):
                    parts = [*truth["body"]["summary"]]
                    for section in truth["body"]["sections"]:
                        parts += [*section["headline"], *section["paragraphs"]]
                read_at = datetime.fromisoformat(info[name]["crawl_date"][:19]).replace(tzinfo=VIETNAM)
                html = gzip.decompress((meta.parent / name).read_bytes())
                day = str(truth.get("publishing_date") or "")[:10]
                yield Sample(info[name]["url"], html, truth.get("title") or "", day, "\n".join(parts), read_at=read_at)


def whole_path(sample: Sample) -> Reading:
    """As `tintinh read` and `reparse` read a page of a host without an entry."""
    return read_bytes(sample.body, None, sample.url, None, sample.read_at)


def reader_alone(sample: Sample) -> Reading:
    """The generic reader without CMS detection, normalising and meeting."""
    page = Page(decode(sample.body, None).text, sample.url)
    return read_article(page, sample.url, portal_for(page, "generic"), sample.read_at)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def score(name: str, samples: list[Sample], read: Callable[[Sample], Reading]) -> None:
    start = time.process_time()
    found = [read(sample).article for sample in samples]
    rate = len(samples) / (time.process_time() - start)
    values: dict[str, list[float]] = {}
    hits = wrong = missed = days = other_days = 0
    for sample, article in zip(samples, found, strict=True):
        day = article.published_at.date().isoformat() if article and article.published_at else ""
        if sample.title:
            values.setdefault("title", []).append(same_title(article.title if article else "", sample.title))
        if sample.day:
            values.setdefault("day", []).append(float(day == sample.day))
            days += day == sample.day
            other_days += bool(day) and day != sample.day
        if sample.text:
            values.setdefault("body F1", []).append(body_f1(article.body if article else "", sample.text))
        text = plain(article.body) if article else ""
        hits += sum(plain(one) in text for one in sample.present)
        missed += sum(plain(one) not in text for one in sample.present)
        wrong += sum(plain(one) in text for one in sample.absent)
    shown = [f"{label} {sum(row) / len(row):.4f}" for label, row in values.items()]
    if hits:
        shown.append(f"text {harmonic(hits, wrong, missed)}")
    if days:
        shown.append(f"days {harmonic(days, other_days, len(values['day']) - days - other_days)}")
    print(f"  {name:14s} {rate:7.0f} pages/s  {'  '.join(shown)}")


def harmonic(right: int, wrong: int, missed: int) -> str:
    precision, recall = right / (right + wrong), right / (right + missed)
    return f"P {precision:.4f} R {recall:.4f} F {2 * precision * recall / (precision + recall):.4f}"


def main() -> None:
    sets = {"trafilatura": trafilatura, "htmldate": htmldate, "fundus": fundus}
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in sets:
        arguments.add_argument(f"--{name}", type=Path, metavar="CHECKOUT")
    arguments.add_argument("--half", choices=["seen", "unseen", "all"], default="seen")
    chosen = arguments.parse_args()
    for name, load in sets.items():
        folder = getattr(chosen, name)
        if folder is None:
            print(f"{name}: left out, no checkout given")
            continue
        samples = [one for one in load(folder) if chosen.half == "all" or unseen(one.url) == (chosen.half == "unseen")]
        print(f"{name}, {chosen.half}: {len(samples)} pages")
        score("whole path", samples, whole_path)
        score("reader alone", samples, reader_alone)


if __name__ == "__main__":
    main()
