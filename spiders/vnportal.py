"""vnPortal (VNPT): the first page of a listing by GET, the further ones by POST to its pagination service.

Source: the service's address and its parameters as public crawlers of ninhbinh.gov.vn, hoinongdan.org.vn and
phulien.haiphong.gov.vn send them, and as those pages' own script names them; no page of it is at hand.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urljoin

from crawler.extraction.page import Page
from crawler.storage.forms import Form
from crawler.storage.visit import Due, Link
from spiders.paged_key import page_of, paged_key
from spiders.portal import PortalSpider
from spiders.walk import Found

SERVICE = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_GIVEN = re.compile(
    r"""\b(article_category_id|categoryIds|site_id|page_size)["']?\s{0,3}[:=]"""
    r"""\s{0,3}(?:["']([\d,]{1,400})["']|(\d{1,12}))"""
)
_LAST = re.compile(r"maxPage\s{0,3}=\s{0,3}(?:parseInt\()?[\"']?(\d{1,6})")
_NEEDED = {"article_category_id", "site_id"}
_DEFAULT_SIZE = "15"


class VnPortalSpider(PortalSpider):
    """Pages by the service; with `--since` or `--until` by its own range of dates, from the first page of that."""

    def walk(self, page: Page, due: Due, read_at: datetime) -> Found:
        """As the base does, and on to the service's next page."""
        found = super().walk(page, due, read_at)
        if due.form is not None:
            onward = self._after(due, due.form, found)
            return Found(found.entries, [onward] if onward else [])
        given = {name: quoted or bare for name, quoted, bare in _GIVEN.findall(page.html)}
        if not given.keys() >= _NEEDED:
            return found
        last = _LAST.search(page.html)
        ranged = self.options.since or self.options.until
        if not ranged and last is not None and int(last[1]) < 2:
            return Found(found.entries)
        form = self._form(given, None if ranged or last is None else int(last[1]))
        number = 1 if ranged else 2
        key = paged_key(due.key, number) + self._range()
        url, asked = urljoin(due.url, SERVICE), _with_page(form, number)
        link = Link(key, url, "listing", due.section, None, found.newest, asked)
        return Found(found.entries, [link], follow=bool(ranged))

    def _form(self, given: dict[str, str], last: int | None) -> Form:
        size = given.get("page_size", _DEFAULT_SIZE)
        fields = {
            "article_category_id": given["article_category_id"],
            "categoryIds": given.get("categoryIds", ""),
            "site_id": given["site_id"],
            "page": "1",
            "page_size": size,
            "keyword": "",
            "date_begin": _day(self.options.since),
            "date_end": _day(self.options.until),
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

    def _range(self) -> str:
        """What the key of a page within a range of dates has after the page number."""
        if not (self.options.since or self.options.until):
            return ""
        return f"&from={self.options.since or ''}&to={self.options.until or ''}"

    def _after(self, due: Due, form: Form, found: Found) -> Link | None:
        """The page after the one that `form` asked for; None where that was the last: by its number, or not full."""
        number = page_of(due.key) + 1
        size = dict(form.fields)["page_size"]
        full = len(found.entries) >= int(size) if size.isdecimal() else bool(found.entries)
        if not (number <= form.last if form.last is not None else full):
            return None
        key = paged_key(due.key, number)
        return Link(key, due.url, "listing", due.section, None, found.newest, _with_page(form, number))


def _with_page(form: Form, number: int) -> Form:
    fields = tuple((name, str(number) if name == "page" else value) for name, value in form.fields)
    return Form(fields, form.stateful, form.last)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
