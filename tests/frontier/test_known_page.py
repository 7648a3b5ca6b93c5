"""What a further link makes of a known page: a table."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from crawler.frontier.known_page import KnownPage, linked_again
from crawler.model.forms import Form
from crawler.model.visit import RANK, Link
from tests.records import NOON

NOW = int(NOON.timestamp())
BEFORE = NOW - 86400
URL, OTHER = "https://x.vn/a/1", "https://x.vn/b/1"
FORM = Form((("trang", "2"),))


def page(**more: Any) -> KnownPage:
    """An article that section /tin shows as 'Một | 2026-01-01', fetched yesterday."""
    values: dict[str, Any] = {
        "id": 1,
        "key": "1",
        "url": URL,
        "other_url": None,
        "kind": "article",
        "rank": RANK["article"],
        "section": "/tin",
        "hint": "Một | 2026-01-01",
        "hint_date": "2026-01-01",
        "due_at": None,
        "run": 3,
        "form": None,
        "status": "FETCHED",
        "http_status": 200,
        "fetched_at": BEFORE,
    }
    return KnownPage(**values | more)


def link(**more: Any) -> Link:
    values: dict[str, Any] = {"key": "1", "url": URL, "kind": "article", "section": "/tin"}
    return Link(**values | more)


FROM_FEED: dict[str, Any] = {"section": None, "hint": "Một, như nguồn tin viết", "hint_date": None}
UNKNOWN: dict[str, Any] = {"kind": "page", "rank": RANK["page"], "status": "DISCOVERED", "http_status": None}
NEVER: dict[str, Any] = {"status": "DISCOVERED", "http_status": None, "fetched_at": None}
CHANGED = {"due_at": NOW}


@pytest.mark.parametrize(
    ("known", "seen", "differs", "is_changed"),
    [
        # The same section tells of an edit by another title or day.
        (page(), link(hint="Một | 2026-01-01", hint_date=date(2026, 1, 1)), {}, False),
        (page(), link(), {}, False),
        (page(), link(hint="Hai | 2026-01-01"), CHANGED | {"hint": "Hai | 2026-01-01"}, True),
        (
            page(),
            link(hint="Một | 2026-01-02", hint_date=date(2026, 1, 2)),
            CHANGED | {"hint": "Một | 2026-01-02", "hint_date": "2026-01-02"},
            True,
        ),
        (page(hint=None, hint_date=None), link(hint="Một"), {"hint": "Một"}, False),
        # Another section, and a feed, may shorten the title.
        (page(), link(section="/khac", hint="Một …"), {}, False),
        (page(), link(section=None, hint="Một …"), {}, False),
        # A section that adopts a page is no change of the page.
        (page(**FROM_FEED), link(hint="Một"), {"section": "/tin", "hint": "Một"}, False),
        (page(**FROM_FEED), link(section=None, hint="Hai"), CHANGED | {"hint": "Hai"}, True),
        (page(**FROM_FEED), link(), {"section": "/tin"}, False),
        # A sitemap's lastmod.
        (page(), link(section=None, changed_at=NOON), CHANGED, True),
        (page(), link(section=None, changed_at=NOON - timedelta(days=2)), {}, False),
        (page(**NEVER), link(section=None, changed_at=NOON), {}, False),
        # Another address of the same page.
        (page(), link(url=OTHER), {}, False),
        (page(**NEVER), link(url=OTHER), {"other_url": OTHER}, False),
        (page(**NEVER, other_url="https://x.vn/c/1"), link(url=OTHER), {}, False),
        (page(http_status=404), link(url=OTHER), {"url": OTHER, "due_at": NOW, "run": None}, False),
        (page(http_status=410), link(url=OTHER), {"url": OTHER, "due_at": NOW, "run": None}, False),
        (page(http_status=500), link(url=OTHER), {}, False),
        # A page of unknown kind.
        (page(**UNKNOWN), link(), {"kind": "article", "rank": RANK["article"], "due_at": NOW}, False),
        (page(**UNKNOWN), link(deferred=True), {"kind": "article", "rank": RANK["article"]}, False),
        (page(**UNKNOWN | {"due_at": 5}), link(), {"kind": "article", "rank": RANK["article"]}, False),
        (page(**UNKNOWN), link(kind="page"), {}, False),
        (page(kind="page", rank=RANK["page"]), link(), {}, False),
        # A further page of a listing.
        (
            page(kind="listing", rank=0, hint=None),
            link(kind="listing", form=FORM, hint_date=date(2026, 1, 3)),
            {"form": FORM.dumps(), "hint_date": "2026-01-03"},
            False,
        ),
        (page(kind="listing", rank=0, form="cũ"), link(kind="listing"), {"form": None, "hint_date": None}, False),
    ],
)
def test_a_known_page_after_a_further_link(
    known: KnownPage, seen: Link, differs: dict[str, Any], is_changed: bool
) -> None:
    after, found = linked_again(known, seen, NOW)
    assert asdict(after) == asdict(known) | differs
    assert found is is_changed
