"""The attachments of a portal's articles: which are fetched, and what came of each."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from crawler.archive.reading import MAX_BODY
from crawler.articles.file_links import file_key, own_file
from crawler.attachments.reader import FileReader
from crawler.extraction import media_types
from crawler.extraction.address import Addresses
from crawler.extraction.article import read_article
from crawler.extraction.attachments import NOT_INSTALLED
from crawler.extraction.page import Page
from crawler.extraction.reading import OBSTACLES
from crawler.model.file_text import FileText
from crawler.model.visit import Due, Link, Status, Visit
from crawler.registry import Portal
from crawler.vietnamese import decode
from spiders.obstacle import refuse
from spiders.outcome import begun, header

logger = logging.getLogger(__name__)


class Attachments:
    """What the spider asks about attachments. Those on other hosts than the portal's own are fetched where its entry
    names the host under `file_hosts`; all others stay links.
    """

    def __init__(self, site: Portal, addresses: Addresses) -> None:
        self.site = site
        self.addresses = addresses
        self.wanted = False
        self.most = MAX_BODY
        self.timeout = 0.0
        self._reader = FileReader()
        self._told = False

    def set_up(self, settings: BaseSettings) -> None:
        """Take over what the settings say."""
        self.wanted = settings.getbool("TINTINH_ATTACHMENTS") and self.site.attachments
        self.most = min(settings.getint("TINTINH_ATTACHMENT_BYTES"), MAX_BODY)
        self.timeout = settings.getfloat("TINTINH_ATTACHMENT_TIMEOUT")

    def close(self) -> None:
        """End the process that reads them."""
        self._reader.close()

    def prepare(self, request: Request) -> None:
        """Give the request for a file the limits of files."""
        request.meta["download_maxsize"] = self.most
        request.meta["download_timeout"] = self.timeout

    def too_large(self, due: Due, error: BaseException, now: datetime) -> Visit | None:
        """The visit to a file that was not fetched for its size: it was looked at, and is not asked for again."""
        unpacked = isinstance(error, IgnoreRequest) and "exceeded DOWNLOAD_MAXSIZE" in str(error)
        if due.kind != "attachment" or not (unpacked or isinstance(error, DownloadCancelledError)):
            return None
        return Visit(due, now, Status.FETCHED, reason=f"file larger than {self.most // 1024 // 1024} MiB: not fetched")

    async def visit(
        self, response: Response, due: Due, now: datetime, known: Callable[[str], FileText | None]
    ) -> Visit:
        """One visit from the answer to the request for a file; `known`: what was read from a digest's file before."""
        visit = begun(response, due, now)
        if visit.status is Status.REDIRECTED:
            self._redirect(response, visit)
        elif visit.status is Status.FETCHED and not visit.not_modified and not self._is_obstacle(response, visit):
            digest = await asyncio.to_thread(_digest, response.body)
            file = known(digest)
            if file is None:
                file = await asyncio.to_thread(self._reader.read, response.body)
            visit.file = file
            if NOT_INSTALLED in file.flags:
                self._tell()
        return visit

    def _is_obstacle(self, response: Response, visit: Visit) -> bool:
        """Whether the answer is a page that stands in the file's way; a page in its stead is a file of that type."""
        if media_types.media_type(response.body[:4096]) != "text/html":
            return False
        text = decode(response.body, header(response, "Content-Type")).text
        reading = read_article(Page(text, response.url), response.url, self.site, visit.fetched_at)
        if reading.outcome in OBSTACLES:
            refuse(visit, reading)
        return reading.outcome in OBSTACLES

    def _redirect(self, response: Response, visit: Visit) -> None:
        location = header(response, "Location")
        target = own_file(urljoin(response.url, location), self.addresses) if location else None
        key = file_key(target, self.addresses) if target else None
        if target is None or key is None or target == visit.due.url:
            visit.status = Status.FETCH_ERROR
            visit.reason = f"redirects to {location or 'nowhere'}, which is no file of this portal"
            return
        visit.redirected_to = Link(key, target, "attachment", visit.due.section)

    def _tell(self) -> None:
        if not self._told:
            logger.warning("files are kept but not read: the extra 'attachments' (kreuzberg) is not installed")
        self._told = True


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
