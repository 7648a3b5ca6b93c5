"""The explorer: from each page of a portal that nobody has described, what to look at next.

It keeps no page. The frontier can give back what it has learned (`remember`), so a crawl that was killed goes on as if
nothing had happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from crawler.discovery.address_judge import AddressJudge
from crawler.discovery.anchors import anchors
from crawler.discovery.learned import Guess, Learned, PageValue
from crawler.discovery.load_more import following, is_piece, next_pieces
from crawler.discovery.page_kind import ListingSigns, page_kind
from crawler.discovery.paging import continues, further_pages, page_number, series_of
from crawler.discovery.releasing import released
from crawler.discovery.seen import Seen
from crawler.discovery.shapes import shape
from crawler.discovery.sightings import Sighting
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.model.visit import Due, Kind, Link, Status
from crawler.net.urls import BadAddressError


@dataclass(slots=True)
class Survey:
    """What a page leads to; `kind`: what it is itself, as far as it is no article."""

    entries: list[Link] = field(default_factory=list)
    next_pages: list[Link] = field(default_factory=list)
    outlinks: list[Link] = field(default_factory=list)
    kind: Kind = "page"
    section: str | None = None
    first_page: bool = True
    shown: int = 0  # articles that it shows, as far as the page says


@dataclass(frozen=True, slots=True)
class _Content:
    """What one page shows: its links, those that the family's selectors find, its pager and its headlines."""

    sights: dict[str, Sighting]
    listed: Sequence[Link]
    pager: Sequence[str]
    headlines: set[str]
    new_headlines: set[str]


class Explorer:
    """Learns one portal's ways during a crawl. Feed it every page read, in order."""

    def __init__(self, addresses: Addresses, listing_key: Callable[[str], str]) -> None:
        self.addresses = addresses
        self.learned = Learned()
        self.seen = Seen()
        self.judge = AddressJudge(addresses)
        self.key, self.wanted = self.judge.key, self.judge.wanted
        self._listing_key = listing_key
        self._sections: set[str] = set()
        self.articles = 0
        self.since: date | None = None  # the first day that the crawl is after: older pages teach it nothing now

    def remember(self, pages: Iterable[tuple[str, str, str, str, str | None]]) -> None:
        """Learn from what earlier runs left in the frontier: key, address, kind, status and section of each page."""
        for key, url, kind, status, section in pages:
            self.seen.remember(key)
            if kind == "listing" and section is not None:
                self._sections.add(section)
            if status != Status.FETCHED or kind not in ("article", "listing", "page"):
                continue
            if kind == "article":
                self.articles += 1
                self.learned.note(url, PageValue.ARTICLE)
            elif not self.judge.is_front(url):
                self.learned.note(url, PageValue.LISTING if kind == "listing" else PageValue.NOTHING)

    def guess(self, url: str) -> Guess:
        """What the page at `url` is likely to be: by the family's form of articles' addresses, else as learned."""
        return Guess.ARTICLE if self.addresses.is_article(url) else self.learned.guess(url)

    def survey(self, page: Page, due: Due, reading: Reading, read_at: datetime, listed: Sequence[Link]) -> Survey:
        """What a page that is no article leads to. `listed`: entries that the family's selectors found on it."""
        content = self._content(page, due, read_at, listed)
        if is_home(due):
            return self._survey_home(page, due, content)
        return self._survey_page(page, due, reading, content)

    def _content(self, page: Page, due: Due, read_at: datetime, listed: Sequence[Link]) -> _Content:
        sights = self.judge.sights(page, read_at)
        headlines = self._headlines(sights, listed)
        new = self.seen.new_headlines(headlines)
        pager = further_pages(page.url, (anchor for anchor in anchors(page) if self.wanted(anchor.url)))
        pager = pager or [own for url in next_pieces(page) if (own := self.addresses.own(url)) is not None]
        if not pager and new and due.kind == "listing" and is_piece(page) and (after := following(page.url)):
            pager = [after]  # the service does not say whether there is more
        return _Content(sights, listed, pager, headlines, new)

    def _survey_home(self, page: Page, due: Due, content: _Content) -> Survey:
        """The front page. What it shows belongs to sections, so its articles come after these, as outlinks."""
        self.seen.page(content.headlines, content.sights.keys())
        survey = self._links(page, due, content, None)
        survey.outlinks = survey.entries + survey.outlinks + self._pages(content.pager, due, section_path(page.url))
        survey.entries = []
        return survey

    def _survey_page(self, page: Page, due: Due, reading: Reading, content: _Content) -> Survey:
        section = due.section or section_path(page.url)
        kind = page_kind(_signs(page, due, reading, content))
        if kind == "listing":
            if self.seen.listing(section, content.headlines):  # another address of a listing that was read already
                self._note(page.url, due, PageValue.NOTHING)
                return Survey(kind="listing" if due.kind == "listing" else "page", section=section)
            self._sections.add(section)
        self.seen.page(content.headlines, content.sights.keys())
        self._note(page.url, due, PageValue.LISTING if self._led(kind, content) else PageValue.NOTHING)
        survey = self._links(page, due, content, section if kind == "listing" else None)
        survey.kind, survey.section = kind, section
        if kind == "listing" and not self.seen.is_exhausted(section):
            survey.next_pages = self._pages(content.pager, due, section)
        return survey

    def _led(self, kind: Kind, content: _Content) -> bool:
        """Whether the page led to articles that nothing else has shown."""
        if kind == "listing" and self.seen.unknown_before(content.new_headlines):
            return True
        return any(
            not self.seen.is_known(key) and self.guess(one.url) is Guess.ARTICLE for key, one in content.sights.items()
        )

    def _links(self, page: Page, due: Due, content: _Content, section: str | None) -> Survey:
        entries = self._entries(content.sights, content.listed, section)
        outlinks = self._outlinks(content.sights, {link.key for link in entries}, section, page.url)
        first_page = (page_number(page.url) or 1) <= 1
        shown = max(len(entries), len(content.headlines))
        return Survey(entries, outlinks=outlinks, section=due.section, first_page=first_page, shown=shown)

    def article_read(self, url: str, due: Due, sights: Mapping[str, Sighting]) -> list[Link]:
        """Note that the page at `url` was an article; returns which of its links nothing has shown so far."""
        self.articles += 1
        self._note(url, due, PageValue.ARTICLE)
        unseen = {key: one for key, one in sights.items() if not self.seen.is_known(key)}
        return self._entries(unseen, (), None) + self._outlinks(unseen, set(), None, url)

    def nothing(self, url: str, due: Due) -> None:
        """Note that a page was missing or worthless."""
        self._note(url, due, PageValue.NOTHING)

    def unread(self, due: Due) -> None:
        """Note that a page was not fetched, which says nothing of its like."""
        if due.kind == "page":
            self.learned.drop(due.url)

    def outlink(self, url: str, section: str | None = None, sight: Sighting | None = None) -> Link | None:
        """A link to a page: an article where its address tells, else one to be looked at or deferred."""
        try:
            key = self.key(url)
        except BadAddressError:
            return None
        hint, day = (sight.hint, sight.day) if sight is not None else (None, None)
        guess = self.guess(url)
        is_new = self.seen.add(key)
        if guess is Guess.ARTICLE:
            return Link(key, url, "article", section, hint, day)
        too_old = self.since is not None and day is not None and day < self.since
        deferred = guess is Guess.DEAD or too_old or not self.learned.may_try(url)
        if is_new and not deferred:
            self.learned.await_verdict(url)
        return Link(key, url, "page", section, hint, day, deferred=deferred)

    def release(self, deferred: Sequence[tuple[int, str]]) -> dict[Kind, list[int]]:
        """Which of the deferred rows (id, address) are to be fetched now that more is known; empty: none."""
        rows = [(row, url, self.guess(url)) for row, url in deferred]
        return released(rows, self.learned, self.articles)

    def section_of(self, url: str) -> str | None:
        """The longest known section whose path the article's lies under."""
        path = urlsplit(url).path
        under = [
            one for one in self._sections if one != "/" and path.startswith(one.partition(".")[0].rstrip("/") + "/")
        ]
        return max(under, key=len, default=None)

    def _note(self, url: str, due: Due, value: PageValue) -> None:
        self.learned.note(url, value, awaited=due.kind == "page")

    def _headlines(self, sights: dict[str, Sighting], listed: Sequence[Link]) -> set[str]:
        """Keys of what a listing shows as its own: articles by their addresses, links as long as headlines."""
        own = {self.key(link.url) for link in listed}
        for key, one in sights.items():
            if self.seen.is_boilerplate(key):
                continue
            guess = self.guess(one.url)
            if guess is Guess.ARTICLE or (one.is_headline and guess is Guess.UNKNOWN):
                own.add(key)
        return own

    def _entries(self, sights: dict[str, Sighting], listed: Sequence[Link], section: str | None) -> list[Link]:
        found: dict[str, Link] = {}
        for link in listed:
            key = self.key(link.url)
            self.seen.add(key)
            found[key] = Link(key, link.url, "article", section, link.hint, link.hint_date)
        for key, one in sights.items():
            if key not in found and self.guess(one.url) is Guess.ARTICLE:
                self.seen.add(key)
                own = section if not self.seen.is_boilerplate(key) else None
                found[key] = Link(key, one.url, "article", own, one.hint if own else None, one.day)
        return list(found.values())

    def _outlinks(self, sights: dict[str, Sighting], taken: set[str], section: str | None, here: str) -> list[Link]:
        found: list[Link] = []
        for key, one in sights.items():
            if key in taken or self.guess(one.url) is Guess.ARTICLE or continues(here, one.url):
                continue
            headline = one.is_headline and not self.seen.is_boilerplate(key)
            link = self.outlink(one.url, section if headline else None, one if headline else None)
            if link is not None:
                found.append(link)
        return found

    def _pages(self, urls: Sequence[str], due: Due, section: str | None) -> list[Link]:
        keyed = {self._listing_key(url): url for url in reversed(urls)}
        return [Link(key, url, "listing", section) for key, url in reversed(keyed.items()) if key != due.key]


def section_path(url: str) -> str:
    """A section's name: path and query of its first page."""
    return urljoin("/", "/" + series_of(url).partition("://")[2].partition("/")[2])


def is_home(due: Due) -> bool:
    """Whether the row is that of a front page: it is asked for first, and belongs to no section."""
    return due.depth == 0 and due.section is None


def _signs(page: Page, due: Due, reading: Reading, content: _Content) -> ListingSigns:
    return ListingSigns(
        expected=due.kind == "listing",
        reads_as_listing=reading.outcome is Outcome.LISTING or bool(content.listed),
        has_pager=bool(content.pager),
        headlines=len(content.headlines),
        new_headlines=len(content.new_headlines),
        is_selection=due.depth > 1 or shape(page.url).calendar,
    )
