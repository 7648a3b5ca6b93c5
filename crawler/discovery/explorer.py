"""The explorer: from each page of a portal that nobody has described, what to look at next.

It keeps no page. What it has learned can be had again from the frontier (`remember`), so a crawl that was killed goes
on as if it had not been.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.discovery import sightings
from crawler.discovery.anchors import anchors
from crawler.discovery.learned import FRUITLESS, Guess, Learned, Verdict
from crawler.discovery.load_more import following, is_piece, next_pieces
from crawler.discovery.paging import continues, further_pages, page_number, series_of
from crawler.discovery.refused import other_language, refused, without_language
from crawler.discovery.shapes import article_tail, shape, without_context
from crawler.discovery.sightings import Sighting
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.model.visit import Due, Kind, Link, Status
from crawler.net.urls import BadAddressError, page_key

STALE_PAGES = 3  # pages of one section in a row that show nothing this run has not seen: its end
BOILERPLATE_AFTER = 6  # listings read before a link is judged by how many of them bear it
FRUITLESS_MOST = 80  # pages that led to nothing, beyond which only sure articles are fetched …
FRUITLESS_SHARE = 0.5  # … unless they are fewer than this share of the articles
_DIGITS = re.compile(r"\d{3,}")


@dataclass(slots=True)
class Survey:
    """What a page leads to; `kind`: what it is itself, as far as it is no article."""

    entries: list[Link] = field(default_factory=list)
    further: list[Link] = field(default_factory=list)
    leads: list[Link] = field(default_factory=list)
    kind: Kind = "page"
    section: str | None = None
    first_page: bool = True
    shown: int = 0  # articles that it shows, as far as can be told


class Explorer:
    """Learns one portal's ways during a crawl. Feed it every page read, in order."""

    def __init__(self, addresses: Addresses, listing_key: Callable[[str], str]) -> None:
        self.addresses = addresses
        self.learned = Learned()
        self._listing_key = listing_key
        self._home = addresses.portal.start
        self._front = {self.key(self._home), self.key(urljoin(self._home, "/"))}
        self._known: set[str] = set()  # keys of pages that any run has seen
        self._before: set[str] = set()  # those of earlier runs
        self._seen: set[str] = set()  # headlines that listings of this run have shown
        self._lists: set[frozenset[str]] = set()  # what each listing of this run showed
        self._borne: Counter[str] = Counter()  # on how many listings a link stood
        self._listings = 0
        self._stale: Counter[str] = Counter()
        self._sections: set[str] = set()
        self.articles = 0

    def remember(self, pages: Iterable[tuple[str, str, str, str, str | None]]) -> None:
        """Learn from what earlier runs left in the frontier: key, address, kind, status and section of each page."""
        for key, url, kind, status, section in pages:
            self._known.add(key)
            self._before.add(key)
            if kind == "listing" and section is not None:
                self._sections.add(section)
            if status != Status.FETCHED or kind not in ("article", "listing", "page"):
                continue
            if kind == "article":
                self.articles += 1
                self.learned.note(url, Verdict.ARTICLE)
            elif not self._is_front(url):
                self.learned.note(url, Verdict.WAY if kind == "listing" else Verdict.NOTHING)

    def key(self, url: str) -> str:
        """The page's key: the site's own id, else the article's last part, whatever section it stands under, else the
        address without what says 'Vietnamese'. Raises `BadAddressError`."""
        if (own_id := self.addresses.site_id(url)) is not None:
            return own_id
        parts = urlsplit(url)
        bare = parts._replace(path=without_language(parts.path)).geturl()
        if not parts.query:
            return article_tail(bare) or page_key(bare)
        return page_key(bare if page_number(bare) else without_context(bare))

    def wanted(self, url: str, text: str = "") -> str | None:
        """The portal's own address of a page worth a look, or None."""
        own = self.addresses.own(url)
        if own is None or self.addresses.skipped(own) or other_language(own, self._home):
            return None
        return None if refused(own, text) or self._is_front(own) else own

    def _is_front(self, url: str) -> bool:
        try:
            return self.key(url) in self._front
        except BadAddressError:
            return True

    def guess(self, url: str) -> Guess:
        """What the page at `url` is likely to be: by the family's form of articles' addresses, else as learned."""
        return Guess.ARTICLE if self.addresses.is_article(url) else self.learned.guess(url)

    def survey(self, page: Page, due: Due, reading: Reading, read_at: datetime, listed: Sequence[Link]) -> Survey:
        """What a page that is no article leads to. `listed`: entries that the family's selectors found on it."""
        survey = Survey(section=due.section)
        sights = sightings.collect(page, self.wanted, self.key, read_at)
        pager = further_pages(page.url, (anchor for anchor in anchors(page) if self.wanted(anchor.url)))
        pager = pager or [own for url in next_pieces(page) if (own := self.addresses.own(url)) is not None]
        headlines = self._headlines(sights, listed)
        home = due.depth == 0 and due.section is None
        if not home:
            survey.section = due.section or section_path(page.url)
            known_as_listing = due.kind == "listing"
            looks = reading.outcome is Outcome.LISTING or bool(pager) or bool(listed)
            if len(headlines) >= (1 if pager or known_as_listing else 2) and (looks or known_as_listing):
                survey.kind = "listing"
        fresh = headlines - self._seen
        if (
            not pager
            and fresh
            and due.kind == "listing"
            and is_piece(page)
            and (after := following(page.url)) is not None
        ):
            pager = [after]  # the service does not say whether there is more
        if survey.kind == "listing" and due.kind != "listing" and not fresh and not pager:
            if due.depth > 1 or shape(page.url).calendar:
                survey.kind = "page"  # an archive, a selection: nothing of its own
        if survey.kind == "listing":
            twin = frozenset(headlines) in self._lists and len(headlines) > 1
            self._lists.add(frozenset(headlines))
            assert survey.section is not None
            self._stale[survey.section] = 0 if fresh else self._stale[survey.section] + 1
            if twin:
                self._note(page.url, due, Verdict.NOTHING)
                return Survey(kind="listing" if due.kind == "listing" else "page", section=survey.section)
            self._sections.add(survey.section)
        self._seen |= headlines
        self._listings += 1
        self._borne.update(sights.keys())
        if not home:
            led = survey.kind == "listing" and bool(fresh - self._before)
            led = led or any(
                key not in self._known and self.guess(one.url) is Guess.ARTICLE for key, one in sights.items()
            )
            self._note(page.url, due, Verdict.WAY if led else Verdict.NOTHING)
        section = survey.section if survey.kind == "listing" else None
        survey.entries = self._entries(sights, listed, section)
        taken = {link.key for link in survey.entries}
        survey.leads = self._leads(sights, taken, section, page.url)
        if survey.kind == "listing" and self._stale[survey.section or ""] < STALE_PAGES:
            survey.further = self._pages(pager, due, survey.section)
        elif home:
            survey.leads += self._pages(pager, due, section_path(page.url))
        survey.first_page = (page_number(page.url) or 1) <= 1
        survey.shown = max(len(survey.entries), len(headlines))
        if home:  # what the front page shows belongs to sections, which come first
            survey.leads = survey.entries + survey.leads
            survey.entries = []
        return survey

    def article_read(self, page: Page, due: Due, read_at: datetime) -> list[Link]:
        """Note that a page was an article; returns what it links to that nothing has shown so far."""
        self.articles += 1
        self._note(page.url, due, Verdict.ARTICLE)
        sights = sightings.collect(page, self.wanted, self.key, read_at)
        unseen = {key: one for key, one in sights.items() if key not in self._known}
        return self._entries(unseen, (), None) + self._leads(unseen, set(), None, page.url)

    def nothing(self, url: str, due: Due) -> None:
        """Note that a page was missing or worthless."""
        self._note(url, due, Verdict.NOTHING)

    def unread(self, due: Due) -> None:
        """Note that a page was not had, which says nothing of its like."""
        if due.kind == "page":
            self.learned.drop(due.url)

    def lead(self, url: str, section: str | None = None, sight: Sighting | None = None) -> Link | None:
        """A link to a page: an article where its address tells, else one to be looked at or held back."""
        try:
            key = self.key(url)
        except BadAddressError:
            return None
        hint, day = (sight.hint, sight.day) if sight is not None else (None, None)
        guess = self.guess(url)
        if guess is Guess.ARTICLE:
            self._known.add(key)
            return Link(key, url, "article", section, hint, day)
        fresh = key not in self._known
        self._known.add(key)
        held = guess is Guess.DEAD or not self.learned.may_try(url)
        if fresh and not held:
            self.learned.await_verdict(url)
        return Link(key, url, "page", section, hint, day, held=held)

    def release(self, held: Sequence[tuple[int, str]]) -> dict[Kind, list[int]]:
        """Which of the rows held back (id, address) are to be fetched now that more is known; empty: none."""
        out: dict[Kind, list[int]] = {"article": [], "page": []}
        calendar: list[tuple[int, str]] = []
        spent = self.learned.fruitless > max(FRUITLESS_MOST, FRUITLESS_SHARE * self.articles)
        for row, url in held:
            guess = self.guess(url)
            if guess is Guess.ARTICLE:
                out["article"].append(row)
            elif guess is Guess.OPEN and not spent:
                if shape(url).calendar:
                    calendar.append((row, url))
                elif self.learned.may_try(url):
                    self.learned.await_verdict(url)
                    out["page"].append(row)
        if not out["article"] and not out["page"]:
            for row, url in calendar[:: max(1, len(calendar) // FRUITLESS)][:FRUITLESS]:  # old and new
                self.learned.await_verdict(url)
                out["page"].append(row)
        return {kind: rows for kind, rows in out.items() if rows}

    def section_of(self, url: str) -> str | None:
        """The longest known section whose path the article's lies under."""
        path = urlsplit(url).path
        under = [
            one for one in self._sections if one != "/" and path.startswith(one.partition(".")[0].rstrip("/") + "/")
        ]
        return max(under, key=len, default=None)

    def canonical_key(self, page: Page, due: Due) -> str:
        """The key that the article's own page gives it: by `rel=canonical`, where that bears the same id."""
        link = page.tree.select_one("link[rel=canonical][href]")
        url = page.join(link.attr("href") or "") if link is not None else None
        own = self.addresses.own(url) if url else None
        if own is None or not set(_DIGITS.findall(own)) & set(_DIGITS.findall(due.url)):
            return due.key
        try:
            return self.key(own)
        except BadAddressError:
            return due.key

    def _note(self, url: str, due: Due, verdict: Verdict) -> None:
        self.learned.note(url, verdict, awaited=due.kind == "page")

    def _headlines(self, sights: dict[str, Sighting], listed: Sequence[Link]) -> set[str]:
        """Keys of what a listing shows as its own: articles by their addresses, links as long as headlines."""
        own = {self.key(link.url) for link in listed}
        for key, one in sights.items():
            if self._is_boilerplate(key):
                continue
            guess = self.guess(one.url)
            if guess is Guess.ARTICLE or (one.is_headline and guess is Guess.OPEN):
                own.add(key)
        return own

    def _is_boilerplate(self, key: str) -> bool:
        return self._listings >= BOILERPLATE_AFTER and self._borne[key] > self._listings / 2

    def _entries(self, sights: dict[str, Sighting], listed: Sequence[Link], section: str | None) -> list[Link]:
        found: dict[str, Link] = {}
        for link in listed:
            key = self.key(link.url)
            self._known.add(key)
            found[key] = Link(key, link.url, "article", section, link.hint, link.hint_date)
        for key, one in sights.items():
            if key not in found and self.guess(one.url) is Guess.ARTICLE:
                self._known.add(key)
                own = section if not self._is_boilerplate(key) else None
                found[key] = Link(key, one.url, "article", own, one.hint if own else None, one.day)
        return list(found.values())

    def _leads(self, sights: dict[str, Sighting], taken: set[str], section: str | None, here: str) -> list[Link]:
        found: list[Link] = []
        for key, one in sights.items():
            if key in taken or self.guess(one.url) is Guess.ARTICLE or continues(here, one.url):
                continue
            headline = one.is_headline and not self._is_boilerplate(key)
            link = self.lead(one.url, section if headline else None, one if headline else None)
            if link is not None:
                found.append(link)
        return found

    def _pages(self, urls: Sequence[str], due: Due, section: str | None) -> list[Link]:
        keyed = {self._listing_key(url): url for url in reversed(urls)}
        return [Link(key, url, "listing", section) for key, url in reversed(keyed.items()) if key != due.key]


def section_path(url: str) -> str:
    """A section's name: path and query of its first page."""
    return urljoin("/", "/" + series_of(url).partition("://")[2].partition("/")[2])
