"""The signs by which a crawl knows that its portal has changed: what became of its sources and of its articles' pages.

A portal that does not answer, fails or refuses has not changed: its server is in trouble, which is another matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crawler.model.visit import Status, Visit

FEW = 3  # pages of articles that are unread, of which half make a sign
SHARE = 0.5


class Source(StrEnum):
    """What became of a source: a section, or the start page of a portal without sections."""

    SHOWS = "shows articles"
    EMPTY = "shows no articles"
    MISSING = "is missing"
    HOME = "leads to the start page"
    AWAY = "leads to another host"
    FAILED = "failed"


@dataclass(slots=True)
class Signs:
    """What one run saw, by source."""

    sources: dict[str, Source] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)  # by source, the key that it redirects to
    articles: Counter[bool] = field(default_factory=Counter)  # whether their pages could be read whole

    def note(self, visit: Visit) -> None:
        """Note a visit."""
        due = visit.due
        if due.kind == "listing" and visit.is_first and due.depth == 0:
            self._source(due.section or due.url, visit)
        elif due.kind == "article" and visit.status is not Status.BLOCKED and not visit.not_modified:
            self._article(visit)

    def _source(self, name: str, visit: Visit) -> None:
        if visit.status is Status.REDIRECTED and visit.redirected_to is not None:
            if visit.moved_to is None:
                self.targets[name] = visit.redirected_to.key
            return
        if visit.led_away or ((visit.http_status or 0) // 100 == 3 and visit.status is Status.FETCH_ERROR):
            self.sources[name] = Source.AWAY
        elif visit.missing:
            self.sources[name] = Source.MISSING
        elif visit.status is not Status.FETCHED:
            self.sources[name] = Source.FAILED
        elif visit.not_modified or visit.links or visit.shown or visit.outlinks:
            self.sources[name] = Source.SHOWS
        else:
            self.sources[name] = Source.EMPTY

    def _article(self, visit: Visit) -> None:
        article = visit.article
        if visit.missing or visit.status is Status.REDIRECTED or visit.http_status != 200 or visit.kind == "page":
            return
        self.articles[article is not None and bool(article.body) and article.published_at is not None] += 1

    def trouble(self, home: Collection[str], productive: Collection[str]) -> Trouble | None:
        """What is wrong with the entry, or None. `home`: keys of the start page; `productive`: sources that once showed
        articles."""
        shared = {key for key, count in Counter(self.targets.values()).items() if count > 1}
        seen = dict(self.sources)
        for name, key in self.targets.items():
            if name in seen and (key in home or key in shared):
                seen[name] = Source.HOME
        living = {name: one for name, one in seen.items() if one is not Source.FAILED}
        fallen = {name: one for name, one in living.items() if one is not Source.SHOWS}
        if fallen and len(fallen) < len(living):  # one that never showed anything may rest
            fallen = {name: one for name, one in fallen.items() if one is not Source.EMPTY or name in productive}
        if fallen:
            return Trouble(fallen, whole=len(fallen) == len(living))
        unread, pages = self.articles[False], self.articles.total()
        if unread >= FEW and unread >= SHARE * pages:
            return Trouble({}, whole=False, unread=unread, pages=pages)
        return None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: sources that fell, all of them where `whole`; else so many of the pages of articles unread."""

    fallen: Mapping[str, Source]
    whole: bool
    unread: int = 0
    pages: int = 0

    def __str__(self) -> str:
        if not self.fallen:
            return f"{self.unread} of {self.pages} pages of articles could not be read whole"
        by_what: dict[Source, list[str]] = {}
        for name, what in self.fallen.items():
            by_what.setdefault(what, []).append(name)
        told = [f"{', '.join(names[:3])}{_more(names)} {what}" for what, names in by_what.items()]
        return f"{'all' if self.whole else 'some'} sources of its entry fell: {'; '.join(told)}"


def _more(names: list[str]) -> str:
    return f" and {len(names) - 3} more" if len(names) > 3 else ""
