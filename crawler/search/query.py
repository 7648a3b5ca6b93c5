"""Full-text search over the newest revision of every article, the same on SQLite and PostgreSQL.

The newest articles with the words are candidates (`candidates`), with those that have the words in the title or side by
side. They are ranked here (`ranking`), not by the database: BM25 and ts_rank count over all articles and differ between
databases. Candidates are ranked by title and date, and the best of them by their texts as well, so the work is bounded.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection

from crawler.search.candidates import MATCHED, Candidate, SearchFilter, in_title, matching, side_by_side
from crawler.search.index import FILE_CHARACTERS
from crawler.search.ranking import WEIGHTS, Age, body_score, title_score
from crawler.search.records import Records
from crawler.search.snippets import Snippet, phrases_in, snippet
from crawler.search.wanted import Wanted, read_query, widened

logger = logging.getLogger(__name__)

TITLES: Final = 200  # candidates, the newest, that are ranked; the others only if they have the words closer together
TEXTS: Final = 50  # candidates that are ranked by their texts
FEW: Final = 10  # fewer hits than this: today's provinces are searched as well

Order = Literal["relevance", "date"]


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
class Found:
    """A part of the hits, best first, and all articles that were found, up to `MATCHED` of them."""

    hits: list[Hit]
    articles: list[Candidate]

    @property
    def matches(self) -> int:
        """How many articles were found, counted up to `MATCHED`."""
        return min(len(self.articles), MATCHED)


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
    order: Order = "relevance",
) -> Found:
    """As `search`, without the first `skip` hits, and with all filters."""
    wanted = read_query(query, diacritics)
    records = Records(connection)
    ranked = _ranked(connection, wanted, within, order, records)
    by_typed = {one.seq for one in ranked}
    wider = widened(wanted) if len(ranked) < FEW else None
    if wider is not None:
        ranked += [one for one in _ranked(connection, wider, within, order, records) if one.seq not in by_typed]
    shown = [(one, wanted if wider is None or one.seq in by_typed else wider) for one in ranked[skip : skip + limit]]
    return Found(_hits(shown, records), ranked)


def _ranked(
    connection: Connection, wanted: Wanted, within: SearchFilter, order: Order, records: Records
) -> list[Candidate]:
    """All candidates: those ranked, the best first, then the others, the newest first. By date, the newest first."""
    newest = matching(connection, wanted, within)
    if order == "date":
        return newest
    found = {one.seq: one for one in newest[:TITLES]}
    together: dict[int, Candidate] = {}
    if len(newest) > TEXTS and len(wanted.units) > 1:
        together = {one.seq: one for one in side_by_side(connection, wanted, within)}
        found |= together
    if len(newest) > TITLES:
        found |= {one.seq: one for one in in_title(connection, wanted, within)}
    age = Age(max((one.published_at for one in found.values() if one.published_at), default=None))
    scores = {
        seq: title_score(wanted, one.title, age.years(one.published_at), one.duplicate_of is not None)
        for seq, one in found.items()
    }

    expected = {seq: score + WEIGHTS.body_whole * (seq in together) for seq, score in scores.items()}
    first = _best_first(found, expected)
    read, rest = first[:TEXTS], [*first[TEXTS:], *(one for one in newest if one.seq not in found)]
    bodies = records.bodies([one.seq for one in read])
    full = {one.seq: scores[one.seq] + body_score(wanted, bodies.get(one.seq, "")) for one in read}
    return [*_best_first(found, full), *rest]


def _best_first(found: Mapping[int, Candidate], scores: Mapping[int, float]) -> list[Candidate]:
    """By score, then the newest first."""
    order = sorted(scores, key=lambda seq: (scores[seq], found[seq].published_at or "", seq), reverse=True)
    return [found[seq] for seq in order]


def _snippet(record: dict[str, Any], wanted: Wanted) -> Snippet:
    """The words around the match: in the body, else in the first of its files that has one."""
    phrases, diacritics = wanted.phrases, wanted.diacritics
    found = snippet(record["body"], phrases, diacritics)
    if found.marks:
        return found
    texts = (one["text"][:FILE_CHARACTERS] for one in record["attachments"] if one["text"])
    return next((other for text in texts if (other := snippet(text, phrases, diacritics)).marks), found)


def _hits(shown: Sequence[tuple[Candidate, Wanted]], records: Records) -> list[Hit]:
    """The hits of these candidates, each with the query that found it; damaged records are skipped."""
    found = records.of([one.seq for one, _ in shown])
    hits = (_hit(one.seq, found[one.seq], wanted) for one, wanted in shown if one.seq in found)
    return [hit for hit in hits if hit is not None]


def _hit(seq: int, record: dict[str, Any], wanted: Wanted) -> Hit | None:
    try:
        return Hit(
            record["id"],
            record["portal"],
            record["url"],
            record["title"],
            record["published_at"],
            record["duplicate_of"],
            _snippet(record, wanted),
            phrases_in(record["title"], wanted.phrases, wanted.diacritics),
        )
    except (KeyError, TypeError, AttributeError) as error:
        logger.error("revision %s: its record lacks what search shows: %r", seq, error)
        return None
