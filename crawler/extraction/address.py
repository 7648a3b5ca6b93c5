"""The addresses of one portal: which are its own, which are articles, and which two are the same page."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from crawler.extraction import family
from crawler.model.page_keys import site_key
from crawler.net.urls import BadAddressError, page_key
from crawler.registry.portal import Portal

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|mp[34])(?:[?#]|$)", re.IGNORECASE)


_EXTENSION = re.compile(r"\.(?:s?html?|aspx|php|jsp)/?$", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")
# Fewer words ('thong-bao') are a title that pages of several modules have. Set by hand.
SLUG_WORDS = 4
UNIVERSAL_ID = 32  # digits: such an id (Domino's UNID, a UUID) is unique over all sites and agrees by itself
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Addresses:
    """Judges the addresses that a portal's pages link to, by its entry first and its family's rules second."""

    def __init__(self, portal: Portal) -> None:
        rules = family.load(portal.family)
        self.portal = portal
        self.rules = rules
        start = urlsplit(portal.start)
        self._scheme = start.scheme
        self._hosts = portal.hosts
        self._port = start.port
        article = portal.article or rules.article
        self._article = re.compile(article) if article else None
        skip = [*portal.skip, *rules.skip]
        self._skip = re.compile("|".join(f"(?:{one})" for one in skip)) if skip else None
        self._first = re.compile(rules.first) if rules.first else None
        self._open = rules.open_form and portal.article is None

    def own(self, url: str) -> str | None:
        """`url` as the portal's own address, or None where it belongs elsewhere.

        One portal is crawled under one scheme, the one its entry names: mixed http and https links are one page.
        """
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or ""), parts.port
        except ValueError:
            return None
        if host not in self._hosts and host.removeprefix("www.") not in self._hosts:
            return None
        if not self._is_own_port(parts.scheme, port):
            return None
        if parts.scheme == self._scheme:
            return url
        netloc = host if self._port is None else f"{host}:{self._port}"
        return urlunsplit((self._scheme, netloc, parts.path, parts.query, parts.fragment))

    def _is_own_port(self, scheme: str, port: int | None) -> bool:
        """Whether the port is the entry's, or both are default ports: http and https are one portal, 8080 is another."""
        number = port or _DEFAULT_PORTS.get(scheme)
        own = self._port or _DEFAULT_PORTS.get(self._scheme)
        return number == own or (own in _DEFAULT_PORTS.values() and port in (None, _DEFAULT_PORTS.get(scheme)))

    def skipped(self, url: str) -> bool:
        """Whether the entry or the family says never to fetch it: print views, logins, searches, polls."""
        return bool(self._skip and self._skip.search(_local(url)))

    def site_id(self, url: str) -> str | None:
        """The site's own id of the article at `url`, where the address tells it."""
        match = self._article.search(_local(url)) if self._article else None
        return match.groupdict().get("id") if match else None

    def is_article(self, url: str) -> bool | None:
        """Whether `url` is an article's by its form; None where neither entry nor family gives a form."""
        return bool(self._article.search(_local(url))) if self._article else None

    def may_be_article(self, url: str) -> bool:
        """Whether what a listing lists at `url` may be an article: by its form, or where not every article has it."""
        return self.is_article(url) is not False or (self._open and not _FILE.search(url))

    def key(self, url: str) -> str:
        """The page's key within the portal: the site's own id with the slug, else the canonical URL (`page_key`).

        An id without a slug of several words goes with the address around it: two pages are one only when more than a
        number agrees. A universal id is enough. Raises `BadAddressError` for what is no http or https address.
        """
        local = _local(url)
        match = self._article.search(local) if self._article else None
        site_id = match.groupdict().get("id") if match else None
        if match is None or not site_id:
            return self.page_key(url)
        if len(site_id) >= UNIVERSAL_ID:
            return site_id
        around = local[: match.start("id")] + local[match.end("id") :]
        words = slug(local, match.start("id"), match.end("id"))
        return site_key(site_id, words or _local(self.page_key(urljoin(self.portal.start, around))))

    def page_key(self, url: str) -> str:
        """The key of a page that is no article, such as a listing: one for the twins of its address.

        Twins differ by what `crawler.net.urls.page_key` folds, by what a pager adds to name the first page, and, where
        the family's servers do not care, by case. Raises `BadAddressError` for what is no http or https address.
        """
        return page_key(self._first.sub("", url) if self._first else url, self.rules.ignore_case)

    def article_id(self, url: str) -> str:
        """The article's id across portals."""
        try:
            return f"{self.portal.id}:{self.site_id(url) or self.page_key(url)}"
        except BadAddressError:
            return f"{self.portal.id}:{url}"


def slug(local: str, start: int, end: int) -> str | None:
    """The words with which the address tells what its article is about, folded; None where they are too few to.

    They stand in the same part of the path as the id (from `start` to `end`), or in the last part.
    """
    path = local.partition("?")[0]
    last = path.rstrip("/").rpartition("/")[2]
    own = ""
    if end <= len(path):
        own = path[path.rfind("/", 0, start) + 1 : start] + "-" + path[end:].partition("/")[0]
    for part in (own, last):
        words = [word for word in _NO_WORD.split(unquote(_EXTENSION.sub("", part)).lower()) if word]
        if sum(word.isalpha() for word in words) >= SLUG_WORDS:
            return "-".join(words)
    return None


def _local(url: str) -> str:
    """Path and query of an absolute address: what the expressions of entries and families are matched against."""
    start = url.find("/", url.find("//") + 2)
    return url[start:] if start >= 0 else "/"


@cache
def addresses(portal: Portal) -> Addresses:
    """The `Addresses` of a portal, made once."""
    return Addresses(portal)
