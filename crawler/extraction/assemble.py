"""Parts into an article: captions apart, furniture cut, the record filled and its sources named."""

from __future__ import annotations

from crawler.extraction import authors, body, boilerplate, captions, files, quotes
from crawler.extraction.address import Addresses
from crawler.extraction.blocks import Block
from crawler.extraction.links import links
from crawler.extraction.page import Page
from crawler.extraction.parts import Parts
from crawler.model.items import Article, Image, Provenance
from crawler.net.urls import BadAddressError, canonical_url
from crawler.registry.portal import Portal


def article(page: Page, url: str, portal: Portal, rules: Addresses, parts: Parts) -> Article:
    """The record of an article, from what the sources gave; `parts.title` must be there."""
    title = parts.title or ""
    sources = dict(parts.sources)
    if not parts.captioned:
        captions.mark(parts.lines, title)
    _mark_repeated_title(parts.lines, title)
    boilerplate.mark(parts.lines)
    quotes.mark(parts.lines)
    files.mark(parts.lines, parts.attachments)
    signature = authors.take_signature(parts.lines)
    author = authors.clean(parts.author)
    if author is None:
        sources.pop("author", None)
    if signature is not None:  # who signs the text wrote it; the CMS's field often names who posted it
        author, sources["author"] = signature, "signature"
    return Article(
        id=rules.article_id(url),
        portal=portal.id,
        province_code=portal.province,
        url=url,
        canonical_url=_canonical(url),
        section=None,
        title=title,
        summary=parts.summary,
        body=body.render(parts.lines),
        published_at=parts.published.at if parts.published else None,
        published_precision=parts.published.precision if parts.published else None,
        updated_at=parts.updated.at if parts.updated else None,
        author=author,
        images=_images(page, parts.lines),
        attachments=parts.attachments,
        links=links(page, parts.lines),
        language=parts.language,
        duplicate_of=None,
        flags=list(dict.fromkeys(parts.flags)),
        provenance=Provenance(
            fields=sources,
            fetched_at=None,
            http_status=None,
            warc_file=None,
            warc_offset=None,
            tls_verified=None,
            tls_legacy=None,
        ),
        content_hash=None,
        revision=None,
        seq=None,
    )


def _canonical(url: str) -> str:
    """The canonical form of an address; text that is no address stays as it is."""
    try:
        return canonical_url(url)
    except BadAddressError:
        return url


def _mark_repeated_title(lines: list[Block], title: str) -> None:
    """A first line that says the title again is no part of the text."""
    first = next((line for line in lines if line.text and line.role == "body"), None)
    if first is not None and captions.same_words(first.text, title):
        first.role = "title"


def _images(page: Page, lines: list[Block]) -> list[Image]:
    """The pictures with an address of their own, each once."""
    found: dict[str, Image] = {}
    for line in lines:
        if line.is_picture and line.source and (url := page.join(line.source)):
            image = found.setdefault(url, Image(url=url, caption=None))
            image.caption = image.caption or line.caption
    return list(found.values())
