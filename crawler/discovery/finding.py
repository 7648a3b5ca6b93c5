"""Where a portal's feeds, sitemaps and REST API are, from its front page and its robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.extraction.page import Page

MOST_FEEDS = 8  # of one portal: each costs a request a run
_FEED = re.compile(
    r"\.rss$|/(?:rss|feed|atom)(?:/|\.(?:xml|aspx?|php|html?))?$|/rss/[^/]+$|[?&](?:feed|format)=(?:rss2?|atom)", re.I
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_NO_NEWS = re.compile(r"comment|binh-luan|podcast|/oembed", re.I)
# Parts of a sitemap index that list no articles. Source: the file names of WordPress core, Yoast, RankMath and Drupal.
_NO_ARTICLES = re.compile(
    r"(?:author|user|tag|image|video|product|attachment|keyword|hashtag|format)s?[-_\d.]*[^/]*\.xml", re.I
)
GUESSED_SITEMAP = "/sitemap.xml"


def feeds_named(page: Page) -> list[str]:
    """Absolute addresses of the feeds that a page names in its head or links to; `MOST_FEEDS` at the utmost."""
    named = [
        link.attr("href") or ""
        for link in page.tree.select("link[rel=alternate][href]")
        if (link.attr("type") or "").lower().split(";")[0].strip() in _FEED_TYPES
    ]
    linked = [a.attr("href") or "" for a in page.tree.select("a[href]") if _FEED.search((a.attr("href") or "").strip())]
    urls = (page.join(href) for href in (*named, *linked) if href)
    kept = [url.partition("#")[0] for url in urls if url is not None and not _NO_NEWS.search(url)]
    return list(dict.fromkeys(kept))[:MOST_FEEDS]


def rest_api(page: Page) -> str | None:
    """Where WordPress's REST API lists this portal's posts, if the page names the API.

    Source: WordPress REST API handbook, "Discovery" and "Pagination".
    """
    link = page.tree.select_one('link[rel="https://api.w.org/"][href]')
    root = page.join(link.attr("href") or "") if link is not None else None
    if root is None:
        return None
    mark = "&" if "?" in root else "?"
    fields = urlencode({"per_page": "100", "_fields": "id,link,title,date_gmt,modified_gmt"}, safe=",")
    return f"{root.rstrip('/')}/wp/v2/posts{mark}{fields}"


def next_rest_page(url: str, total: str | None) -> str | None:
    """The REST list's page after the one at `url`, where the header X-WP-TotalPages says that there is one."""
    if not total or not total.isdigit():
        return None
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = int(query.get("page", "1") or 1) + 1
    if number > int(total):
        return None
    query["page"] = str(number)
    return parts._replace(query=urlencode(query, safe=",/")).geturl()


def sitemaps_of(start: str, named: Iterable[str]) -> list[str]:
    """The sitemaps that robots.txt names, else the address where one is expected."""
    given = [urljoin(start, one.strip()) for one in named]
    return list(dict.fromkeys(given)) or [urljoin(start, GUESSED_SITEMAP)]


def wanted_sitemap(url: str) -> bool:
    """Whether a part of a sitemap index may list articles, by its name."""
    return not _NO_ARTICLES.search(urlsplit(url).path.rpartition("/")[2].removesuffix(".gz"))
