"""One page from bytes to its finished record, and what `tintinh read` says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

import orjson
from pydantic_core import PydanticSerializationError

from crawler.extraction.article import read_article
from crawler.extraction.detect import portal_for
from crawler.extraction.finishing import finish
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.registry.portal import Portal
from crawler.vietnamese import decode

_FIELDS = ("title", "published_at", "updated_at", "author", "summary", "body", "language")


def by_host(portals: Iterable[Portal]) -> dict[str, Portal]:
    """Each host that `portals` name, with the first portal that names it."""
    found: dict[str, Portal] = {}
    for portal in portals:
        for host in portal.hosts:
            found.setdefault(host, portal)
    return found


def portal_of(url: str, hosts: Mapping[str, Portal]) -> Portal | None:
    """The portal that serves `url`; None where there is none. `hosts`: the portals `by_host`."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return hosts.get(host) if host else None


def read_bytes(
    body: bytes, declared: str | None, url: str, portal: Portal | None, read_at: datetime, family: str | None = None
) -> Reading:
    """The reading of a page as fetched, its record finished.


    `declared`: the Content-Type header, if any. Without a `portal` the page is read as of `family`, else as of the CMS
    that is detected. Raises `RegistryError` where there is no such family.
    """
    reading = read_page(body, declared, url, portal, read_at, family)
    if reading.article is not None:
        unfit = finish(reading.article, read_at)
        if unfit is not None and unfit.broken:
            reading.unfit = unfit.reason
        elif unfit is not None:
            return Reading(Outcome.OTHER, reason=unfit.reason, cut=reading.cut)
    return reading


def read_page(
    body: bytes, declared: str | None, url: str, portal: Portal | None, read_at: datetime, family: str | None = None
) -> Reading:
    """As `read_bytes`, but the record is not finished: what the page does not tell can be entered before."""
    text = decode(body, declared)
    page = Page(text.text, url)
    reading = read_article(page, url, portal or portal_for(page, family), read_at)
    if reading.article is not None:
        reading.article.flags.extend(text.flags)
        reading.article.provenance.fetched_at = read_at
    return reading


def as_line(reading: Reading) -> str:
    """One JSON line: the record, or the outcome and its reason where the page holds no article."""
    with suppress(PydanticSerializationError, UnicodeEncodeError):  # then `unfit` says why
        if reading.article is not None:
            return reading.article.model_dump_json()
    if reading.unfit is not None:
        return orjson.dumps({"outcome": "unfit", "reason": reading.unfit}).decode()
    return orjson.dumps({"outcome": str(reading.outcome), "reason": reading.reason}).decode()


def rows(reading: Reading, explain: bool) -> list[tuple[str, str, str]]:
    """What to show a person: name, value, and (with `explain`) the extractor that gave it; what was cut away last."""
    out = [("outcome", str(reading.outcome), reading.reason)]
    if reading.unfit is not None:
        out.append(("unfit", reading.unfit, ""))
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
