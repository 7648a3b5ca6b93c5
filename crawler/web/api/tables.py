"""Tables as CSV (RFC 4180) that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

CSV = "text/csv; charset=utf-8"


def table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The table with its heading; null is an empty cell."""
    written = io.StringIO()
    made = csv.writer(written)
    made.writerow(columns)
    for row in rows:
        made.writerow(["" if cell is None else _harmless(str(cell)) for cell in row])
    return written.getvalue().encode()


def _harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run (OWASP, CSV Injection)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
