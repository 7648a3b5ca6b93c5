"""One page by its address, for commands that look at a single page; crawls go through Scrapy."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import crawler
from crawler.base.errors import UserError
from crawler.net import tls
from crawler.net.connecting import Connector, PrivateAddressError
from crawler.net.urls import is_private_host

TIMEOUT = 60  # seconds without a byte
TOTAL = 240  # seconds, redirects included
MAX_BODY = 16 * 1024 * 1024  # bytes, as for crawls


class FetchError(UserError):
    """No page came; `status` is the HTTP status, None where no answer came."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class LedAwayError(FetchError):
    """The page redirects to another host, port or scheme; `target` is its address there."""

    def __init__(self, url: str, target: str, status: int) -> None:
        super().__init__(f"{url} redirects to {target}", status)
        self.target = target


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as fetched: its address after redirects, HTTP status, Content-Type header and body."""

    url: str
    status: int
    content_type: str | None
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class _PublicRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but to a private address only within the host that the person named."""

    max_redirections = 5

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        new = (urlsplit(newurl).hostname or "").lower()
        if new != (urlsplit(req.full_url).hostname or "").lower() and is_private_host(new):
            raise UserError(f"{req.full_url} redirects to the private address {new}: refused")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _OwnRedirects(_PublicRedirects):
    """Follows redirects within one origin (RFC 6454: scheme, host and port) and raises `LedAwayError` at others."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if _origin(newurl) != _origin(req.full_url):
            raise LedAwayError(req.full_url, newurl, code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[no-untyped-call]


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), port


class _Http(urllib.request.HTTPHandler):
    """Opens connections through a `Connector`."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            return self._connector.guard(http.client.HTTPConnection(host, **options))

        return self.do_open(connection, req)


class _Https(urllib.request.HTTPSHandler):
    """As `_Http`; the certificate and the server name are those of the address as it is spelled."""

    def __init__(self, connector: Connector, verify_tls: bool, legacy_tls: bool) -> None:
        super().__init__()
        self._connector = connector
        self._tls = tls.context(verify_tls, legacy_tls)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            return self._connector.guard(http.client.HTTPSConnection(host, context=self._tls, **options))

        return self.do_open(connection, req)


def fetch(url: str, verify_tls: bool = True, legacy_tls: bool = False, stay: bool = False) -> Fetched:
    """The page at `url`. Raises `FetchError` in one line where there is none, or it is larger than `MAX_BODY`.

    With `stay` a redirect to another origin is a `LedAwayError`.

    A name is resolved once, and what it resolves to must be public; a private address must be spelled in `url` itself.
    """
    if not url.startswith(("http://", "https://")):
        raise FetchError(f"{url}: not an http or https address")
    try:
        with Connector(TOTAL) as connector:
            return _fetched(url, connector, verify_tls, legacy_tls, stay)
    except urllib.error.HTTPError as error:
        raise FetchError(f"{url}: HTTP {error.code} {error.reason}", error.code) from error
    except PrivateAddressError as error:
        raise FetchError(f"{url}: {error}") from error
    except (urllib.error.URLError, http.client.HTTPException, ValueError, OSError) as error:
        reason = str(getattr(error, "reason", None) or error)
        remedy = tls.remedy(reason) if url.startswith("https:") else None
        raise FetchError(f"{url}: {reason}{f' ({remedy} would accept it)' if remedy else ''}") from error


def _fetched(url: str, connector: Connector, verify_tls: bool, legacy_tls: bool, stay: bool) -> Fetched:
    agent = f"tintinh/{crawler.__version__}"
    redirects = _OwnRedirects if stay else _PublicRedirects
    opener = urllib.request.build_opener(redirects, _Http(connector), _Https(connector, verify_tls, legacy_tls))
    request = urllib.request.Request(url, headers={"User-Agent": agent, "Accept-Language": "vi,en;q=0.5"})  # noqa: S310
    with opener.open(request, timeout=TIMEOUT) as response:
        body = response.read(MAX_BODY + 1)
        connector.check()
        if len(body) > MAX_BODY:
            raise FetchError(f"{url}: larger than {MAX_BODY // 1024 // 1024} MiB")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Fetched(response.url, response.status, response.headers.get("Content-Type"), body, headers)
