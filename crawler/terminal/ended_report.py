"""What a round of crawls in processes of their own came to."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.schedule.children import Ended
from crawler.terminal.crawl_report import COUNTED
from crawler.terminal.tables import show


def report(ended: Sequence[Ended]) -> None:
    """One row a portal that was crawled; those that turned out busy or not due have said so."""
    columns = ["portal", *COUNTED, "seconds", "ended"]
    rows = [
        [
            one.portal,
            *(one.summary.get(name, "") for name in COUNTED),
            f"{one.seconds:.0f}",
            how(one),
        ]
        for one in ended
        if one.crawled or one.code
    ]
    show("Crawled", columns, rows, numbers=(*COUNTED, "seconds"))


def how(one: Ended) -> str:
    """How a crawl ended, in words: as its own summary says, else by its exit code."""
    if one.summary:
        return one.summary.get("ended", "")
    if one.code < 0:
        return f"killed by signal {-one.code}"
    return f"exit code {one.code}" if one.code else "not due"


def exit_code(ended: Sequence[Ended]) -> int:
    """2 where a person has to mend something, 1 where of a portal nothing could be had, else 0."""
    codes = {one.code for one in ended}
    if codes - {0, 1}:
        return 2
    return max(codes, default=0)
