"""Articles: lists newest first, one with all that is stored of it, its copies and its revisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from crawler.database.tables import articles, revisions
from crawler.model.items import Article, MeetingKind
from crawler.model.stored import stored_article
from crawler.web.queries.log import LOGGED, Logged, in_order
from crawler.web.queries.paging import Page, cursor, newest_first, page

COPIES = 50  # shown of one article at most
REVISIONS = 200  # listed of one article at most, the newest


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles: all that is given must fit. `since` and `until` bound the day of publication."""

    province: str | None = None
    portal: str | None = None
    since: date | None = None
    until: date | None = None
    meetings_only: bool = False
    kind: MeetingKind | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list. Moments are ISO 8601 at +07:00."""

    id: str
    portal: str
    title: str
    published_at: str | None
    published_precision: str | None
    meeting_kind: str | None
    duplicate_of: str | None
    similarity: float | None
    seq: int


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as its newest revision has it, and when it was first and last seen (ISO 8601 at +07:00)."""

    record: Article
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision in a list of an article's."""

    revision: int
    seq: int
    recorded_at: str


_LINE = tuple(articles.c[name] for name in Line.__dataclass_fields__)


def newest(
    connection: Connection, wanted: ArticleFilter, now: date, after: str | None = None, most: int = 20
) -> Page[Line]:
    """Dated articles that fit, by publication, the newest first, without those dated later than tomorrow.

    Raises `UserError` for a bad cursor.
    """
    c = articles.c
    tomorrow = now + timedelta(days=1)
    last = min(wanted.until, tomorrow) if wanted.until else tomorrow
    query = select(*_LINE).where(c.published_at < (last + timedelta(days=1)).isoformat())
    if wanted.province is not None:
        query = query.where(c.province_code == wanted.province)
    if wanted.portal is not None:
        query = query.where(c.portal == wanted.portal)
    if wanted.since is not None:
        query = query.where(c.published_at >= wanted.since.isoformat())
    if wanted.kind is not None:
        query = query.where(c.meeting_kind == wanted.kind.value)
    elif wanted.meetings_only:
        query = query.where(c.meeting_kind.is_not(None))
    rows = [Line(*row) for row in connection.execute(newest_first(query, c.published_at, c.id, after, most))]
    return page(rows, most, _place)


def newest_logged(
    connection: Connection, wanted: ArticleFilter, now: date, after: str | None, most: int, most_chars: int
) -> Page[Logged]:
    """As `newest`, with the records of the log. The page ends early once its records have `most_chars`
    characters."""
    found = newest(connection, wanted, now, after, most)
    rows: list[Logged] = []
    chars = 0
    lines = {line.seq: line for line in found.rows}
    for one in in_order(connection, list(lines)):
        line = lines[one.seq]
        rows.append(one)
        chars += len(one.record)
        if chars >= most_chars and line is not found.rows[-1]:
            return Page(rows, cursor(*_place(line)))
    return Page(rows, found.following)


def _place(line: Line) -> tuple[str, str]:
    return line.published_at or "", line.id


def article(connection: Connection, key: str) -> StoredArticle | None:
    """The article called `key`; None where there is none, or its record is damaged."""
    c = articles.c
    query = select(c.seq, revisions.c.record, c.first_seen, c.last_seen)
    row = connection.execute(query.join(revisions, revisions.c.seq == c.seq).where(c.id == key)).first()
    record = stored_article(row.seq, row.record) if row else None
    return StoredArticle(record, row.first_seen, row.last_seen) if row and record else None


def records(connection: Connection, seqs: Iterable[int]) -> dict[int, Article]:
    """The records of revisions, by `seq`, without damaged ones."""
    c = revisions.c
    rows = connection.execute(select(c.seq, c.record).where(c.seq.in_(list(seqs))))
    found = ((row.seq, stored_article(row.seq, row.record)) for row in rows)
    return {seq: record for seq, record in found if record is not None}


def logged_of(connection: Connection, key: str, seq: int | None = None) -> Logged | None:
    """The article's newest revision as the log has it, or the one with this `seq`; None where there is none."""
    query = select(*LOGGED).where(revisions.c.article == key)
    if seq is not None:
        query = query.where(revisions.c.seq == seq)
    row = connection.execute(query.order_by(revisions.c.revision.desc()).limit(1)).first()
    return Logged(*row) if row else None


def lines(connection: Connection, keys: Sequence[str]) -> dict[str, Line]:
    """Articles by id, as lists show them."""
    rows = connection.execute(select(*_LINE).where(articles.c.id.in_(list(keys))))
    return {row.id: Line(*row) for row in rows}


def copies(connection: Connection, key: str, duplicate_of: str | None) -> list[Line]:
    """The article that this one copies, then others' copies of the same text; at most `COPIES`."""
    c = articles.c
    original = duplicate_of or key
    query = select(*_LINE).where(c.duplicate_of == original, c.id != key)
    found = [Line(*row) for row in connection.execute(query.order_by(c.published_at, c.id).limit(COPIES))]
    return ([*lines(connection, [duplicate_of]).values()] if duplicate_of else []) + found


def revision_lines(connection: Connection, key: str) -> list[RevisionLine]:
    """An article's revisions, the newest first, at most `REVISIONS`."""
    c = revisions.c
    query = select(c.revision, c.seq, c.recorded_at).where(c.article == key).order_by(c.revision.desc())
    return [RevisionLine(*row) for row in connection.execute(query.limit(REVISIONS))]


def revision(connection: Connection, key: str, number: int) -> Article | None:
    """The article as one revision has it; None where there is none, or its record is damaged."""
    c = revisions.c
    row = connection.execute(select(c.seq, c.record).where(c.article == key, c.revision == number)).first()
    return stored_article(row.seq, row.record) if row else None
