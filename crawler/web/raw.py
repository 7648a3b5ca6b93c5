"""The page that an article was read from, out of the raw archive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.archive.checking import extract
from crawler.archive.writing import OPEN
from crawler.base.errors import ArchiveError, UserError
from crawler.model.items import Article
from crawler.vietnamese import decode

SHOWN_CHARS: Final = 400_000
_SEGMENT: Final = re.compile(r"[\w.-]+\.warc(?:\.gz)?")


class NoRawPageError(UserError):
    """There is no archived page of the article here."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """The page as text, cut at `SHOWN_CHARS`; from where it was fetched, and where it is stored."""

    url: str
    status: int
    headers: list[tuple[str, str]]
    text: str
    cut: bool
    is_html: bool
    segment: str
    offset: int


def has_raw_page(output: Path | None, article: Article) -> bool:
    """Whether the segment that the article names is at hand."""
    name = article.provenance.warc_file
    if output is None or name is None or not _SEGMENT.fullmatch(name):
        return False
    return any((output / "archive" / one).exists() for one in (name, name + OPEN))


def raw_page(output: Path | None, article: Article) -> RawPage:
    """The archived page. Raises `NoRawPageError` where the article has none, or the archive is not at hand."""
    name, offset = article.provenance.warc_file, article.provenance.warc_offset
    if output is None or name is None or offset is None or not _SEGMENT.fullmatch(name):
        raise NoRawPageError("no archived page")
    try:
        found = extract(output / "archive", name, offset)
    except ArchiveError as error:
        raise NoRawPageError("no archived page") from error
    content_type = next((value for key, value in found.headers if key.lower() == "content-type"), "")
    text = decode(found.body, content_type or None).text
    is_html = "html" in content_type.lower() or text.lstrip()[:200].lower().startswith(("<!doctype", "<html"))
    shown = text[:SHOWN_CHARS]
    return RawPage(found.url, found.status, found.headers, shown, len(shown) < len(text), is_html, name, found.offset)
