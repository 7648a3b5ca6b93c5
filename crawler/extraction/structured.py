"""The second source: what a page says of itself for machines (JSON-LD, microdata, OpenGraph and other meta)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from turbohtml import Document

from crawler.extraction.blocks import collapse
from crawler.extraction.page import Page
from crawler.extraction.stamps import Stamp, read_stamp

_ARTICLE = re.compile(r"(?:^|[/:])(?:\w*Article|\w*BlogPosting|BlogPost|Report|SocialMediaPosting|Review|Recipe)$")
_PAGE = re.compile(r"(?:^|[/:])(?:WebPage|ItemPage|CreativeWork|AboutPage|VideoObject|NewsMediaObject)$")
_LARGEST = 2_000_000  # characters of one JSON-LD block
_MOST = 4000  # JSON values looked at

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "og:pubdate",
    "article.published", "rnews:datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "originalpublicationdate", "article_date_original", "publication_date",
    "publish-date", "publish_date", "publishdate", "pubdate", "pub_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date",
    "citation_date", "bt:pubdate", "displaydate", "ptime", "article:created", "datecreated", "article:published",
    "analyticsattributes.articledate", "shareaholic:article_published_time", "published", "created",
    "vr:published_time", "video:release_date", "article-publish-date", "date", "release_date", "timestamp",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:modified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "modified", "revised", "updated",
)  # fmt: skip
_TITLES = ("og:title", "headline", "twitter:title", "dc.title", "dcterms.title", "title", "parsely-title",
           "sailthru.title", "hdl", "article:title")  # fmt: skip
_AUTHORS = ("author", "article:author", "article:author_name", "og:article:author", "dc.creator", "dcterms.creator",
            "parsely-author", "sailthru.author", "byl", "twitter:creator_name", "citation_author")  # fmt: skip
# Elements of the body with a stamp: microdata, HTML 5, and hAtom (https://microformats.org/wiki/hatom).
_STAMPED = "[itemprop]:not(meta), time[pubdate], time.entry-date[datetime], abbr.published[title]"
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")


@dataclass(slots=True)
class Structured:
    """What the page says of itself; each value with the source that gave it."""

    headline: str | None = None  # of JSON-LD or microdata
    titles: dict[str, str] = field(default_factory=dict)  # meta name → title
    published: list[tuple[Stamp, str]] = field(default_factory=list)  # best first
    updated: list[tuple[Stamp, str]] = field(default_factory=list)
    author: tuple[str, str] | None = None
    description: str | None = None
    body: str | None = None  # articleBody of JSON-LD
    language: str | None = None
    site_name: str | None = None
    kind: str = ""  # og:type, lower case
    is_article: bool = False
    is_described: bool = False  # whether JSON-LD describes one article, with its headline, and no second


def read(page: Page) -> Structured:
    """All that the page's machine-readable layer states about its article."""
    found = Structured()
    tree = page.tree
    meta = _meta(tree)
    article, headlines = _article_object(tree, meta.get("og:site_name"))
    if article is not None:
        _take_json(found, article)
        found.is_described = found.is_article and len(headlines) == 1
    _take_meta(found, meta)
    _take_microdata(found, tree)
    return found


def _meta(tree: Document) -> dict[str, str]:
    """Every `<meta>` by lower-case property, name or itemprop; the first with content wins."""
    found: dict[str, str] = {}
    for element in tree.iter_elements("meta"):
        content = element.attr("content")
        if not content or len(content) > 5000:
            continue
        for attribute in ("property", "name", "itemprop"):
            if name := element.attr(attribute):
                found.setdefault(name.strip().lower(), content.strip())
    return found


def _take_meta(found: Structured, meta: dict[str, str]) -> None:
    found.titles = {name: collapse(meta[name]) for name in _TITLES if meta.get(name)}
    for name in _PUBLISHED:
        if name in meta and (stamp := read_stamp(meta[name])):
            found.published.append((stamp, "meta"))
    for name in _UPDATED:
        if name in meta and (stamp := read_stamp(meta[name])):
            found.updated.append((stamp, "meta"))
    if found.author is None:
        author = next((meta[name] for name in _AUTHORS if meta.get(name) and "://" not in meta[name]), None)
        found.author = (collapse(author), "meta") if author else None
    found.description = found.description or next(
        (collapse(meta[name]) for name in _DESCRIPTIONS if name in meta), None
    )
    found.site_name = meta.get("og:site_name") or meta.get("application-name")
    found.kind = meta.get("og:type", "").lower()
    found.is_article = found.is_article or found.kind in ("article", "blog", "news", "newsarticle")


def _take_microdata(found: Structured, tree: Document) -> None:
    """Stamps and headline of microdata elements in the page's body."""
    for element in tree.select(_STAMPED)[:200]:
        name = (element.attr("itemprop") or "datePublished").lower()
        if "datepublished" in name or "datecreated" in name:
            value = element.attr("datetime") or element.attr("content") or element.attr("title")
            if stamp := read_stamp(value or collapse(element.text)):
                found.published.append((stamp, "microdata"))
        elif "datemodified" in name:
            if stamp := read_stamp(element.attr("datetime") or element.attr("content") or collapse(element.text)):
                found.updated.append((stamp, "microdata"))
        elif name == "headline" and found.headline is None:
            found.headline = collapse(element.attr("content") or element.text)[:1000] or None


def _article_object(tree: Document, site: str | None) -> tuple[dict[str, Any] | None, set[str]]:
    """The JSON-LD object that describes the article, or the page where there is no better; headlines of articles.

    An article whose headline is the name of the site is the site: themes print it on listings, too (Icarus of Hexo).
    """
    first: dict[str, Any] | None = None
    second: dict[str, Any] | None = None
    headlines: set[str] = set()
    for script in tree.select('script[type="application/ld+json"]')[:30]:
        for thing in _objects(_parse(script.text)):
            kinds = thing.get("@type")
            names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
            if site and thing.get("headline") == site:
                continue
            if any(_ARTICLE.search(name) for name in names) and (thing.get("headline") or thing.get("datePublished")):
                first = first or thing
                if isinstance(thing.get("headline"), str):
                    headlines.add(thing["headline"])
            elif second is None and thing.get("datePublished") and any(_PAGE.search(name) for name in names):
                second = thing
    return first or second, headlines


def _parse(text: str) -> Any:
    """JSON as pages hold it: with raw line ends in strings, comment marks round it, commas before brackets."""
    if len(text) > _LARGEST:
        return None
    for attempt in (_plain, _lenient, _mended):
        try:
            return attempt(text)
        except (ValueError, RecursionError):
            continue
    return None


def _plain(text: str) -> Any:
    return orjson.loads(text)


def _lenient(text: str) -> Any:
    return json.loads(text, strict=False)


def _mended(text: str) -> Any:
    text = re.sub(
        r"^\s*(?:<!--|/\*|//<!\[CDATA\[|<!\[CDATA\[)[^{\[]{0,40}|(?:-->|\*/|//\]\]>|\]\]>)\s*$|;\s*$", "", text
    )
    return json.loads(re.sub(r",(\s*[}\]])", r"\1", text), strict=False)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outermost first; lists of other pages' items are not entered."""
    queue = [value]
    for _ in range(_MOST):
        if not queue:
            return
        thing = queue.pop(0)
        if isinstance(thing, list):
            queue.extend(thing)
        elif isinstance(thing, dict):
            yield thing
            queue.extend(
                part
                for name, part in thing.items()
                if isinstance(part, dict | list)
                and name
                not in ("itemListElement", "relatedLink", "hasPart", "isPartOf", "publisher", "author", "comment")
            )


def _take_json(found: Structured, thing: dict[str, Any]) -> None:
    headline = thing.get("headline") or thing.get("name")
    found.headline = collapse(_unescaped(headline)) if isinstance(headline, str) else None
    for name in ("datePublished", "dateCreated", "uploadDate"):
        if stamp := read_stamp(_first(thing.get(name))):
            found.published.append((stamp, "json-ld"))
    if stamp := read_stamp(_first(thing.get("dateModified"))):
        found.updated.append((stamp, "json-ld"))
    author = _author(thing.get("author")) or _author(thing.get("creator"))
    found.author = (author, "json-ld") if author else None
    if isinstance(thing.get("description"), str):
        found.description = collapse(_unescaped(thing["description"])) or None
    if isinstance(thing.get("articleBody"), str):
        found.body = _unescaped(thing["articleBody"])
    if isinstance(thing.get("inLanguage"), str):
        found.language = thing["inLanguage"][:2].lower()
    kinds = str(thing.get("@type"))
    found.is_article = "Article" in kinds or "Blog" in kinds or "Report" in kinds


def _author(value: Any) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = [person.get("name") if isinstance(person, dict) else person for person in people[:10]]
    kept = [collapse(name) for name in names if isinstance(name, str) and name.strip() and "://" not in name]
    return ", ".join(dict.fromkeys(kept)) or None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _unescaped(text: str) -> str:
    """JSON-LD often holds HTML-escaped text."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)
