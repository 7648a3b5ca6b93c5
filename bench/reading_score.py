"""Scores and timing that `bench/reading.py` and the peers' side share."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """One page with what is known to be true of it; empty where nothing is."""

    url: str
    html: str
    family: str = "liferay"
    title: str = ""
    day: str = ""
    body: str = ""


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text))
    return Counter(tuple(tokens[n : n + size]) for n in range(max(1, len(tokens) - size + 1))) if tokens else Counter()


def body_f1(found: str, true: str) -> float:
    """F1 of 4-gram shingles of one page (github.com/scrapinghub/article-extraction-benchmark)."""
    one, other = shingles(found), shingles(true)
    common = sum((one & other).values())
    total = sum(one.values()) + sum(other.values())
    return 2 * common / total if total else 1.0


def same_title(found: str, true: str) -> float:
    return float(_TOKEN.findall(found.casefold()) == _TOKEN.findall(true.casefold()))


def same_day(found: str, true: str) -> float:
    return float(found[:10] == true)


def timed(work: Callable[[], T], pages: int, runs: int) -> tuple[T, float]:
    """The result of the last run and the best pages/s of all, by processor time: others use the machine, too."""
    best = 0.0
    result = work()
    for _ in range(runs):
        start = time.process_time()
        result = work()
        best = max(best, pages / (time.process_time() - start))
    return result, best
