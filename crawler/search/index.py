"""The full-text index: FTS5 on SQLite, tsvector with GIN on PostgreSQL, with the same words in both.

This project splits and folds the words (`words`), once with diacritics and once without, so that a search finds the
same on either database; the databases' own tokenizers only see words between spaces. A row is one revision, under its
place by publication (`place_of`), so the index gives the newest articles first, whatever order they were stored in.
Rows are only ever added, and a search joins the articles' newest revisions. The texts are not stored again, only their
index. Migrations 0009 and 0016 make the tables.
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
_ADD_POSTGRESQL: Final = text(
    f"INSERT INTO {TABLE} (place, marked, plain) VALUES (:place, CAST(:marked AS tsvector), CAST(:plain AS tsvector))"
)


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
        rows: list[dict[str, object]] = [
            {
                "place": place,
                "title": " ".join(words.title),
                "body": " ".join(words.body),
                "plain_title": " ".join(words.plain_title),
                "plain_body": " ".join(words.plain_body),
            }
            for place, words in sorted(revisions, key=lambda one: one[0])
        ]
        connection.execute(_ADD_SQLITE, rows)
    else:
        rows = [
            {
                "place": place,
                "marked": _tsvector(words.title, words.body),
                "plain": _tsvector(words.plain_title, words.plain_body),
            }
            for place, words in revisions
        ]
        connection.execute(_ADD_POSTGRESQL, rows)


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
