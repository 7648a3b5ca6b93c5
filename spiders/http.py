"""The download handlers for http: Scrapy's, but an answer's head has an end.

Twisted bounds the length of a header line, not how many there are: an answer of headers alone fills the memory, and
keeps the event loop from everything else.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Request, Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import ResponseFailed

from crawler.net.connecting import PrivateAddressError
from spiders.guard import refusal

MOST_HEAD = 256 * 1024  # bytes of status line and headers, as Chromium takes them


class HeadTooLargeError(Exception):
    """An answer whose status line and headers are larger than `MOST_HEAD`; it is not asked for again."""

    def __init__(self) -> None:
        super().__init__(f"an answer with more than {MOST_HEAD // 1024} KiB of headers")


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection that is cut when the head of an answer does not end."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > MOST_HEAD:
                transport: Any = self.transport
                self._giveUp(Failure(HeadTooLargeError()))  # type: ignore[no-untyped-call]
                transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: ARG002, N802 - Twisted's name
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class HttpHandler(HTTP11DownloadHandler):
    """Download handler for http (setting DOWNLOAD_HANDLERS)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def close(self) -> None:
        """Close the idle connections, within a second.

        Scrapy's own may set the result a second time where the event loop was busy; Twisted then logs a traceback.
        """
        pool: Any = self._pool
        closing = pool.closeCachedConnections()
        closing.addTimeout(self._disconnect_timeout, _reactor(), onTimeoutCancel=lambda result, _: result)
        closing.addErrback(lambda _: None)
        await maybe_deferred_to_future(closing)

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises `HeadTooLargeError`, `PrivateAddressError`, and what Scrapy's handler raises."""
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            if why := refusal(urlsplit(request.url).hostname or ""):
                raise PrivateAddressError(why) from None
            raise
        except DownloadFailedError as error:
            if isinstance(error.__cause__, ResponseFailed):
                for one in error.__cause__.reasons:
                    if isinstance(one.value, HeadTooLargeError):
                        raise one.value from None
            raise


def _reactor() -> Any:
    from twisted.internet import reactor  # importing it installs one: only once Scrapy has chosen

    return reactor
