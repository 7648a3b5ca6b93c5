"""The full-text index: FTS5 on SQLite, tsvector with GIN on PostgreSQL, with the same words in both.

This project splits and folds the words (`words`), once with diacritics and once without, so that a search finds the
same on either database; the databases' own tokenizers only see words between spaces. A row is one revision, under its
place by publication (`place_of`), so the index gives the newest articles first, whatever order they were stored in.
A search joins the articles' newest revisions. The texts are not stored again, only their index. Migration 0017 makes
the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, text

from crawler.base.clock import VIETNAM
from crawler.search.words import folded, split

TABLE: Final = "article_words"
SEQ_BITS: Final = 36  # of a place: sixty-eight billion revisions
MAX_MINUTE: Final = 2**26 - 1  # in the year 2097
MAX_POSITION: Final = 16383  # PostgreSQL's limit; words beyond it are found alone, not in phrases
FILE_CHARACTERS: Final = 200_000  # so much of an article's files is indexed: some eighty pages
MAX_PLACES: Final = 255  # of one word in one text: PostgreSQL's too

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ADD_SQLITE: Final = text(
    f"INSERT INTO {TABLE} (rowid, title, body, plain_title, plain_body)"
    " VALUES (:place, :title, :body, :plain_title, :plain_body)"
)
_REMOVE_SQLITE: Final = text(
    f"INSERT INTO {TABLE} ({TABLE}, rowid, title, body, plain_title, plain_body)"
    " VALUES ('delete', :place, :title, :body, :plain_title, :plain_body)"
)
_ADD_POSTGRESQL: Final = text(
    f"INSERT INTO {TABLE} (place, marked, plain) VALUES (:place, CAST(:marked AS tsvector), CAST(:plain AS tsvector))"
)

_SEQ: Final = f"& {2**SEQ_BITS - 1}"  # of a place
_MISSING: Final = {  # each as its database computes it once, not once for each article
    "sqlite": f"SELECT a.seq FROM articles a WHERE a.content_hash <> ''"
    f" AND a.seq NOT IN (SELECT rowid {_SEQ} FROM {TABLE})",
    "postgresql": f"SELECT a.seq FROM articles a WHERE a.content_hash <> ''"
    f" AND NOT EXISTS (SELECT 1 FROM {TABLE} w WHERE (w.place {_SEQ}) = a.seq)",
}


def place_of(published_at: datetime | None, seq: int) -> int:
    """A revision's place in the index: by minute of publication, then by `seq`; undated ones come first."""
    return _minute(published_at) << SEQ_BITS | seq


def places_from(day: date) -> int:
    """The first place that an article published on `day` can have."""
    return _minute(datetime.combine(day, time(), VIETNAM)) << SEQ_BITS


def _minute(moment: datetime | None) -> int:
    if moment is None:
        return 0
    return max(1, min((moment - _EPOCH) // timedelta(minutes=1), MAX_MINUTE))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one revision, folded with diacritics (`title`, `body`) and without (`plain_…`)."""

    title: list[str]
    body: list[str]
    plain_title: list[str]
    plain_body: list[str]

    @classmethod
    def of(cls, title: str, body: str) -> Words:
        printed_title, printed_body = split(title), split(body)
        return cls(
            folded(printed_title, True),
            folded(printed_body, True),
            folded(printed_title, False),
            folded(printed_body, False),
        )


def add_words(connection: Connection, revisions: Sequence[tuple[int, Words]]) -> None:
    """Enter revisions by their places."""
    if connection.dialect.name == "sqlite":
        # In order of place: FTS5 writes a new piece of its index whenever the row number falls.
        ordered = sorted(revisions, key=lambda one: one[0])
        connection.execute(_ADD_SQLITE, [_row(place, words) for place, words in ordered])
    else:
        rows: list[dict[str, object]] = [
            {
                "place": place,
                "marked": _tsvector(words.title, words.body),
                "plain": _tsvector(words.plain_title, words.plain_body),
            }
            for place, words in revisions
        ]
        connection.execute(_ADD_POSTGRESQL, rows)


def remove_words(connection: Connection, revisions: Sequence[tuple[int, Words]]) -> None:
    """Take revisions out by their places. SQLite's index keeps no texts, so it needs the words that were entered."""
    if connection.dialect.name == "postgresql":
        places = [place for place, _ in revisions]
        connection.execute(text(f"DELETE FROM {TABLE} WHERE place = ANY(:places)"), {"places": places})
        return
    entered = text(f"SELECT rowid FROM {TABLE} WHERE rowid = :place")
    for place, words in revisions:
        if connection.execute(entered, {"place": place}).first() is not None:
            connection.execute(_REMOVE_SQLITE, _row(place, words))


def words_missing(connection: Connection) -> list[int]:
    """The newest revisions of articles that the index lacks, by `seq`; articles that were taken down have no words."""
    return list(connection.execute(text(_MISSING[connection.dialect.name])).scalars())


def clear_words(connection: Connection) -> None:
    """Empty the index."""
    sqlite = connection.dialect.name == "sqlite"
    connection.execute(
        text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')" if sqlite else f"DELETE FROM {TABLE}")
    )


def _row(place: int, words: Words) -> dict[str, object]:
    return {
        "place": place,
        "title": " ".join(words.title),
        "body": " ".join(words.body),
        "plain_title": " ".join(words.plain_title),
        "plain_body": " ".join(words.plain_body),
    }


def _tsvector(title: Sequence[str], body: Sequence[str]) -> str:
    """The text form of a tsvector: 'hội':1A,9 … with the title's words in weight A and a gap before the body.

    Source: PostgreSQL's manual, section 8.11.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    for place, word in enumerate(title, 1):
        places[word].append(f"{min(place, MAX_POSITION)}A")
    after = len(title) + 2
    for place, word in enumerate(body[: MAX_POSITION - after], after):
        places[word].append(str(place))
    for word in body[MAX_POSITION - after :]:
        places.setdefault(word, [str(MAX_POSITION)])
    return " ".join([f"'{word}':{','.join(where[:MAX_PLACES])}" for word, where in places.items()])
