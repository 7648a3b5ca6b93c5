"""What follows from an article's words: its near-duplicates and its entry in the full-text index."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from crawler.articles.duplicates import mark_near_duplicates
from crawler.model.items import Article
from crawler.search.index import FILE_CHARACTERS, Words, add_words, place_of, remove_words
from crawler.search.words import compared, split


def index_articles(connection: Connection, fresh: Sequence[Article]) -> None:
    """Enter new revisions with their `seq` into both; sets `duplicate_of` and `similarity` of near-duplicates."""
    mark_near_duplicates(connection, fresh, [compared_words(article) for article in fresh])
    enter_words(connection, [(article.seq or 0, article) for article in fresh])


def enter_words(connection: Connection, found: Sequence[tuple[int, Article]]) -> None:
    """Enter stored revisions, by their `seq`, into the full-text index alone."""
    add_words(connection, [_entry(seq, article) for seq, article in found])


def drop_words(connection: Connection, found: Sequence[tuple[int, Article]]) -> None:
    """Take revisions out of the full-text index: by `seq`, each with the texts that it was entered with."""
    remove_words(connection, [_entry(seq, article) for seq, article in found])


def compared_words(article: Article) -> list[str]:
    """The words by which near-duplicates are found: the body's."""
    return compared(split(article.body))


def _entry(seq: int, article: Article) -> tuple[int, Words]:
    """The article's place, its words, and those of its files: files' words are searched, but not compared."""
    place, words = place_of(article.published_at, seq), Words.of(article.title, article.body)
    texts = [one.text for one in article.attachments if one.text]
    if not texts:
        return place, words
    files = Words.of("", "\n\n".join(texts)[:FILE_CHARACTERS])
    return place, Words(words.title, words.body + files.body, words.plain_title, words.plain_body + files.plain_body)
