"""`tintinh search`: articles found, each with the words around the match."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict

import orjson

from crawler.search.query import Hit


def report(found: Sequence[Hit], as_json: bool = False) -> None:
    """Title, day, address and snippet of each; where stdout is no terminal, one tab-separated line each."""
    if as_json:
        for hit in found:
            sys.stdout.write(orjson.dumps(asdict(hit)).decode() + "\n")
    elif sys.stdout.isatty():
        from rich.console import Console  # a while to load, and only terminals need it
        from rich.text import Text

        console = Console(highlight=False)
        for hit in found:
            line = Text(hit.snippet.text)
            for start, end in hit.snippet.marks:
                line.stylize("bold yellow", start, end)
            console.print(
                Text(hit.title, style="bold"), Text(f"{_day(hit)}  {hit.url}", style="dim"), line, "", sep="\n"
            )
    else:
        for hit in found:
            columns = (hit.article, _day(hit), hit.url, hit.title, hit.snippet.text)
            print("\t".join(" ".join(column.split()) for column in columns))


def _day(hit: Hit) -> str:
    return (hit.published_at or "no date")[:10]
