"""An entry proves itself: its portal is visited as robots.txt allows, and judged by what its pages show.

At most some 30 requests: robots.txt, the start page, eight sections, three articles; where these don't prove the entry,
a probe (see `probing`) says what an entry would have to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from crawler.base.errors import UserError
from crawler.discovery.bodies import Body, bodies_linked
from crawler.discovery.correcting import corrected, is_elsewhere
from crawler.discovery.entrance import Entrance, ForbiddenError, Tls, enter
from crawler.discovery.entry_file import entry_toml
from crawler.discovery.probing import Prober
from crawler.discovery.sightings import collect
from crawler.discovery.unknown import registered
from crawler.extraction.address import Addresses, addresses
from crawler.extraction.article import read_article
from crawler.extraction.detect import GENERIC, detect
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome
from crawler.model.items import Article
from crawler.net.fetch import Fetched, FetchError, fetch
from crawler.registry import Portal
from crawler.vietnamese import decode

SECTIONS, ARTICLES = 8, 3  # looked at
PROVED = 2  # articles read whole that prove an entry without sections
REFUSED = frozenset({401, 403, 407, 429, 451})
GONE = frozenset({404, 410})

Wait = Callable[[float], None]


class LiveVerdict(StrEnum):
    """What became of a portal, by its pages. docs/registry.md says what to do."""

    WORKS = "works"
    CHANGED = "changed"  # it answers, but its sections or articles are not as the entry says
    SCRIPTED = "scripted"  # its pages are empty until scripts have run: only a crawl with a browser proves it
    MOVED = "moved"  # it leads to another host
    FORBIDDEN = "forbidden"  # by robots.txt
    BLOCKED = "blocked"  # the server refuses
    FAILING = "failing"  # the server fails
    DEAD = "dead"  # no answer, or no such page


@dataclass(slots=True)
class SectionSeen:
    """A section: its path, and how many links to articles it shows, or why it shows none."""

    path: str
    articles: int = 0
    trouble: str | None = None


@dataclass(slots=True)
class ArticleSeen:
    """An article that was read; `lacking` names what was not found of title, date and body."""

    url: str
    title: str
    published: str | None
    characters: int
    lacking: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LiveReport:
    """All that was seen of one portal. `proposal` is an entry as TOML, where another one would work or is proved."""

    portal: str
    verdict: LiveVerdict
    reason: str
    checked_at: str  # ISO 8601 at +07:00
    start: str
    entry_hash: str
    leads_to: str | None = None
    successor: str | None = None  # the entry of the portal that it leads to
    family: str | None = None  # as its start page shows
    sections: list[SectionSeen] = field(default_factory=list)
    articles: list[ArticleSeen] = field(default_factory=list)
    sections_proposed: list[str] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    proposal: str | None = None


def check_portal(portal: Portal, now: datetime, wait: Wait, delay: float) -> LiveReport:
    """Visit a portal and judge its entry; `wait` is called between requests with the seconds to wait."""
    report = LiveReport(
        portal.id, LiveVerdict.WORKS, "", now.isoformat(timespec="seconds"), portal.start, portal.digest
    )
    delay = max(delay, portal.delay or 0.0)
    try:
        entrance = enter(portal.start, wait, delay, (Tls(portal.verify_tls, portal.legacy_tls),))
    except UserError as error:
        report.verdict, report.reason = _why_not(error), str(error)
        return report
    visit = _Visit(portal, entrance, now, wait, max(delay, entrance.robots.delay), report)
    if is_elsewhere(entrance.first.url, portal):
        visit.moved()
    else:
        visit.judge()
    return report


def _why_not(error: UserError) -> LiveVerdict:
    status = error.status if isinstance(error, (FetchError, ForbiddenError)) else None
    if status is None:
        return LiveVerdict.FORBIDDEN if isinstance(error, ForbiddenError) else LiveVerdict.DEAD
    if status in REFUSED:
        return LiveVerdict.BLOCKED
    return LiveVerdict.DEAD if status in GONE else LiveVerdict.FAILING


@dataclass(slots=True)
class _Visit:
    """One visit to a portal that answers; fills the report."""

    portal: Portal
    entrance: Entrance
    now: datetime
    wait: Wait
    delay: float
    report: LiveReport

    def moved(self) -> None:
        """The start page leads to another host: to another entry's portal, or to where this one is to be found now."""
        target = self.entrance.first.url
        known = registered(target)
        self.report.verdict, self.report.leads_to = LiveVerdict.MOVED, target
        self.report.reason = f"leads to {target}"
        if known is not None and known.id != self.portal.id:
            self.report.successor = known.id
            self.report.reason += f", the portal of {known.id}"
            self.report.proposal = entry_toml(self.portal.model_copy(update={"valid_to": self.now.date()}))
        else:
            self._probe(target)

    def judge(self) -> None:
        """The start page answers: look at sections and articles."""
        first, report = self.entrance.first, self.report
        page = _page(first)
        reading = read_article(page, page.url, self.portal, self.now)
        report.family = detect(page)
        if self.portal.kind == "portal":
            report.bodies = bodies_linked(page, self.portal)
        if reading.outcome in (Outcome.BLOCKED, Outcome.LOGIN):
            report.verdict, report.reason = LiveVerdict.BLOCKED, f"start page: {reading.reason or reading.outcome}"
            return
        if reading.outcome is Outcome.NEEDS_BROWSER or self.portal.render is not None:
            report.verdict, report.reason = LiveVerdict.SCRIPTED, "its pages are empty until scripts have run"
            return
        if self.portal.sections:
            self._sections(page)
        faults = self._faults()
        if not faults and self.portal.sections:
            report.reason = self._proof()
            report.proposal = entry_toml(self.portal.model_copy(update={"evidence": self._evidence()}))
            return
        self._probe(self.portal.start)
        faults = faults or self._unproved()
        report.verdict = LiveVerdict.CHANGED if faults else LiveVerdict.WORKS
        report.reason = "; ".join(faults) or self._proof()
        if not faults:
            report.proposal = entry_toml(self.portal.model_copy(update={"evidence": self._evidence()}))

    def _sections(self, front: Page) -> None:
        """Look at sections; of each the first article that no section before showed is read, ARTICLES at most."""
        judge, seen = addresses(self.portal), set(_articles(front, addresses(self.portal), self.now))
        targets: set[str] = set()
        for path in self.portal.sections[:SECTIONS]:
            found = SectionSeen(path)
            self.report.sections.append(found)
            page = self._get(urljoin(self.portal.start, path), found)
            if page is None:
                continue
            if page.url in (front.url, self.portal.start) or page.url in targets:
                found.trouble = f"leads to {page.url}"
                continue
            targets.add(page.url)
            links = _articles(page, judge, self.now)
            found.articles = len(links)
            if not links:
                found.trouble = "shows no articles"
            chosen = next((url for url in links if url not in seen), links[0] if links else None)
            seen.update(links)
            if chosen is not None and len(self.report.articles) < ARTICLES:
                self._article(chosen)

    def _article(self, url: str) -> None:
        note = SectionSeen(url)
        page = self._get(url, note)
        if page is None:
            self.report.articles.append(ArticleSeen(url, "", None, 0, [note.trouble or "page"]))
            return
        reading = read_article(page, page.url, self.portal, self.now)
        if reading.article is None:
            reason = f"no article: {reading.reason or reading.outcome}"
            self.report.articles.append(ArticleSeen(url, "", None, 0, [reason]))
        else:
            self.report.articles.append(_seen(reading.article))

    def _get(self, url: str, note: SectionSeen) -> Page | None:
        if not self.entrance.robots.allows(url):
            note.trouble = "robots.txt forbids it"
            return None
        self.wait(self.delay)
        tls = self.entrance.tls
        try:
            return _page(fetch(url, tls.verify, tls.legacy, stay=True))
        except UserError as error:
            note.trouble = str(error).removeprefix(f"{url}: ")
            return None

    def _faults(self) -> list[str]:
        """What is not as the entry says, as far as its own sections show."""
        report, faults = self.report, []
        if report.family != self.portal.family and GENERIC not in (report.family, self.portal.family):
            faults.append(f"its markup is of {report.family}, the entry says {self.portal.family}")
        faults += [f"section {one.path}: {one.trouble}" for one in report.sections if one.trouble]
        bad = [one for one in report.articles if one.lacking]
        if report.sections and (not report.articles or 2 * len(bad) > len(report.articles)):
            what = f"{bad[0].url}: without {', '.join(bad[0].lacking)}" if bad else "no article could be read"
            faults.append(what)
        return faults

    def _unproved(self) -> list[str]:
        whole = sum(not one.lacking for one in self.report.articles)
        return [] if whole >= PROVED else [f"only {whole} articles could be read whole"]

    def _proof(self) -> str:
        whole = sum(not one.lacking for one in self.report.articles)
        alive = sum(one.trouble is None for one in self.report.sections)
        sections = f"{alive} of {len(self.report.sections)} sections show articles, " if self.report.sections else ""
        return f"{sections}{whole} articles read with title, date and body"

    def _evidence(self) -> str:
        return f"seen live, {self.now:%Y-%m-%d}: {self.portal.start}, {self._proof()}"

    def _probe(self, url: str) -> None:
        """Probe the portal: what it proposes goes into the report, and articles where none were read before."""
        self.wait(self.delay)
        try:
            probe = Prober(url, self.now, self.delay, None, self.wait).run()
        except UserError as error:
            self.report.reason += f"{'; ' if self.report.reason else ''}it can't be probed: {error}"
            return
        self.report.family = self.report.family or probe.portal.family
        self.report.sections_proposed = [path for path, _, shown in probe.sections if shown > 1]
        if not self.report.articles:
            self.report.articles = [_seen(article) for article in probe.articles]
        if probe.articles:
            self.report.proposal = entry_toml(corrected(self.portal, probe, self.now, "checked"))


def _seen(article: Article) -> ArticleSeen:
    lacking = [name for name in ("title", "published_at", "body") if not getattr(article, name)]
    published = article.published_at.isoformat() if article.published_at else None
    return ArticleSeen(article.url, article.title, published, len(article.body), lacking)


def _articles(page: Page, judge: Addresses, now: datetime) -> list[str]:
    """The portal's own articles that a page links to: by the form of their addresses, else by links like headlines."""
    sights = collect(page, lambda url, _: judge.own(url), lambda url: url, now)
    formed = [url for url in sights if judge.is_article(url)]
    if formed or judge.rules.article or judge.portal.article:
        return formed
    return [url for url, one in sights.items() if one.is_headline]


def _page(fetched: Fetched) -> Page:
    return Page(decode(fetched.body, fetched.content_type).text, fetched.url)
