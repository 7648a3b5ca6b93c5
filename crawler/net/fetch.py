"""One page by its address, for commands that look at a single page; crawls go through Scrapy."""

from __future__ import annotations

import http.client
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import crawler
from crawler.base.errors import UserError
from crawler.net import tls
from crawler.net.urls import is_private_address, is_private_host

TIMEOUT = 60  # seconds
MAX_BODY = 16 * 1024 * 1024  # bytes, as for crawls


class FetchError(UserError):
    """No page was had; `status` is the HTTP status, None where no answer came."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


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
        if new != (urlsplit(req.full_url).hostname or "").lower() and _is_private(new):
            raise UserError(f"{req.full_url} redirects to the private address {new}: refused")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_private(host: str) -> bool:
    if is_private_host(host):
        return True
    try:
        return any(is_private_address(str(found[4][0])) for found in socket.getaddrinfo(host, None))
    except OSError:
        return False  # the fetch itself will say that there is no such host


def fetch(url: str, verify_tls: bool = True, legacy_tls: bool = False) -> Fetched:
    """The page at `url`. Raises `FetchError` in one line where there is none, or it is larger than `MAX_BODY`."""
    if not url.startswith(("http://", "https://")):
        raise FetchError(f"{url}: not an http or https address")
    agent = f"tintinh/{crawler.__version__}"
    secure = urllib.request.HTTPSHandler(context=tls.context(verify_tls, legacy_tls))
    opener = urllib.request.build_opener(_PublicRedirects, secure)
    try:
        request = urllib.request.Request(url, headers={"User-Agent": agent, "Accept-Language": "vi,en;q=0.5"})  # noqa: S310
        with opener.open(request, timeout=TIMEOUT) as response:
            body = response.read(MAX_BODY + 1)
            if len(body) > MAX_BODY:
                raise FetchError(f"{url}: larger than {MAX_BODY // 1024 // 1024} MiB")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Fetched(response.url, response.status, response.headers.get("Content-Type"), body, headers)
    except urllib.error.HTTPError as error:
        raise FetchError(f"{url}: HTTP {error.code} {error.reason}", error.code) from error
    except (urllib.error.URLError, http.client.HTTPException, ValueError, OSError) as error:
        reason = str(getattr(error, "reason", None) or error)
        remedy = tls.remedy(reason) if url.startswith("https:") else None
        raise FetchError(f"{url}: {reason}{f' ({remedy} would accept it)' if remedy else ''}") from error
