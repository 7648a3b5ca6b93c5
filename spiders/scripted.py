"""Which pages of a portal have to come through a browser."""

from __future__ import annotations

from crawler.model.visit import Due
from crawler.registry import Portal
from spiders.json_listing import is_service

RENDERED = "playwright"  # scrapy-playwright's key of request.meta, and flag of responses that a browser gave


def scripted(portal: Portal, due: Due) -> bool:
    """Whether a script fills the page; feeds, sitemaps, forms and the data behind a page come without a browser."""
    if portal.render != "browser" or due.form is not None:
        return False
    return due.kind in ("listing", "article", "page") and not is_service(due.url)
