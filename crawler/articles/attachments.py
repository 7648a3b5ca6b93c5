"""The files that articles link to: which row of the frontier fetches each, and when they enter the record.

An article is stored at once; its files are named but not read. Files are rows of the frontier like pages, and are drawn
after them. When the last file of an article was tried, the record gets one further revision with their types and
texts, flagged `ATTACHMENTS_READ`. What is already known of a file is in the record from its first revision on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select, update

from crawler.database.tables import articles, attachments, file_texts, frontier, revisions
from crawler.database.upsert import upsert
from crawler.extraction.attachments import NOT_INSTALLED
from crawler.frontier import adding
from crawler.model.file_flags import ATTACHMENTS_READ, without_file_flags
from crawler.model.file_text import FileText
from crawler.model.items import Article, Attachment
from crawler.model.upcasting import read_record
from crawler.model.visit import Link, Status, Visit

DEPTH = 1_000_000  # in the frontier: behind every page
CHUNK = adding.CHUNK


def known_file(connection: Connection, sha256: str) -> FileText | None:
    """What was read from the file of that digest; None where it was never read, or the extra was missing."""
    c = file_texts.c
    row = connection.execute(select(c.media_type, c.text, c.flags).where(c.sha256 == sha256)).first()
    found = FileText(row.media_type, sha256, row.text, orjson.loads(row.flags)) if row else None
    return None if found is None or NOT_INSTALLED in found.flags else found


def fill(connection: Connection, article: Article, links: Sequence[Link]) -> None:
    """Enter what is already known of an article's files into its record, before the record is stored."""
    if not links:
        return
    c = frontier.c
    query = _file_rows().where(c.portal == article.portal, c.key.in_([link.key for link in links]))
    known = {row.key: row for row in connection.execute(query)}
    of_url = {link.url: known[link.key] for link in links if link.key in known}
    _enter(article, [(one, of_url.get(one.url)) for one in article.attachments])


def unlink(connection: Connection, article: Article) -> None:
    """Delete an article's links to files that its record no longer names."""
    c = attachments.c
    named = [one.url for one in article.attachments]
    connection.execute(delete(attachments).where(c.article == article.id, c.url.not_in(named)))


def link(
    connection: Connection, article: Article, links: Sequence[Link], at: datetime, run: int | None, again: bool
) -> None:
    """Note which files a stored article links to.

    New files are due at once. With `again` all are due, except those that the run has already tried.
    """
    if not links:
        return
    c, portal = attachments.c, article.portal
    before = {row.url for row in connection.execute(select(c.url).where(c.article == article.id))}
    adding.add(connection, portal, links, DEPTH, at, run, refetch=again)
    query = select(frontier.c.id, frontier.c.key).where(frontier.c.portal == portal)
    ids = {row.key: row.id for row in connection.execute(query.where(frontier.c.key.in_([one.key for one in links])))}
    names = {one.url: one.name for one in article.attachments}
    rows = [
        {"article": article.id, "page": ids[one.key], "url": one.url, "name": names.get(one.url)}
        for one in links
        if one.url not in before and one.key in ids
    ]
    if rows:
        connection.execute(attachments.insert(), rows)


def enter(connection: Connection, visits: Iterable[Visit]) -> None:
    """Store the type and text of each file, once for each digest."""
    found = {visit.file.sha256: visit for visit in visits if visit.file is not None}
    if not found:
        return
    changing = ("media_type", "text", "flags", "read_at")
    rows = [
        {
            "sha256": digest,
            "media_type": visit.file.media_type,
            "bytes": visit.bytes,
            "text": visit.file.text,
            "flags": orjson.dumps(visit.file.flags).decode(),
            "read_at": visit.fetched_at.isoformat(),
        }
        for digest, visit in found.items()
        if visit.file is not None
    ]
    connection.execute(upsert(connection, file_texts, changing), rows)


def completed(connection: Connection, portal: str, visits: Sequence[Visit], now: datetime) -> list[Article]:
    """The records of articles whose files have all been tried now, with the files' types and texts, ready to store.

    Call it when the rows of `visits` are settled. The records come in the order in which their last files were fetched,
    so the log is the same however visits fall into batches.
    """
    last: dict[str, int] = {}
    for number, visit in enumerate(visits):
        if visit.kind == "attachment":
            page = _moved(connection, portal, visit)
            query = select(attachments.c.article).where(attachments.c.page == page).distinct()
            last.update((row.article, number) for row in connection.execute(query))
    return [
        record
        for article in sorted(last, key=lambda one: (last[one], one))
        if (record := _completed(connection, article, now)) is not None
    ]


def _moved(connection: Connection, portal: str, visit: Visit) -> int:
    """The row that fetches the file of `visit`: its own, or the one that it redirects to."""
    if visit.redirected_to is None:
        return visit.due.id
    c = frontier.c
    query = select(c.id).where(c.portal == portal, c.key == visit.redirected_to.key)
    target = connection.execute(query).scalar()
    if target is None:
        return visit.due.id
    connection.execute(update(attachments).where(attachments.c.page == visit.due.id).values(page=target))
    return int(target)


def _completed(connection: Connection, article: str, now: datetime) -> Article | None:
    """The article's record with its files' types and texts; None while a file is untried, or nothing is new."""
    c = attachments.c
    query = _file_rows(c.url.label("printed"), c.name).join(attachments, c.page == frontier.c.id)
    rows = list(connection.execute(query.where(c.article == article).order_by(c.id)))
    if any(row.due_at is not None and row.due_at <= int(now.timestamp()) for row in rows):
        return None
    newest = articles.join(revisions, revisions.c.seq == articles.c.seq)
    text = connection.execute(select(revisions.c.record).select_from(newest).where(articles.c.id == article)).scalar()
    if text is None:
        return None
    record = read_record(text)
    before = record.model_copy(deep=True)
    known = {one.url: one for one in record.attachments}
    digests = {one.sha256 for one in record.attachments}
    for row in rows:  # a file that was added while the text stayed as it was, unless it is one of those known
        if row.printed not in known and row.sha256 is not None and row.sha256 not in digests:
            record.attachments.append(Attachment(url=row.printed, name=row.name))
    of_url = {row.printed: row for row in rows}
    _enter(record, [(one, of_url.get(one.url)) for one in record.attachments])
    if record.attachments == before.attachments and set(record.flags) == set(before.flags) - {ATTACHMENTS_READ}:
        return None
    record.flags.append(ATTACHMENTS_READ)
    return record


def _file_rows(*more: Any) -> Any:
    """A query for rows of the frontier, with what was read from the file last fetched there."""
    c, f = frontier.c, file_texts.c
    chosen = select(c.key, c.due_at, c.status, c.reason, c.sha256, f.media_type, f.text, f.flags, *more)
    return chosen.select_from(frontier).join(file_texts, f.sha256 == c.sha256, isouter=True)


def _enter(article: Article, rows: Sequence[tuple[Attachment, Any]]) -> None:
    """Enter what was read into the record; a file's flags go to the article's, with the file's number before them."""
    article.flags = without_file_flags(article.flags)
    for number, (attachment, row) in enumerate(rows):
        if row is None:
            continue
        flags: list[str] = []
        if row.sha256 is not None and row.flags is not None:
            attachment.sha256, attachment.media_type, attachment.text = row.sha256, row.media_type, row.text
            flags = orjson.loads(row.flags)
        elif row.status == Status.FETCHED.value and row.reason:
            flags = [row.reason]
        article.flags += [f"attachments.{number}: {flag}" for flag in flags]
