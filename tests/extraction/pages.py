"""The saved pages of our own writing under `tests/pages/`, and how they are read.

Each page ends in a comment that says its address and family. `truth.json` says what a person reads on it.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.base.clock import VIETNAM
from crawler.extraction.article import read_article
from crawler.extraction.reading import Reading
from crawler.registry import Portal

FOLDER = Path(__file__).parents[1] / "pages"
READ_AT = datetime(2026, 11, 24, 8, 15, tzinfo=VIETNAM)
_FIXTURE = re.compile(r"<!-- fixture url=(\S+) family=(\S+) -->")


@dataclass(frozen=True)
class SavedPage:
    name: str
    html: str
    url: str
    family: str

    def read(self, family: str | None = None) -> Reading:
        """The page as its own family reads it, or as `family` does."""
        return read_article(self.html, self.url, portal(self.url, family or self.family), READ_AT)


def portal(url: str, family: str = "generic") -> Portal:
    parts = urlsplit(url)
    return Portal(
        id="trang-mau", name="Trang mẫu", kind="portal", family=family, evidence="a page of our own",
        start=f"{parts.scheme}://{parts.netloc}/",
    )  # fmt: skip


def load(path: Path) -> SavedPage:
    html = path.read_text("utf-8")
    match = _FIXTURE.search(html)
    assert match, f"{path.name}: no comment '<!-- fixture url=… family=… -->' at its end"
    return SavedPage(path.stem, html, match[1], match[2])


PAGES = [load(path) for path in sorted(FOLDER.glob("*.html"))]
TRUTH = json.loads((FOLDER / "truth.json").read_text("utf-8"))
