"""Tables for people, lines for logs."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def show(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[str] = (),
    one_line: bool = False,
) -> None:
    """Print rows under `columns` to stdout; `numbers` names the columns to align right; `one_line`: on a
    terminal a row is one line, and the last column is cut where it does not fit.

    Where stdout is no terminal, one tab-separated line a row with a heading line, for logs and `cut`.
    """
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            print("\t".join(row))
        return
    from rich import box
    from rich.console import Console  # a while to load, and only terminals need it
    from rich.table import Table

    table = Table(title=title, title_justify="left", header_style="bold", box=None if one_line else box.HEAVY_HEAD)
    for column in columns:
        cut = one_line and column == columns[-1]
        table.add_column(
            column,
            justify="right" if column in numbers else "left",
            overflow="ellipsis" if cut else "fold",
            no_wrap=one_line,
            min_width=None if cut else max(len(line[columns.index(column)]) for line in (columns, *rows)),
        )
    for row in rows:
        table.add_row(*row)
    Console().print(table)
