"""What is derived from an article's words and stored with it: its near-duplicates and the full-text index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

from crawler.items import Article
from crawler.storage.duplicates import mark_near_duplicates
from crawler.storage.search_index import Words, add_words

FILE_CHARACTERS: Final = 200_000  # of an article's files that are indexed: some eighty pages
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


def index_stored(connection: Connection) -> None:
    """Enter the newest revision of every article that is stored, a batch at a time; records stay as they are."""
    after = 0
    query = text(
        "SELECT r.record FROM articles a JOIN revisions r ON r.seq = a.seq"
        " WHERE a.seq > :after ORDER BY a.seq LIMIT :count"
    )
    while records := connection.execute(query, {"after": after, "count": _BATCH}).scalars().all():
        batch = [Article.model_validate_json(record) for record in records]
        index_articles(connection, batch)
        after = batch[-1].seq or 0
