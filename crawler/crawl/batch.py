"""What a batch of visits brings, stored in one transaction: articles, links, frontier rows, files, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from crawler.articles import attachments, captures, quarantine
from crawler.articles.identity import identify
from crawler.articles.moved import moved_ids, recognise
from crawler.articles.recording import Cause, Found, Notices, record_articles
from crawler.articles.revisions import Stored, mark_seen
from crawler.database.tables import articles
from crawler.frontier import rewalk, source_statistics
from crawler.frontier.adding import add
from crawler.frontier.settling import RefetchPolicy, settle
from crawler.model.page_keys import article_ids
from crawler.model.visit import SOURCES, Status, Visit
from crawler.runs import daily, due_state

_PUBLISHED: Final = select(articles.c.id, articles.c.published_at, articles.c.first_seen).where(
    articles.c.id.in_(bindparam("ids", expanding=True))
)


@dataclass(slots=True)
class Committed:
    """What a batch stored: a `Stored` for each article in order, and the links that are new to the frontier."""

    articles: list[Stored] = field(default_factory=list)
    links_new: int = 0
    links_changed: int = 0
    changed_sources: set[int] = field(default_factory=set)  # rows of sources that showed something new or changed
    filled: int = 0  # articles whose files were read: a further revision each


@dataclass(frozen=True, slots=True)
class Batch:
    """Where a batch goes: the transaction, the portal and its run. `full`: listings are followed to their end."""

    connection: Connection
    portal: str
    run: int
    full: bool = False
    policy: RefetchPolicy | None = None

    def store(self, visits: Sequence[Visit], notices: Notices | None) -> Committed:
        """Store what the visits brought, in order."""
        connection, portal, run = self.connection, self.portal, self.run
        at = max(visit.fetched_at for visit in visits)
        identify(connection, portal, visits)
        recognise(connection, portal, visits)
        found = [Found(visit.article, visit.attachments) for visit in visits if visit.article is not None]
        stored = record_articles(connection, found, at, Cause.FETCHED, notices, run)
        done = Committed(articles=stored)
        for visit in visits:
            self._follow(visit, done)
        sighted = [one for key in _sighted(visits) for one in article_ids(portal, key)]
        moved = moved_ids(connection, sighted)
        mark_seen(connection, [moved.get(one, one) for one in sighted], at.isoformat())
        published = _published(connection, portal, visits)
        settle(connection, visits, run, published, done.changed_sources, self.policy)
        attachments.enter(connection, visits)
        filled = [Found(one) for one in attachments.completed(connection, portal, visits, at)]
        record_articles(connection, filled, at, Cause.FILES_READ, notices, run)
        done.filled = len(filled)
        for visit in visits:
            if visit.rewalk:
                rewalk.rewalk(connection, portal, visit.due, visit.fetched_at)
        quarantine.enter(connection, portal, visits)
        daily.record(connection, portal, visits)
        captures.enter(connection, portal, (v.capture for v in visits if v.http_status in (200, 304)))
        if done.articles:
            due_state.progressed(connection, portal)
        return done

    def _follow(self, visit: Visit, done: Committed) -> None:
        connection, portal, run, depth = self.connection, self.portal, self.run, visit.due.depth
        if visit.redirected_to is not None and visit.moved_to is None:
            # The target of a source's redirect is fetched each time; that of a file where its article was edited.
            refetch = visit.kind in SOURCES or visit.kind == "attachment"
            add(connection, portal, [visit.redirected_to], depth, visit.fetched_at, run, refetch=refetch)
        new, changed = 0, 0
        if visit.links:
            new, changed = add(connection, portal, visit.links, depth, visit.fetched_at, run)
            done.links_new += new
            done.links_changed += changed
            if new or changed:
                done.changed_sources.add(visit.due.id)
        add(connection, portal, visit.next_run_pages, depth + 1, visit.fetched_at, run, next_run=True)
        if visit.next_pages and (self.full or new or changed or self._goes_on(visit)):
            add(connection, portal, visit.next_pages, depth + 1, visit.fetched_at, run, refetch=True)
        if visit.outlinks:
            add(connection, portal, visit.outlinks, depth + 1, visit.fetched_at, run)
        source_statistics.record(connection, portal, visit, new)

    def _goes_on(self, visit: Visit) -> bool:
        """Whether a listing is followed although it shows nothing new.

        A page without news usually means that the pages behind it are known, too. This does not hold where the page
        itself is new (its entries are known from elsewhere), nor where the pages behind it were never fully fetched.
        """
        if visit.follow or visit.due.unfetched or not visit.links:
            return True
        stateful = any(link.form is not None and link.form.stateful for link in visit.next_pages)
        return stateful and rewalk.unfinished(self.connection, self.portal, visit.due.section, visit.due.depth)


def _sighted(visits: Sequence[Visit]) -> list[str]:
    keys = [link.key for visit in visits for link in visit.links]
    keys += [v.due.key for v in visits if v.kind == "article" and v.status is Status.FETCHED]
    return keys


def _published(connection: Connection, portal: str, visits: Sequence[Visit]) -> dict[int, datetime]:
    """When the articles of these visits were published, or first seen where they have no date, by frontier row."""
    ids = {v.due.id: article_ids(portal, v.due.key) for v in visits if v.kind == "article"}
    if not ids:
        return {}
    moved = moved_ids(connection, [one for likely in ids.values() for one in likely])
    ids = {row: tuple(moved.get(one, one) for one in likely) for row, likely in ids.items()}
    wanted = [one for likely in ids.values() for one in likely]
    known = {row.id: row.published_at or row.first_seen for row in connection.execute(_PUBLISHED, {"ids": wanted})}
    found = {row: next((known[one] for one in likely if one in known), None) for row, likely in ids.items()}
    return {row: datetime.fromisoformat(moment) for row, moment in found.items() if moment is not None}
