"""The one door: every article enters the store here, with all that belongs to its revision.

These parts belong to a revision: its rows and its place in the log (`revisions`), its near-duplicates and its words for
search (`indexing`), its meeting, the names in it and its event (`meetings`), its part of the day's figures
(`day_figures`), the rules that it fits (`Notices`), and the files that it links to (`attachments`). Whoever stores an
article calls `record_articles` and cannot forget a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from sqlalchemy import Connection

from crawler.articles import attachments
from crawler.articles.day_figures import record_days
from crawler.articles.forgetting import forgotten_among
from crawler.articles.meetings import record_meetings
from crawler.articles.revisions import Stored, insert_revisions
from crawler.model.items import Article
from crawler.model.visit import Link


class Cause(Enum):
    """Why articles are stored: their pages were fetched, their files were read, or their archived pages read again.

    Only fetched articles are compared by content hash with the stored ones, and only they cause notices.
    """

    FETCHED = "fetched"
    FILES_READ = "files read"
    REPARSED = "reparsed"


class Notices(Protocol):
    """Writes notices of new reports, see `crawler.watch.watcher.Watcher`."""

    def note(self, connection: Connection, changed: Sequence[Article], seen_at: str) -> None:
        """Note the revisions for the rules that they fit; moments are ISO 8601."""

    def withdraw(self, connection: Connection, changed: Sequence[Article]) -> None:
        """Remove articles that no longer fit their rule from its feed and from notices not sent yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finished record to store, and links to its files; None where files are not fetched."""

    article: Article
    files: Sequence[Link] | None = None


def record_articles(
    connection: Connection,
    found: Sequence[Found],
    at: datetime,
    cause: Cause,
    notices: Notices | None,
    run: int | None = None,
) -> list[Stored]:
    """Store articles in order; returns what became of each. `notices`: None without rules; `run`: the crawl's number.

    Sets what only the store knows: `revision`, `seq`, `duplicate_of`, `similarity`, and what is known of files.
    """
    fetched, seen_at = cause is Cause.FETCHED, at.isoformat()
    gone = forgotten_among(connection, [one.article.id for one in found])
    found = [Found(one.article) if one.article.id in gone else one for one in found]
    for one in found:
        if one.files:
            attachments.fill(connection, one.article, one.files)
    records = [one.article for one in found]
    stored = insert_revisions(connection, records, seen_at, every=not fetched, sighted=fetched)
    changed = [pair for pair in zip(records, stored, strict=True) if pair[1].change != "unchanged"]
    revised = [article for article, _ in changed]
    record_meetings(connection, revised, seen_at)
    record_days(connection, changed, at)
    if notices is not None and changed:
        notices.withdraw(connection, revised)
        if fetched:
            notices.note(connection, revised, seen_at)
    for one, done in zip(found, stored, strict=True):
        if done.change == "updated":
            attachments.unlink(connection, one.article)
        if one.files:
            attachments.link(connection, one.article, one.files, at, run, again=fetched and done.change == "updated")
    return stored
