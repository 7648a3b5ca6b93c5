"""One page from bytes to its finished record, and what `tintinh read` says of it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import orjson

from crawler.extraction.article import read_article
from crawler.extraction.detect import portal_for
from crawler.extraction.fingerprint import content_hash
from crawler.extraction.normalizing import normalize_article
from crawler.extraction.page import Page
from crawler.extraction.reading import Reading
from crawler.meetings import read_meeting
from crawler.model.items import Article
from crawler.registry.portal import Portal
from crawler.vietnamese import decode

_FIELDS = ("title", "published_at", "updated_at", "author", "summary", "body", "language")


def portal_of(url: str, portals: dict[str, Portal]) -> Portal | None:
    """The registry's portal that serves `url`, by its host; None where there is none."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next((portal for portal in portals.values() if host and host in portal.hosts), None)


def read_bytes(body: bytes, declared: str | None, url: str, portal: Portal | None, read_at: datetime) -> Reading:
    """The reading of a page as fetched, its record finished as the pipelines finish it.

    `declared`: the Content-Type header, if any. Without a `portal` the CMS is told from the page.
    """
    text = decode(body, declared)
    page = Page(text.text, url)
    reading = read_article(page, url, portal or portal_for(page), read_at)
    if reading.article is not None:
        reading.article.flags.extend(text.flags)
        finish(reading.article, read_at)
    return reading


def finish(article: Article, read_at: datetime) -> None:
    """Normalise the record's text, read its meeting, fingerprint it: what a crawl's pipelines do before they store it."""
    normalize_article(article)
    article.meeting = read_meeting(article.title, article.body, article.published_at)
    article.content_hash = content_hash(article.title, article.body)
    article.provenance.fetched_at = read_at


def as_line(reading: Reading) -> str:
    """One JSON line: the record, or the outcome and its reason where the page holds no article."""
    if reading.article is not None:
        return reading.article.model_dump_json()
    return orjson.dumps({"outcome": str(reading.outcome), "reason": reading.reason}).decode()


def rows(reading: Reading, explain: bool) -> list[tuple[str, str, str]]:
    """What to show a person: name, value, and (with `explain`) the extractor that gave it; what was cut away last."""
    out = [("outcome", str(reading.outcome), reading.reason)]
    article = reading.article
    if article is not None:
        sources = article.provenance.fields
        for name in _FIELDS:
            value = getattr(article, name)
            if value is not None and value != "":
                text = value.isoformat() if isinstance(value, datetime) else str(value)
                if name == "published_at" and article.published_precision:
                    text = f"{text} ({article.published_precision})"
                out.append((name, text, sources.get(name, "") if explain else ""))
        out += [("image", image.caption or image.url, image.url if image.caption else "") for image in article.images]
        out += [("attachment", file.name or file.url, file.url) for file in article.attachments]
        out += [("flag", flag, "") for flag in article.flags]
    if explain:
        out += [("cut", line.partition(": ")[2], line.partition(": ")[0]) for line in reading.cut]
    return out
