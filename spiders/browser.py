"""Pages that a script fills (`render = "browser"`): fetched through Chromium, one at a time, by scrapy-playwright.

What the browser itself asks for goes through a proxy of ours that guards private addresses (see browser_proxy.py).
Pictures, fonts, films and downloads are not fetched.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.net.browser import executable
from spiders.browser_proxy import GuardedProxy
from spiders.scripted import RENDERED
from spiders.tls import TlsHandler

LOAD = 30.0  # seconds until the page has come
QUIET = 8.0  # seconds that its scripts may take after that
WHOLE = 75.0  # seconds for all of it
HEAP = 512  # MiB of a page's script memory
_LEFT_OUT = frozenset({"image", "media", "font", "texttrack", "manifest", "ping", "cspviolationreport"})
_ARGUMENTS = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--disable-quic", "--disable-sync", "--disable-dev-shm-usage", "--disable-gpu", "--mute-audio", "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", f"--js-flags=--max-old-space-size={HEAP}",
)  # fmt: skip


def use_browser(settings: BaseSettings) -> None:
    """Let Scrapy fetch pages through the browser, for those requests that `rendered` marks."""
    handler = "spiders.browser.BrowserHandler"
    for name, value in {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_ABORT_REQUEST": left_out,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": LOAD * 1000,
    }.items():
        settings.set(name, value, priority="spider")


def rendered(request: Request, user_agent: str, verify_tls: bool) -> Request:
    """The request, to be answered by the browser."""
    request.meta.update(
        {
            RENDERED: True,
            "playwright_page_methods": [PageMethod(_settle)],
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_context_kwargs": {
                "accept_downloads": False,
                "ignore_https_errors": not verify_tls,
                "locale": "vi-VN",
                "timezone_id": "Asia/Ho_Chi_Minh",
                "service_workers": "block",
                "user_agent": user_agent,
            },
        }
    )
    return request


async def _settle(page: Page) -> None:
    """Wait until the page's scripts have nothing more to ask for, `QUIET` seconds at the utmost."""
    try:
        await page.wait_for_load_state("networkidle", timeout=QUIET * 1000)
    except PlaywrightTimeoutError:
        return  # some never rest; what they show by now is what a reader sees


def left_out(request: BrowserRequest) -> bool:
    """Whether a request of the browser's own is not worth its bytes, or goes nowhere on the web."""
    scheme = request.url.partition(":")[0].lower()
    return request.resource_type in _LEFT_OUT or scheme not in ("http", "https", "data", "blob", "ws", "wss")


class BrowserHandler(ScrapyPlaywrightDownloadHandler, TlsHandler):
    """Download handler: the browser for requests that ask for it, plain HTTP for all others (robots.txt, feeds)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        own: frozenset[str] = getattr(crawler.spider, "site").hosts  # noqa: B009 - scrapy.Spider has no `site`
        self._proxy = GuardedProxy(own)
        self._launching = asyncio.Lock()
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        crawler.signals.connect(self._end, signals.spider_closed)

    async def _maybe_launch_in_thread(self) -> None:
        """Nothing when the crawl begins: there is a handler for each scheme, and most crawls use one."""

    async def _launched(self) -> None:
        async with self._launching:
            if self.config.launch_options:
                return
            self.config.launch_options = {
                "executable_path": executable(),
                "headless": True,
                "chromium_sandbox": os.geteuid() != 0,  # it cannot run as root
                "args": list(_ARGUMENTS),
                "proxy": {"server": await self._proxy.start(), "bypass": "<-loopback>"},
            }
            await self._launch()

    async def download_request(self, request: Request) -> Response:
        """The answer. Whatever the browser fails in is a failed download, which is tried again."""
        if not request.meta.get(RENDERED):
            return await super().download_request(request)
        try:
            await self._launched()
            async with asyncio.timeout(WHOLE):
                response: Response = await super().download_request(request)
        except (PlaywrightTimeoutError, TimeoutError) as error:
            raise DownloadTimeoutError(f"the browser took over {WHOLE:.0f} s for {request.url}") from error
        except (PlaywrightError, RuntimeError) as error:
            raise DownloadFailedError(f"browser: {str(error).partition(chr(10))[0][:200]}") from error
        if len(response.body) > self._most:
            raise DownloadFailedError(f"the page grew to more than {self._most} bytes")
        return response

    def _end(self, **_: Any) -> None:
        self._proxy.close()
