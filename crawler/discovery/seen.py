"""What an exploring crawl has seen of a portal: pages known, headlines shown, links that stand on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

STALE_PAGES = 3  # pages of one section in a row that show nothing new to this run: the section's end
BOILERPLATE_AFTER = 6  # listings read before a link is judged by how many of them show it


class Seen:
    """Keys of pages, as links showed them. Filled from the frontier with what earlier runs left there."""

    def __init__(self) -> None:
        self._known: set[str] = set()  # by any run
        self._by_earlier_runs: set[str] = set()
        self._headlines: set[str] = set()  # by listings of this run
        self._lists: set[frozenset[str]] = set()  # the headlines of each listing of this run
        self._shown_on: Counter[str] = Counter()  # number of pages that show a link
        self._pages = 0
        self._stale: Counter[str] = Counter()  # pages in a row without a new headline, by section

    def remember(self, key: str) -> None:
        """An earlier run knew the page."""
        self._known.add(key)
        self._by_earlier_runs.add(key)

    def add(self, key: str) -> bool:
        """A page is linked to; returns whether it was unknown until now."""
        is_new = key not in self._known
        self._known.add(key)
        return is_new

    def is_known(self, key: str) -> bool:
        """Whether any run has seen a link to the page."""
        return key in self._known

    def new_headlines(self, headlines: Set[str]) -> set[str]:
        """Those that no listing of this run has shown."""
        return set(headlines - self._headlines)

    def unknown_before(self, headlines: Set[str]) -> set[str]:
        """Those that no earlier run knew."""
        return set(headlines - self._by_earlier_runs)

    def listing(self, section: str, headlines: Set[str]) -> bool:
        """A listing was read; returns whether another one of this run shows the very same headlines."""
        shown = frozenset(headlines)
        is_twin = len(shown) > 1 and shown in self._lists
        self._lists.add(shown)
        self._stale[section] = 0 if self.new_headlines(headlines) else self._stale[section] + 1
        return is_twin

    def page(self, headlines: Iterable[str], links: Iterable[str]) -> None:
        """A page that is no article was read."""
        self._headlines.update(headlines)
        self._shown_on.update(iter(links))
        self._pages += 1

    def is_exhausted(self, section: str | None) -> bool:
        """Whether the section's last pages showed nothing new."""
        return section is not None and self._stale[section] >= STALE_PAGES

    def is_boilerplate(self, key: str) -> bool:
        """Whether more than half of the pages show the link: a menu, a box of the newest."""
        return self._pages >= BOILERPLATE_AFTER and self._shown_on[key] > self._pages / 2
