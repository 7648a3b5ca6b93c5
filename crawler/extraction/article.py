"""One page, read: `read_article` is what spiders, commands and tests call."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.extraction import assemble, selecting
from crawler.extraction.family import Family, load
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.registry.portal import Portal


def read_article(html: str | Page, url: str, portal: Portal, read_at: datetime) -> Reading:
    """What the page at `url` is, and its article where it is one.

    `read_at` is the moment of fetching, at +07:00: relative dates are read against it.
    """
    page = html if isinstance(html, Page) else Page(html, url)
    family = load(portal.family)
    if family.skip_pattern is not None and family.skip_pattern.search(url):
        return Reading(Outcome.OTHER, reason="an address that is never an article")
    parts = selecting.read(page, selecting.Chain(portal.selectors, family.selectors, family.name), read_at)
    if parts.title is None:
        return Reading(Outcome.OTHER, reason="no article found")
    record = assemble.article(page, url, portal, _article_pattern(portal, family), parts)
    return Reading(Outcome.ARTICLE, record)


def _article_pattern(portal: Portal, family: Family) -> re.Pattern[str] | None:
    return re.compile(portal.article) if portal.article else family.article_pattern
