"""What follows from an article's words: its near-duplicates and its entry in the full-text index."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from crawler.articles.duplicates import mark_near_duplicates
from crawler.model.items import Article
from crawler.search.index import FILE_CHARACTERS, Words, add_words, place_of
from crawler.search.words import compared, split


def index_articles(connection: Connection, fresh: Sequence[Article]) -> None:
    """Enter new revisions with their `seq` into both; sets `duplicate_of` and `similarity` of near-duplicates."""
    mark_near_duplicates(connection, fresh, [compared_words(article) for article in fresh])
    index_words(connection, fresh)


def index_words(connection: Connection, found: Sequence[Article]) -> None:
    """Enter revisions with their `seq` into the full-text index."""
    rows = [(place_of(article.published_at, article.seq or 0), _words(article)) for article in found]
    add_words(connection, rows)


def compared_words(article: Article) -> list[str]:
    """The words by which near-duplicates are found: the body's."""
    return compared(split(article.body))


def _words(article: Article) -> Words:
    """The article's words, then those of its files: files' words are searched, but not compared."""
    words = Words.of(article.title, article.body)
    texts = [one.text for one in article.attachments if one.text]
    if not texts:
        return words
    files = Words.of("", "\n\n".join(texts)[:FILE_CHARACTERS])
    return Words(words.title, words.body + files.body, words.plain_title, words.plain_body + files.plain_body)
