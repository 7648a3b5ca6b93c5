"""The peer: a stock Scrapy spider for the same portal with CSS selectors, JSONL by feed export.

Run with `scrapy runspider`; `-a reader=trafilatura` reads articles by trafilatura with metadata instead.
"""

import re
from datetime import UTC, datetime

import scrapy

ARTICLE = re.compile(r"/-/view_content/(?!pop_up/)(\d+)-")
SECTIONS = ["/vi/cong-nghe-thong-tin", "/hoat-ong-ang-oan-the", "/vi/thanh-tra", "/pctn", "/vi/ke-hoach-tai-chinh"]


class StockSpider(scrapy.Spider):
    """Sections, their pagers, the articles on them; Scrapy's own defaults but for robots on and no delay."""

    name = "stock"
    custom_settings = {  # noqa: RUF012
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
    }

    def __init__(self, base="http://sotttt.hanoi.gov.vn", reader="css", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [base + path for path in SECTIONS]
        self.reader = reader
        self.pages = 0

    def parse(self, response):
        self.pages += 1
        for href in response.css("a::attr(href)").getall():
            if ARTICLE.search(href) and "pop_up" not in href:
                yield response.follow(href, self.parse_article)
        for href in response.css(".lfr-pagination-buttons a::attr(href), .taglib-page-iterator a::attr(href)").getall():
            if href.startswith("http"):
                yield response.follow(href, self.parse)

    def parse_article(self, response):
        self.pages += 1
        if self.reader == "trafilatura":
            import trafilatura

            found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
            if found is not None:
                yield {"url": response.url, "title": found.title, "date": found.date, "body": found.text}
            return
        yield {
            "url": response.url,
            "title": response.css(".asset-full-content-title::text").get("").strip(),
            "date": response.css(".assetPublishDate::text").get("").strip(),
            "body": "\n\n".join(
                text.strip() for text in response.css(".journal-content-article ::text").getall() if text.strip()
            ),
        }

    def closed(self, reason):
        seconds = (datetime.now(UTC) - self.crawler.stats.get_value("start_time")).total_seconds()
        print(f"PAGES {self.pages} SECONDS {seconds}")
