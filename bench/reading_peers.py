"""The peers' side of `bench/reading.py`: runs in their interpreter, prints what each found as JSON."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path

from reading_score import timed

_TAG = re.compile(r"<[^>]+>")


def trafilatura_with_metadata(url: str, html: str) -> dict[str, str]:
    import trafilatura

    found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    return {"title": found.title, "day": found.date, "body": found.text} if found else {}


def trafilatura_text(url: str, html: str) -> dict[str, str]:
    import trafilatura

    return {"body": trafilatura.extract(html, url=url, include_comments=False) or ""}


def resiliparse(url: str, html: str) -> dict[str, str]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html)
    return {"title": tree.title or "", "body": extract_plain_text(tree, main_content=True)}


def newspaper4k(url: str, html: str) -> dict[str, str]:
    from newspaper import Article, Config

    settings = Config()
    settings.fetch_images = False
    settings.disable_category_cache = True
    article = Article(url or "http://localhost/", config=settings)
    article.download(input_html=html)
    article.parse()
    day = article.publish_date.date().isoformat() if article.publish_date else ""
    return {"title": article.title, "day": day, "body": article.text}


def readability(url: str, html: str) -> dict[str, str]:
    from lxml.html import fromstring
    from readability import Document

    document = Document(html)
    return {"title": document.short_title(), "body": fromstring(document.summary()).text_content()}


def htmldate(url: str, html: str) -> dict[str, str]:
    from htmldate import find_date

    return {"day": find_date(html, url=url, original_date=True) or ""}


PEERS: dict[str, Callable[[str, str], dict[str, str]]] = {
    "trafilatura": trafilatura_with_metadata,
    "trafilatura, text alone": trafilatura_text,
    "resiliparse": resiliparse,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "htmldate": htmldate,
}


def run(read: Callable[[str, str], dict[str, str]], pages: list[dict[str, str]]) -> list[dict[str, str]]:
    out = []
    for page in pages:
        try:
            found = read(page["url"], page["html"])
        except Exception as error:  # noqa: BLE001 - a peer that fails on a page has found nothing on it
            print(f"{read.__name__}: {page['url']}: {error}", file=sys.stderr)
            found = {}
        out.append({name: value for name, value in found.items() if value})
    return out


def main() -> None:
    logging.disable(logging.CRITICAL)
    pages = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    result = {}
    for name, read in PEERS.items():
        try:
            result[name] = timed(lambda read=read: run(read, pages), len(pages), int(sys.argv[2]))
        except ImportError as error:
            print(f"{name} left out: {error}", file=sys.stderr)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
