"""vnPortal (VNPT): the first page of a listing by GET, the further ones by POST to its pagination service.

Source: the service's address and its parameters as public crawlers of ninhbinh.gov.vn, hoinongdan.org.vn and
phulien.haiphong.gov.vn send them, and as those pages' own script names them; no page of it is at hand.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urljoin

from crawler.extraction.page import Page
from crawler.model.forms import Form
from crawler.model.visit import Due, Link
from spiders.paged_key import page_of, paged_key
from spiders.portal import PortalSpider
from spiders.walk import Found

SERVICE = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_GIVEN = re.compile(
    r"""\b(article_category_id|categoryIds|site_id|page_size)["']?\s{0,3}[:=]"""
    r"""\s{0,3}(?:["']([\d,]{1,400})["']|(\d{1,12}))"""
)
_LAST = re.compile(r"maxPage\s{0,3}=\s{0,3}(?:parseInt\()?[\"']?(\d{1,6})")
# What the page has round the items; the service gives the items alone.
_BOX = '<div class="UIArticleInMenu_Default ArticleInMenu"><ul class="ArticleList">{}</ul></div>'
_NEEDED = {"article_category_id", "site_id"}
_DEFAULT_SIZE = "15"


class VnPortalSpider(PortalSpider):
    """Pages by the service; with `--since` or `--until` by its own range of dates, from the first page of that."""

    def walk(self, page: Page, due: Due, read_at: datetime) -> Found:
        """As the base does, and on to the service's next page."""
        if due.form is not None and SERVICE in due.url:
            items = Page(_BOX.format(page.html), page.url)
            found = super().walk(items, due, read_at)
            onward = self._after(due, due.form, found, len(found.entries) or len(items.tree.select("li")))
            return Found(found.entries, [onward] if onward else [])
        found = super().walk(page, due, read_at)
        given = {name: quoted or bare for name, quoted, bare in _GIVEN.findall(page.html)}
        if not given.keys() >= _NEEDED:
            return found
        last = _LAST.search(page.html)
        pages = int(last[1]) if last else None
        plain = [self._second(due, found, _form(given, pages))] if pages is None or pages > 1 else []
        if not (self.options.since or self.options.until):
            return Found(found.entries, plain)
        form = _form(given, None, self.options.since, self.options.until)
        key = f"{paged_key(due.key, 1)}&from={self.options.since or ''}&to={self.options.until or ''}"
        ranged = Link(key, urljoin(due.url, SERVICE), "listing", due.section, None, found.newest, form)
        return Found(found.entries, [ranged], follow=True, next_run_pages=plain)

    def _second(self, due: Due, found: Found, form: Form) -> Link:
        url, key = urljoin(due.url, SERVICE), paged_key(due.key, 2)
        return Link(key, url, "listing", due.section, None, found.newest, _with_page(form, 2))

    def _after(self, due: Due, form: Form, found: Found, shown: int) -> Link | None:
        """The page after the one that `form` asked for; None where that was the last: by its number, or not full."""
        number = page_of(due.key) + 1
        size = dict(form.fields)["page_size"]
        full = shown >= int(size) if size.isdecimal() else shown > 0
        if not (number <= form.last if form.last is not None else full):
            return None
        key = paged_key(due.key, number)
        return Link(key, due.url, "listing", due.section, None, found.newest, _with_page(form, number))


def _form(given: dict[str, str], last: int | None, since: date | None = None, until: date | None = None) -> Form:
    size = given.get("page_size", _DEFAULT_SIZE)
    fields = {
        "article_category_id": given["article_category_id"],
        "categoryIds": given.get("categoryIds", ""),
        "site_id": given["site_id"],
        "page": "1",
        "page_size": size,
        "keyword": "",
        "date_begin": _day(since),
        "date_end": _day(until),
        "show_no": "False",
        "show_post_date": "True",
        "num_of_text": "0",
        "show_view_count": "False",
        "filter_order_in_list": "False",
        "is_default": "False",
        "new": "False",
        "number_of_day": "3",
        "no": f"-{size}",
        "articlelang": "vi-VN",
        "is_authenticated": "False",
    }
    return Form(tuple(fields.items()), last=last)


def _with_page(form: Form, number: int) -> Form:
    fields = tuple((name, str(number) if name == "page" else value) for name, value in form.fields)
    return Form(fields, form.stateful, form.last)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
