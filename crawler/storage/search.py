"""Full-text search over the newest revision of every article, the same on SQLite and PostgreSQL.

Ranked: of the `RANKED` newest articles that match, those that say it most and in the title come first (BM25 on SQLite,
cover density on PostgreSQL; a word in the title counts four times). The bound keeps a search for common words quick.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select, text

from crawler.errors import UserError
from crawler.storage.snippets import Snippet, phrases_in, snippet
from crawler.storage.tables import articles, revisions
from crawler.storage.words import folded, split

RANKED: Final = 400
MAX_TERMS: Final = 32

_TERM: Final = re.compile(r'"([^"]*)"?|(\S+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')

# The newest matches first, and only then what they are: so a common word costs no more than a rare one.
_JOIN: Final = "JOIN articles a ON a.seq = {seq}"
_SQLITE: Final = """
SELECT w.rowid AS seq, bm25(article_words, 4, 1, 4, 1) AS rank FROM article_words w {join}
WHERE article_words MATCH :words {where} ORDER BY w.rowid DESC LIMIT :ranked
"""
_POSTGRESQL: Final = """
SELECT seq, -ts_rank_cd('{{0.25,0.25,0.25,1}}', words, CAST(:words AS tsquery), 1) AS rank FROM (
    SELECT w.seq, w.{column} AS words FROM article_words w {join}
    WHERE w.{column} @@ CAST(:words AS tsquery) {where} ORDER BY w.seq DESC LIMIT :ranked
) AS newest
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
    """Which articles are searched: all that is given must fit; `since` and `until` leave out what bears no date."""

    portal: str | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    meetings_only: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A part of what was found, best first, and how many there are, counted up to `RANKED`."""

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
    default marks count if the query has any. `since` leaves out what was published earlier or bears no date.
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
    """As `search`, behind the first `skip`, with all filters."""
    if diacritics is None:
        diacritics = terms(query, True) != terms(query, False)
    wanted = terms(query, diacritics)
    if not wanted:
        raise UserError(f"nothing to search for in {query[:100]!r}: give at least one word")
    where, values = _filters(within)
    sqlite = connection.dialect.name == "sqlite"
    join = _JOIN.format(seq="w.rowid" if sqlite else "w.seq") if where else ""
    if sqlite:
        statement = _SQLITE.format(where=where, join=join.replace("JOIN", "CROSS JOIN"))
        values["words"] = _match(wanted, diacritics)
    else:
        statement = _POSTGRESQL.format(where=where, join=join, column="marked" if diacritics else "plain")
        values["words"] = " & ".join(" <-> ".join(f"'{word}'" for word in phrase) for phrase in wanted)
    rows = connection.execute(text(statement), {**values, "ranked": RANKED}).all()
    best = [row.seq for row in sorted(rows, key=lambda row: (row.rank, -row.seq))]
    newest = _newest(connection, best)
    return Found(_hits(connection, newest[skip : skip + limit], wanted, diacritics), len(newest))


def terms(query: str, diacritics: bool) -> list[tuple[str, ...]]:
    """The phrases of a query, folded; a word like 45-CT/TW is a phrase of its parts."""
    found = [match[1] or match[2] or "" for match in _TERM.finditer(query[:1000].translate(_QUOTES))]
    phrases = (tuple(folded(split(term), diacritics)) for term in found)
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))[:MAX_TERMS]


def _match(wanted: Sequence[tuple[str, ...]], diacritics: bool) -> str:
    """The query in the language of FTS5."""
    phrases = " AND ".join('"' + " ".join(phrase) + '"' for phrase in wanted)
    return f"{{{'title body' if diacritics else 'plain_title plain_body'}}} : ({phrases})"


def _filters(within: SearchFilter) -> tuple[str, dict[str, Any]]:
    where, values = "", {}
    if within.portal is not None:
        where += " AND a.portal = :portal"
        values["portal"] = within.portal
    if within.province is not None:
        where += " AND a.province_code = :province"
        values["province"] = within.province
    if within.since is not None:
        where += " AND a.published_at >= :since"
        values["since"] = within.since.isoformat()
    if within.until is not None:
        where += " AND a.published_at < :behind"
        values["behind"] = (within.until + timedelta(days=1)).isoformat()
    if within.meetings_only:
        where += " AND a.meeting_kind IS NOT NULL"
    return where, values


def _newest(connection: Connection, seqs: Sequence[int]) -> list[int]:
    """Those of `seqs` that are still their article's newest revision."""
    joined = revisions.join(articles, (articles.c.id == revisions.c.article) & (articles.c.seq == revisions.c.seq))
    query = select(revisions.c.seq).select_from(joined).where(revisions.c.seq.in_(seqs))
    newest = set(connection.execute(query).scalars())
    return [seq for seq in seqs if seq in newest]


def _hits(
    connection: Connection, seqs: Sequence[int], wanted: Sequence[tuple[str, ...]], diacritics: bool
) -> list[Hit]:
    rows = connection.execute(select(revisions.c.seq, revisions.c.record).where(revisions.c.seq.in_(seqs)))
    records = {row.seq: orjson.loads(row.record) for row in rows}
    return [
        Hit(
            record["id"],
            record["portal"],
            record["url"],
            record["title"],
            record["published_at"],
            record["duplicate_of"],
            snippet(record["body"], wanted, diacritics),
            phrases_in(record["title"], wanted, diacritics),
        )
        for record in (records[seq] for seq in seqs)
    ]
