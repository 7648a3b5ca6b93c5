"""Tables for people, lines for logs."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[str] = ()) -> None:
    """Print rows under `columns` to stdout; `numbers` names the columns to align right.

    Where stdout is no terminal, one tab-separated line a row with a heading line, for logs and `cut`.
    """
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            print("\t".join(row))
        return
    from rich.console import Console  # a while to load, and only terminals need it
    from rich.table import Table

    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
