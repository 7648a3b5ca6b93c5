"""What is derived from an article's words and stored with it: its near-duplicates and the full-text index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import orjson
from sqlalchemy import Connection, text

from crawler.articles.duplicates import enter_texts, mark_near_duplicates
from crawler.model.items import Article
from crawler.search.index import FILE_CHARACTERS, Words, add_words

_BATCH: Final = 500


def index_articles(connection: Connection, fresh: Sequence[Article]) -> None:
    """Enter new revisions, which have their `seq`, into both; sets near-duplicates' `duplicate_of` and `similarity`."""
    words = [Words.of(article.title, article.body) for article in fresh]
    mark_near_duplicates(connection, fresh, [one.plain_body for one in words])
    sought = (_with_files(article, one) for article, one in zip(fresh, words, strict=True))
    add_words(connection, [(article.seq or 0, one) for article, one in zip(fresh, sought, strict=True)])


def _with_files(article: Article, words: Words) -> Words:
    """The article's words and, behind its body's, those of its files: it is found by them, but not compared."""
    texts = [one.text for one in article.attachments if one.text]
    if not texts:
        return words
    files = Words.of("", "\n\n".join(texts)[:FILE_CHARACTERS])
    return Words(words.title, words.body + files.body, words.plain_title, words.plain_body + files.plain_body)


def add_stored_words(connection: Connection) -> None:
    """Enter the newest revision of every article that is stored into the full-text index."""
    for batch in _stored(connection):
        add_words(connection, [(seq, words) for seq, _, words in batch])


def sketch_stored(connection: Connection) -> None:
    """Enter the newest text of every article that is stored into the index of near-duplicates; records stay as is."""
    for batch in _stored(connection):
        enter_texts(connection, [(number, words.plain_body) for _, number, words in batch])


def _stored(connection: Connection) -> Iterator[list[tuple[int, int, Words]]]:
    """Every article's newest revision, a batch at a time: its seq, the seq of the first revision, and its words."""
    after = 0
    query = text(
        "SELECT r.seq, first.seq AS number, r.record FROM revisions r"
        " JOIN articles a ON a.id = r.article AND a.seq = r.seq"
        " JOIN revisions first ON first.article = r.article AND first.revision = 1"
        " WHERE r.seq > :after ORDER BY r.seq LIMIT :count"
    )
    while rows := connection.execute(query, {"after": after, "count": _BATCH}).all():
        records = [orjson.loads(row.record) for row in rows]
        yield [
            (row.seq, row.number, Words.of(record["title"], record["body"]))
            for row, record in zip(rows, records, strict=True)
        ]
        after = rows[-1].seq
