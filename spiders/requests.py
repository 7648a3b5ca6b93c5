"""The request for a row of the frontier."""

from __future__ import annotations

from urllib.parse import urlencode, urljoin

from scrapy.http import Request

from crawler.discovery.xml import LONGEST
from crawler.model.visit import Due
from crawler.registry import Portal


def make_request(due: Due, site: Portal, conditional: bool) -> Request:
    """GET, or POST where the row has a form; `conditional`: with the validators of the page's last answer.

    The frontier is the filter of duplicates, and a redirect's target is a row of its own.
    """
    request = Request(
        due.url,
        method="GET" if due.form is None else "POST",
        body="" if due.form is None else urlencode(due.form.fields),
        headers=_headers(due, site, conditional),
        dont_filter=True,
        meta={"dont_redirect": True},
        cb_kwargs={"due": due},
    )
    if due.kind == "sitemap":
        request.meta["download_maxsize"] = LONGEST
    return request


def _headers(due: Due, site: Portal, conditional: bool) -> dict[str, str]:
    if due.form is not None:
        return {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "Referer": urljoin(site.start, due.section) if due.section else site.start,
        }
    if not conditional:
        return {}
    validators = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
    return {name: value for name, value in validators.items() if value}
