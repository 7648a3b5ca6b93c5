"""tintinh's own run for the bench: `python ours.py ARCHIVE loopback|keeping|archive`, into the working folder."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler

from crawler import registry
from crawler.crawl.request import CrawlRequest
from crawler.crawl.running import run_crawls

PORTAL = "ha-noi-sotttt"


def main(archive: Path, route: str) -> None:
    """Crawl everything and print pages and seconds, as the peers do."""
    seconds = 0.0

    class Timer:
        @classmethod
        def from_crawler(cls, crawler: Crawler) -> "Timer":
            self = cls()
            self.stats = crawler.stats
            crawler.signals.connect(self.closed, signals.spider_closed)
            return self

        def closed(self) -> None:
            nonlocal seconds
            seconds = (datetime.now(UTC) - self.stats.get_value("start_time")).total_seconds()

    request = CrawlRequest(
        [registry.load(PORTAL)],
        Path(),
        base_urls={PORTAL: "http://sotttt.hanoi.gov.vn/"},
        delay=0,
        full=True,
        archives=[archive] if route == "archive" else [],
        quiet=True,
        settings={"TINTINH_ARCHIVE": route == "keeping", "EXTENSIONS": {Timer: 900}, "LOG_LEVEL": "ERROR"},
    )
    [result] = run_crawls(request)
    print(f"PAGES {result.counts['pages']} SECONDS {seconds}")


main(Path(sys.argv[1]), sys.argv[2])
