"""ASP.NET Web Forms: pagers whose links post the page's form back, view state and all, with `__doPostBack`.

Source: the client script of ASP.NET 2.0 to 4.8 (`__doPostBack`, `WebForm_DoPostBackWithOptions`), the command arguments
of its pagers (`Page$2`, `Page$Next`) and of its Calendar (the number of a day, `V` and that of a month).
"""

from __future__ import annotations

import re
from dataclasses import replace

import turbohtml

from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.forms import Form
from crawler.model.visit import Due, Link
from crawler.net.urls import BadAddressError
from spiders.paged_key import page_of, paged_key
from spiders.pager import PagerLink

_CALL = re.compile(
    r"""(?:__doPostBack\(|WebForm_PostBackOptions\()\s{0,3}(["'])([^"']{1,300})\1\s{0,3},\s{0,3}(["'])([^"']{0,300})\3"""
)
_COMMAND = re.compile(r"^Page\$(\d{1,6}|Next)$", re.IGNORECASE)
_CLICKED = 'a[href*="PostBack"], [onclick*="PostBack"], input[type="submit"][value]'
_EVENT = ("__EVENTTARGET", "__EVENTARGUMENT")


def post_backs(page: Page, due: Due, addresses: Addresses) -> list[PagerLink]:
    """The links of the pagers that post back, each with the form that its click would send."""
    if "__VIEWSTATE" not in page.html:
        return []
    found: list[PagerLink] = []
    for element in page.tree.select(_CLICKED):
        event = _event(element)
        label = PagerLink(element, Link(due.key, due.url, "listing", due.section))
        number = _number(label, event, page_of(due.key)) if event else None
        form = element.closest("form") or page.tree.select_one("form")
        url = _action(page, form, due, addresses)
        if event is None or number is None or form is None or url is None or number == page_of(due.key):
            continue
        fields = [(name, value) for name, value in form.form_data() if name not in _EVENT]
        made = Form((*fields, *event), stateful=True)
        found.append(replace(label, link=replace(label.link, key=paged_key(due.key, number), url=url, form=made)))
    return found


def _event(element: turbohtml.Element) -> tuple[tuple[str, str], ...] | None:
    """The fields that a click on `element` adds to its form."""
    if element.tag == "input":
        name = element.attr("name")
        return ((name, element.attr("value") or ""),) if name else None
    for script in (element.attr("href"), element.attr("onclick")):
        call = _CALL.search(script[:4000]) if script else None
        if call:
            return ((_EVENT[0], call[2]), (_EVENT[1], call[4]))
    return None


def _number(label: PagerLink, event: tuple[tuple[str, str], ...], current: int) -> int | None:
    """The page that a click leads to; None for what is no pager's: a menu, a vote, a day of a calendar."""
    argument = event[1][1] if len(event) == 2 else ""
    if command := _COMMAND.match(argument):
        return int(command[1]) if command[1].isdecimal() else current + 1
    number = label.number if len(event) == 2 else None
    if number is None and (label.says_next or (label.element.tag == "input" and _says_next(event[0][1]))):
        number = current + 1
    return number if argument in ("", str(number)) or argument.lower() == "next" else None


def _says_next(value: str) -> bool:
    return value.strip(" .>»›").lower() in ("trang sau", "tiếp", "tiếp theo", "sau", "next")


def _action(page: Page, form: turbohtml.Element | None, due: Due, addresses: Addresses) -> str | None:
    """Where the form is sent: its `action` where that is the portal's own, else the listing's address."""
    action = form.attr("action") if form is not None else None
    joined = page.join(action) if action else due.url
    url = addresses.own(joined) if joined else None
    try:
        return url.partition("#")[0] if url and addresses.page_key(url) else None
    except BadAddressError:
        return None
