"""Which articles a search ranks: the newest that have its words, and the newest that have them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from crawler.model.items import MeetingKind
from crawler.search.abbreviations import Phrase
from crawler.search.index import SEQ_BITS, places_from
from crawler.search.wanted import Unit, Wanted

MATCHED: Final = 500  # articles with the words: more are not counted
CLOSER: Final = 100  # articles with all words side by side or in the title, where many have them anywhere
READ: Final = 20_000  # texts that PostgreSQL reads for words side by side: its index knows words alone

_SEQ: Final = f"& {2**SEQ_BITS - 1}"
_ARTICLE: Final = (
    "a.seq, a.id, a.portal, a.province_code, a.url, a.title, a.published_at, a.meeting_kind, a.duplicate_of"
)
# First the newest matches, then their articles: so a common word costs no more than a rare one.
_SQLITE: Final = f"""
SELECT {_ARTICLE} FROM (
    SELECT w.rowid {_SEQ} AS seq FROM article_words w {{join}}
    WHERE article_words MATCH :words {{where}} ORDER BY w.rowid DESC LIMIT :most
) w CROSS JOIN articles a ON a.seq = w.seq
"""
# Where few articles fit the filter, these are found first: joining each of a million matches takes seconds, looking it
# up among a few takes a tenth of a second. The plus keeps SQLite from searching for each of the few by itself.
_FEW: Final = 20_000
_IS_FEW: Final = f"SELECT count(*) <= {_FEW} FROM (SELECT 1 FROM articles a WHERE {{where}} LIMIT {_FEW + 1})"
_AMONG: Final = f"AND (+w.rowid {_SEQ}) IN (SELECT a.seq FROM articles a WHERE {{where}})"
_POSTGRESQL: Final = f"""
SELECT {_ARTICLE} FROM (
    SELECT w.place {_SEQ} AS seq FROM article_words w {{join}}
    WHERE w.{{column}} @@ CAST(:words AS tsquery) {{where}} ORDER BY w.place DESC LIMIT :most
) w JOIN articles a ON a.seq = w.seq
"""
# The index knows which texts have the words; whether they stand together, only the text itself shows. So texts are read
# newest first, as many as needed; the OFFSET keeps the planner from reading all.
_POSTGRESQL_PHRASES: Final = f"""
SELECT {_ARTICLE} FROM (
    SELECT c.place {_SEQ} AS seq FROM (
        SELECT w.place, w.{{column}} FROM article_words w {{join}}
        WHERE w.{{column}} @@ CAST(:words AS tsquery) {{where}} ORDER BY w.place DESC LIMIT {READ} OFFSET 0
    ) c
    WHERE c.{{column}} @@ CAST(:phrases AS tsquery) LIMIT :most
) w JOIN articles a ON a.seq = w.seq
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that fits, as lists know it."""

    seq: int
    article: str
    portal: str
    province: str | None
    url: str
    title: str
    published_at: str | None
    meeting_kind: str | None
    duplicate_of: str | None


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which articles are searched: all given values must fit; `since` and `until` leave out undated articles."""

    portal: str | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    meetings_only: bool = False
    kind: MeetingKind | None = None


def matching(connection: Connection, wanted: Wanted, within: SearchFilter, most: int = MATCHED) -> list[Candidate]:
    """The `most` newest articles that have every unit, newest first."""
    return _newest_first(_found(connection, wanted.units, wanted.diacritics, within, most))


def side_by_side(connection: Connection, wanted: Wanted, within: SearchFilter) -> list[Candidate]:
    """The newest articles that have all units side by side."""
    return with_any(connection, tuple(wanted.together), wanted.diacritics, within)


def in_title(connection: Connection, wanted: Wanted, within: SearchFilter) -> list[Candidate]:
    """The newest articles that have all units in the title."""
    return _newest_first(_found(connection, wanted.units, wanted.diacritics, within, CLOSER, title=True))


def _found(
    connection: Connection,
    units: Sequence[Unit],
    diacritics: bool,
    within: SearchFilter,
    most: int,
    title: bool = False,
) -> list[Candidate]:
    conditions, values = _filters(within)
    where, join = " AND ".join(conditions), ""
    if connection.dialect.name == "sqlite":
        if where and _are_few(connection, within):
            where = _AMONG.format(where=where)
        elif where:
            where, join = f"AND {where}", f"CROSS JOIN articles a ON a.seq = (w.rowid {_SEQ})"
        statement = _SQLITE.format(where=f"{where} {_days('w.rowid', within, values)}", join=join)
        words = _match(units, diacritics, title)
    else:
        if where:
            where, join = f"AND {where}", f"JOIN articles a ON a.seq = (w.place {_SEQ})"
        where = f"{where} {_days('w.place', within, values)}"
        phrases = title or any(len(phrase) > 1 for unit in units for phrase in unit)
        statement = (_POSTGRESQL_PHRASES if phrases else _POSTGRESQL).format(
            where=where, join=join, column="marked" if diacritics else "plain"
        )
        words = _tsquery(units, " & ")
        if phrases:
            values["phrases"] = _tsquery(units, " <-> ", ":A" if title else "")
    rows = connection.execute(text(statement), {**values, "words": words, "most": most})
    return [Candidate(*row) for row in rows]


def with_any(connection: Connection, phrases: Unit, diacritics: bool, within: SearchFilter) -> list[Candidate]:
    """The newest articles that have one of the phrases."""
    return _newest_first(_found(connection, [phrases], diacritics, within, CLOSER))


def _newest_first(found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: (one.published_at or "", one.seq), reverse=True)


def _are_few(connection: Connection, within: SearchFilter) -> bool:
    """Whether few articles fit the filter, by its indexes, which do not know the meeting reports."""
    conditions, values = _filters(replace(within, meetings_only=False, kind=None))
    return bool(conditions) and bool(
        connection.execute(text(_IS_FEW.format(where=" AND ".join(conditions))), values).scalar_one()
    )


def _match(units: Sequence[Unit], diacritics: bool, title: bool) -> str:
    """The units in the language of FTS5."""
    columns = (
        ("title" if title else "title body") if diacritics else ("plain_title" if title else "plain_title plain_body")
    )
    together = " AND ".join(f"({' OR '.join(map(_quoted, unit))})" for unit in units)
    return f"{{{columns}}} : ({together})"


def _quoted(phrase: Phrase) -> str:
    return '"' + " ".join(phrase) + '"'


def _tsquery(units: Sequence[Unit], operator: str, weight: str = "") -> str:
    """The units in the language of PostgreSQL's tsquery; `operator` stands between the words of a phrase."""
    return " & ".join(
        "(" + " | ".join("(" + operator.join(f"'{word}'{weight}" for word in phrase) + ")" for phrase in unit) + ")"
        for unit in units
    )


def _days(place: str, within: SearchFilter, values: dict[str, Any]) -> str:
    """The range of days as a range of places in the index."""
    condition = ""
    if within.since is not None:
        condition += f" AND {place} >= :first_place"
        values["first_place"] = places_from(within.since)
    if within.until is not None:
        condition += f" AND {place} < :behind_place AND {place} >= :dated"
        values |= {"behind_place": places_from(within.until + timedelta(days=1)), "dated": 1 << SEQ_BITS}
    return condition


def _filters(within: SearchFilter) -> tuple[list[str], dict[str, Any]]:
    """Conditions on the article `a`, all of which must hold, and their values; days are in the index itself."""
    where, values = list[str](), dict[str, Any]()
    if within.portal is not None:
        where.append("a.portal = :portal")
        values["portal"] = within.portal
    if within.province is not None:
        where.append("a.province_code = :province")
        values["province"] = within.province
    if within.kind is not None:
        where.append("a.meeting_kind = :kind")
        values["kind"] = within.kind.value
    elif within.meetings_only:
        where.append("a.meeting_kind IS NOT NULL")
    return where, values
