"""Whether a page that is no article is a listing. A pure function of its signs."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.model.visit import Kind

# A page of standing text may link to one article. Two are a list; with a pager, or where a listing is expected, one is.
LEAST_HEADLINES = 2


@dataclass(frozen=True, slots=True)
class ListingSigns:
    """What tells a listing: how it was asked for, how it reads, and what it shows."""

    expected: bool  # its row in the frontier says that it is a listing
    reads_as_listing: bool  # the page as a whole, or the family's selectors find entries
    has_pager: bool
    headlines: int
    new_headlines: int  # that no listing of this run has shown
    is_selection: bool  # far from the front page, or of a calendar


def page_kind(signs: ListingSigns) -> Kind:
    """`listing` or `page`."""
    least = 1 if signs.has_pager or signs.expected else LEAST_HEADLINES
    if signs.headlines < least or not (signs.expected or signs.reads_as_listing or signs.has_pager):
        return "page"
    adds_nothing = not signs.new_headlines and not signs.has_pager
    if adds_nothing and signs.is_selection and not signs.expected:
        return "page"  # an archive or a selection of articles that other listings show
    return "listing"
