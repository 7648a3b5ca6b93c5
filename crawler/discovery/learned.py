"""What a crawl has learned of a portal's addresses: which shapes are articles', which lead to nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum

from crawler.discovery.shapes import shape

SURE = 3  # pages of one shape, read alike, that make a rule
TRIES = 6  # pages of one shape tried before the first of them has been read
FRUITLESS = 5  # pages of one shape without an article or a way to one that make it a dead end
FRUITLESS_COARSE = 12


class PageValue(StrEnum):
    """What a page turned out to be, as far as its address is concerned."""

    ARTICLE = "article"
    LISTING = "listing"  # one that led to articles nothing else had shown
    NOTHING = "nothing"


class Guess(StrEnum):
    """What an address is likely to be."""

    ARTICLE = "article"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Learned:
    """Counts of page values by shape. The same values in the same order give the same guesses."""

    def __init__(self) -> None:
        self._fine: defaultdict[str, Counter[PageValue]] = defaultdict(Counter)
        self._coarse: defaultdict[str, Counter[PageValue]] = defaultdict(Counter)
        self._open: Counter[str] = Counter()  # pages of a shape that are out or waiting, unread
        self.fruitless = 0

    def note(self, url: str, value: PageValue, awaited: bool = False) -> None:
        """A page was read; `awaited`: it was one of those that went out to be judged."""
        found = shape(url)
        self._fine[found.fine][value] += 1
        self._coarse[found.coarse][value] += 1
        if awaited:
            self.drop(url)
        self.fruitless += value is PageValue.NOTHING

    def await_verdict(self, url: str) -> None:
        """A page of unknown kind goes out."""
        self._open[shape(url).fine] += 1

    def drop(self, url: str) -> None:
        """A page that went out came back unread."""
        fine = shape(url).fine
        self._open[fine] = max(0, self._open[fine] - 1)

    def guess(self, url: str) -> Guess:
        """What the page at `url` is likely to be."""
        found = shape(url)
        for counts, dead in ((self._fine[found.fine], FRUITLESS), (self._coarse[found.coarse], FRUITLESS_COARSE)):
            articles, listings, nothing = (counts[one] for one in PageValue)
            if articles >= SURE and not listings and articles >= 4 * nothing:
                return Guess.ARTICLE
            if articles or listings:
                # Mixed shapes stay open for long: one article in twenty is worth the looking.
                return Guess.UNKNOWN if nothing < 20 * articles + 4 * listings + dead else Guess.DEAD
            if nothing >= dead:
                return Guess.DEAD
        return Guess.UNKNOWN

    def may_try(self, url: str) -> bool:
        """Whether a page of unknown kind may go out now, rather than wait for what becomes of its like."""
        found = shape(url)
        counts = self._fine[found.fine]
        known = counts[PageValue.ARTICLE] + counts[PageValue.LISTING]
        return not found.calendar and self._open[found.fine] < TRIES + 4 * known

    def article_shapes(self) -> list[tuple[str, int]]:
        """Shapes that are articles', with how many were read, commonest first."""
        sure = [
            (name, counts[PageValue.ARTICLE])
            for name, counts in self._fine.items()
            if counts[PageValue.ARTICLE] and not counts[PageValue.LISTING]
        ]
        return sorted(sure, key=lambda pair: -pair[1])
