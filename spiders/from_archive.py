"""Answering every request from a WARC archive, with no network (setting TINTINH_FROM_ARCHIVE)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from crawler.archive.capture import Capture
from crawler.archive.reading import ArchiveIndex
from spiders.archived_url import archived_url

ARCHIVED = "archived"  # flag of responses that came from an archive


@cache
def _index(paths: tuple[str, ...]) -> ArchiveIndex:
    return ArchiveIndex([Path(path) for path in paths])


class ArchiveDownloadHandler(BaseDownloadHandler):
    """Download handler for http and https: the archive's response, or 404 where it has none."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.index = _index(tuple(crawler.settings.getlist("TINTINH_FROM_ARCHIVE")))

    async def download_request(self, request: Request) -> Response:
        found = self.index.get(archived_url(request))
        if found is None:
            return Response(request.url, status=404, flags=[ARCHIVED])
        # The record points at the archive that it was read from.
        request.meta["capture"] = Capture(request.url, "", found.archive, found.offset, "")
        headers = Headers(found.headers)
        for gone in (b"Content-Encoding", b"Transfer-Encoding", b"Content-Length"):
            headers.pop(gone, None)  # the body is handed over decoded
        kind = responsetypes.from_args(headers=headers, url=request.url, body=found.body)
        return kind(request.url, status=found.status, headers=headers, body=found.body, flags=[ARCHIVED])
