"""`tintinh read`: where the page comes from and how its record is shown."""

from __future__ import annotations

import sys
from pathlib import Path

from crawler.base.errors import UserError
from crawler.extraction.explain import as_line, rows
from crawler.extraction.reading import Reading
from crawler.net.fetch import Fetched, fetch
from crawler.terminal.tables import show


def load_page(source: str, url: str | None) -> Fetched:
    """The page in a file, or at an address. Raises `UserError` where it can't be read or fetched."""
    if source.startswith(("http://", "https://")):
        return fetch(source)
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UserError(f"{source}: {error.strerror}") from error
    if not body.strip():
        raise UserError(f"{source}: an empty file")
    return Fetched(url or path.absolute().as_uri(), 200, None, body)


def print_reading(reading: Reading, explain: bool) -> None:
    """A table on a terminal or with `explain`; one line of JSON otherwise."""
    if sys.stdout.isatty() or explain:
        show("", ["field", "value", "from"], rows(reading, explain))
    else:
        print(as_line(reading))
