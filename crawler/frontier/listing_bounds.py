"""Where a listing's pages have nothing more to show: pagers without end, calendars without end."""

from __future__ import annotations

from collections import defaultdict

from crawler.model.visit import Visit

EMPTY_PAGES = 3  # so many pages without an entry, one after the other, are the end of a listing


class ListingBounds:
    """What one run has seen of each section's listing. Give it each page in order.

    Some portals answer any page number, past the end, with their last page or their first, and link to a next one all
    the same; calendars go on into empty months for ever.
    """

    def __init__(self) -> None:
        self._shown: defaultdict[str, set[str]] = defaultdict(set)
        self._empty: defaultdict[str, int] = defaultdict(int)

    def ends(self, visit: Visit) -> bool:
        """Whether nothing is to be expected behind the listing page that `visit` brought.

        Listings that belong to no section are never judged: they may be different ones.
        """
        section, shown = visit.due.section, {link.key for link in visit.links}
        if section is None or visit.due.kind != "listing":
            return False
        if visit.due.depth == 0:  # the walk begins, or begins anew
            self._shown[section] = set()
        if not shown:
            self._empty[section] += 1
            return self._empty[section] >= EMPTY_PAGES
        self._empty[section] = 0
        fresh = shown - self._shown[section]
        self._shown[section] |= shown
        return visit.due.depth > 0 and not fresh
