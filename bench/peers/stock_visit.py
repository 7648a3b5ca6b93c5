"""The peer of bench.visit: stock Scrapy, one crawler a portal in one process: `python stock_visit.py TAGS START...`.

Each asks robots.txt and five sections, conditionally where TAGS (a JSON file that it keeps) knows an ETag.
"""

import json
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

SECTIONS = ("tin-tuc", "thong-bao", "chi-dao-dieu-hanh", "van-ban", "su-kien")
tags_file = Path(sys.argv[1])
tags = json.loads(tags_file.read_text()) if tags_file.exists() else {}


class Visit(scrapy.Spider):
    """Five sections of one portal."""

    name = "visit"

    async def start(self):
        for section in SECTIONS:
            url = self.base + section
            headers = {"If-None-Match": tags[url]} if url in tags else {}
            yield scrapy.Request(url, self.parse, headers=headers, meta={"handle_httpstatus_list": [304]})

    def parse(self, response):
        if tag := response.headers.get("ETag"):
            tags[response.url] = tag.decode()
        for link in response.css("li a") if response.status == 200 else ():
            yield {"url": link.attrib["href"], "title": link.css("::text").get()}


process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False})
for start in sys.argv[2:]:
    process.crawl(Visit, base=start)
process.start()
tags_file.write_text(json.dumps(tags))
