"""Full-text search over the newest revision of every article, the same on SQLite and PostgreSQL.

Ranked: of the `RANKED` newest articles that match, those that say it most and in the title come first (BM25 on SQLite,
cover density on PostgreSQL; a word in the title counts four times). The bound keeps a search for common words quick.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select, text

from crawler.errors import UserError
from crawler.storage.indexing import FILE_CHARACTERS
from crawler.storage.snippets import Snippet, snippet
from crawler.storage.tables import articles, revisions
from crawler.storage.words import folded, split

RANKED: Final = 400
MAX_TERMS: Final = 32

_TERM: Final = re.compile(r'"([^"]*)"?|(\S+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')

# The newest matches first, and only then what they are: so a common word costs no more than a rare one.
_JOIN: Final = "JOIN revisions r ON r.seq = {seq} JOIN articles a ON a.id = r.article AND a.seq = r.seq"
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
    if diacritics is None:
        diacritics = terms(query, True) != terms(query, False)
    wanted = terms(query, diacritics)
    if not wanted:
        raise UserError(f"nothing to search for in {query[:100]!r}: give at least one word")
    where, values = _filters(portal, since)
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
    return _hits(connection, _newest(connection, best)[:limit], wanted, diacritics)


def terms(query: str, diacritics: bool) -> list[tuple[str, ...]]:
    """The phrases of a query, folded; a word like 45-CT/TW is a phrase of its parts."""
    found = [match[1] or match[2] or "" for match in _TERM.finditer(query[:1000].translate(_QUOTES))]
    phrases = (tuple(folded(split(term), diacritics)) for term in found)
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))[:MAX_TERMS]


def _match(wanted: Sequence[tuple[str, ...]], diacritics: bool) -> str:
    """The query in the language of FTS5."""
    phrases = " AND ".join('"' + " ".join(phrase) + '"' for phrase in wanted)
    return f"{{{'title body' if diacritics else 'plain_title plain_body'}}} : ({phrases})"


def _filters(portal: str | None, since: date | None) -> tuple[str, dict[str, Any]]:
    where, values = "", {}
    if portal is not None:
        where += " AND a.portal = :portal"
        values["portal"] = portal
    if since is not None:
        where += " AND a.published_at >= :since"
        values["since"] = since.isoformat()
    return where, values


def _newest(connection: Connection, seqs: Sequence[int]) -> list[int]:
    """Those of `seqs` that are still their article's newest revision."""
    joined = revisions.join(articles, (articles.c.id == revisions.c.article) & (articles.c.seq == revisions.c.seq))
    query = select(revisions.c.seq).select_from(joined).where(revisions.c.seq.in_(seqs))
    newest = set(connection.execute(query).scalars())
    return [seq for seq in seqs if seq in newest]


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
            _snippet(record, wanted, diacritics),
        )
        for record in (records[seq] for seq in seqs)
    ]
