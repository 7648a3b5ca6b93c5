"""Full-text search over the newest revision of every article, the same on SQLite and PostgreSQL.

Only the `RANKED` newest matches are ranked: first by how many of the phrases the title has, then by date. BM25 would
count over all articles (a second for a common word in a million articles); this ranking does not, so it stays quick.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, select, text

from crawler.base.errors import UserError
from crawler.database.tables import articles, revisions
from crawler.model.stored import stored_fields
from crawler.search.index import FILE_CHARACTERS
from crawler.search.snippets import Snippet, phrases_in, snippet
from crawler.search.words import folded, split

logger = logging.getLogger(__name__)

RANKED: Final = 200
MAX_TERMS: Final = 32

_TERM: Final = re.compile(r'"([^"]*)"?|(\S+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')

# First the newest matches, then their articles: so a common word costs no more than a rare one.
_SQLITE: Final = """
SELECT w.rowid FROM article_words w {join}
WHERE article_words MATCH :words {where} ORDER BY w.rowid DESC LIMIT :ranked
"""
# Where few articles fit the filter, these are found first: joining each of a million matches takes seconds, looking it
# up among a few takes a tenth of a second. The plus keeps SQLite from searching for each of the few by itself.
_FEW: Final = 20_000
_IS_FEW: Final = f"SELECT count(*) <= {_FEW} FROM (SELECT 1 FROM articles a WHERE {{where}} LIMIT {_FEW + 1})"
_AMONG: Final = "AND +w.rowid IN (SELECT a.seq FROM articles a WHERE {where})"
_POSTGRESQL: Final = """
SELECT w.seq FROM article_words w {join}
WHERE w.{column} @@ CAST(:words AS tsquery) {where} ORDER BY w.seq DESC LIMIT :ranked
"""
# The index knows which texts have the words; whether they stand together, only the text itself shows. So texts are read
# newest first, as many as needed; the OFFSET keeps the planner from reading all.
_POSTGRESQL_PHRASES: Final = """
SELECT c.seq FROM (
    SELECT w.seq, w.{column} FROM article_words w {join}
    WHERE w.{column} @@ CAST(:words AS tsquery) {where} ORDER BY w.seq DESC OFFSET 0
) c
WHERE c.{column} @@ CAST(:phrases AS tsquery) LIMIT :ranked
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: what to show of it, and the words around the match."""

    article: str
    portal: str
    url: str
    title: str
    published_at: str | None
    duplicate_of: str | None
    snippet: Snippet
    title_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which articles are searched: all given values must fit; `since` and `until` leave out undated articles."""

    portal: str | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    meetings_only: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the hits, best first, and the number of all hits, counted up to `RANKED`."""

    hits: list[Hit]
    matches: int


def search(
    connection: Connection,
    query: str,
    diacritics: bool | None = None,
    portal: str | None = None,
    since: date | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Articles that have every word of `query`, best first; words in double quotes stand together in that order.

    With `diacritics` a word is found only with the same marks; without, "hoi nghi" finds "hội nghị" and "hội nghi". By
    default marks count if the query has any. `since` leaves out articles that were published earlier or have no date.
    Raises `UserError` where `query` has no word.
    """
    return find(connection, query, SearchFilter(portal=portal, since=since), diacritics, limit=limit).hits


def find(
    connection: Connection,
    query: str,
    within: SearchFilter,
    diacritics: bool | None = None,
    skip: int = 0,
    limit: int = 20,
) -> Found:
    """As `search`, without the first `skip` hits, and with all filters."""
    if diacritics is None:
        diacritics = terms(query, True) != terms(query, False)
    wanted = terms(query, diacritics)
    if not wanted:
        raise UserError(f"nothing to search for in {query[:100]!r}: give at least one word")
    titles = _newest(connection, _matching(connection, wanted, diacritics, within))
    said = {seq: _said(title, wanted, diacritics) for seq, title in titles.items()}
    best = sorted(said, key=lambda seq: (-said[seq], -seq))[skip : skip + limit]
    return Found(_hits(connection, best, wanted, diacritics), len(titles))


def terms(query: str, diacritics: bool) -> list[tuple[str, ...]]:
    """The phrases of a query, folded; a word like 45-CT/TW is a phrase of its parts."""
    found = [match[1] or match[2] or "" for match in _TERM.finditer(query[:1000].translate(_QUOTES))]
    phrases = (tuple(folded(split(term), diacritics)) for term in found)
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))[:MAX_TERMS]


def _matching(
    connection: Connection, wanted: Sequence[tuple[str, ...]], diacritics: bool, within: SearchFilter
) -> list[int]:
    """The `RANKED` newest revisions that match, newest first."""
    conditions, values = _filters(within)
    where, join = " AND ".join(conditions), ""
    if connection.dialect.name == "sqlite":
        if _are_few(connection, within):
            where = _AMONG.format(where=where)
        elif where:
            where, join = f"AND {where}", "CROSS JOIN articles a ON a.seq = w.rowid"
        statement = _SQLITE.format(where=where, join=join)
        words = _match(wanted, "title body" if diacritics else "plain_title plain_body")
    else:
        if where:
            where, join = f"AND {where}", "JOIN articles a ON a.seq = w.seq"
        phrased = any(len(phrase) > 1 for phrase in wanted)
        statement = (_POSTGRESQL_PHRASES if phrased else _POSTGRESQL).format(
            where=where, join=join, column="marked" if diacritics else "plain"
        )
        words = _tsquery(list(chain.from_iterable(wanted)), " & ")
        values["phrases"] = " & ".join(_tsquery(phrase, " <-> ") for phrase in wanted)
    found = connection.execute(text(statement), {**values, "words": words, "ranked": RANKED})
    return list(found.scalars())


def _are_few(connection: Connection, within: SearchFilter) -> bool:
    """Whether few articles fit the filter, by its indexes, which do not know the meeting reports."""
    conditions, values = _filters(replace(within, meetings_only=False))
    return bool(conditions) and bool(
        connection.execute(text(_IS_FEW.format(where=" AND ".join(conditions))), values).scalar_one()
    )


def _said(title: str, wanted: Sequence[tuple[str, ...]], diacritics: bool) -> int:
    """How many of the phrases the title has."""
    words = f" {' '.join(folded(split(title), diacritics))} "
    return sum(f" {' '.join(phrase)} " in words for phrase in wanted)


def _tsquery(words: Sequence[str], operator: str) -> str:
    """The words in the language of PostgreSQL's tsquery."""
    return operator.join(f"'{word}'" for word in words)


def _match(wanted: Sequence[tuple[str, ...]], columns: str) -> str:
    """The query in the language of FTS5."""
    phrases = " AND ".join('"' + " ".join(phrase) + '"' for phrase in wanted)
    return f"{{{columns}}} : ({phrases})"


def _filters(within: SearchFilter) -> tuple[list[str], dict[str, Any]]:
    """Conditions on the article `a`, all of which must hold, and their values."""
    where, values = list[str](), dict[str, Any]()
    if within.portal is not None:
        where.append("a.portal = :portal")
        values["portal"] = within.portal
    if within.province is not None:
        where.append("a.province_code = :province")
        values["province"] = within.province
    if within.since is not None:
        where.append("a.published_at >= :since")
        values["since"] = within.since.isoformat()
    if within.until is not None:
        where.append("a.published_at < :behind")
        values["behind"] = (within.until + timedelta(days=1)).isoformat()
    if within.meetings_only:
        where.append("a.meeting_kind IS NOT NULL")
    return where, values


def _newest(connection: Connection, seqs: Sequence[int]) -> dict[int, str]:
    """Those of `seqs` that are still their article's newest revision, with its title."""
    joined = revisions.join(articles, (articles.c.id == revisions.c.article) & (articles.c.seq == revisions.c.seq))
    query = select(revisions.c.seq, articles.c.title).select_from(joined).where(revisions.c.seq.in_(seqs))
    return {row.seq: row.title for row in connection.execute(query)}


def _snippet(record: dict[str, Any], wanted: Sequence[tuple[str, ...]], diacritics: bool) -> Snippet:
    """The words around the match: in the body, else in the first of its files that has one."""
    found = snippet(record["body"], wanted, diacritics)
    if found.marks:
        return found
    texts = (one["text"][:FILE_CHARACTERS] for one in record["attachments"] if one["text"])
    return next((other for text in texts if (other := snippet(text, wanted, diacritics)).marks), found)


def _hits(
    connection: Connection, seqs: Sequence[int], wanted: Sequence[tuple[str, ...]], diacritics: bool
) -> list[Hit]:
    """The hits of these revisions; damaged records are skipped."""
    rows = connection.execute(select(revisions.c.seq, revisions.c.record).where(revisions.c.seq.in_(seqs)))
    found = {row.seq: _hit(row.seq, row.record, wanted, diacritics) for row in rows}
    return [hit for seq in seqs if (hit := found.get(seq)) is not None]


def _hit(seq: int, stored: str, wanted: Sequence[tuple[str, ...]], diacritics: bool) -> Hit | None:
    record = stored_fields(seq, stored)
    try:
        return (
            None
            if record is None
            else Hit(
                record["id"],
                record["portal"],
                record["url"],
                record["title"],
                record["published_at"],
                record["duplicate_of"],
                _snippet(record, wanted, diacritics),
                phrases_in(record["title"], wanted, diacritics),
            )
        )
    except (KeyError, TypeError, AttributeError) as error:
        logger.error("revision %s: its record lacks what search shows: %r", seq, error)
        return None
