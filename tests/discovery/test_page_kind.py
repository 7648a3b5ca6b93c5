"""Listing or standing page: a table of signs."""

from __future__ import annotations

import pytest

from crawler.discovery.page_kind import ListingSigns, page_kind


@pytest.mark.parametrize(
    ("expected", "reads_as_listing", "has_pager", "headlines", "new_headlines", "is_selection", "kind"),
    [
        (True, False, False, 1, 1, False, "listing"),
        (True, False, False, 1, 0, True, "listing"),  # a further page of a section, all known
        (True, True, True, 0, 0, False, "page"),  # it shows nothing
        (False, True, False, 1, 1, False, "page"),  # standing text with one link to an article
        (False, True, False, 2, 2, False, "listing"),
        (False, True, False, 2, 0, False, "listing"),
        (False, True, False, 2, 0, True, "page"),  # an archive of what sections show
        (False, True, True, 2, 0, True, "listing"),
        (False, False, True, 1, 1, False, "listing"),
        (False, False, True, 0, 0, False, "page"),
        (False, False, False, 9, 9, False, "page"),  # text with many links
    ],
)
def test_the_kind_of_a_page(
    expected: bool,
    reads_as_listing: bool,
    has_pager: bool,
    headlines: int,
    new_headlines: int,
    is_selection: bool,
    kind: str,
) -> None:
    signs = ListingSigns(expected, reads_as_listing, has_pager, headlines, new_headlines, is_selection)
    assert page_kind(signs) == kind
