"""Python imports this as it starts, where its folder is on the path: pages of BREAKING break whoever reads them.

BREAKING is `words of an address=name of a job` (of `tests.readers.jobs`), separated by commas.
"""

import os
from datetime import datetime

from crawler.extraction import article
from crawler.extraction.page import Page
from crawler.extraction.reading import Reading
from crawler.registry.portal import Portal
from tests.readers import jobs

_read_article = article.read_article
_broken = [one.split("=") for one in os.environ["BREAKING"].split(",")]


def read_article(html: str | Page, url: str, portal: Portal, read_at: datetime) -> Reading:
    for words, job in _broken:
        if words in url:
            getattr(jobs, job)(None)
    return _read_article(html, url, portal, read_at)


article.read_article = read_article
