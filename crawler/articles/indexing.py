"""What follows from an article's words: its near-duplicates and its entry in the full-text index."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from crawler.articles.duplicates import mark_near_duplicates
from crawler.model.items import Article
from crawler.search.index import FILE_CHARACTERS, Words, add_words, remove_words


def index_articles(connection: Connection, fresh: Sequence[Article]) -> None:
    """Enter new revisions with their `seq` into both; sets `duplicate_of` and `similarity` of near-duplicates."""
    words = [text_words(article) for article in fresh]
    mark_near_duplicates(connection, fresh, [one.plain_body for one in words])
    sought = (_with_files(article, one) for article, one in zip(fresh, words, strict=True))
    add_words(connection, [(article.seq or 0, one) for article, one in zip(fresh, sought, strict=True)])


def enter_words(connection: Connection, found: Sequence[tuple[int, Article]]) -> None:
    """Enter stored revisions, by their `seq`, into the full-text index alone."""
    add_words(connection, [(seq, _with_files(article, text_words(article))) for seq, article in found])


def drop_words(connection: Connection, found: Sequence[tuple[int, Article]]) -> None:
    """Take revisions out of the full-text index: by `seq`, each with the texts that it was entered with."""
    remove_words(connection, [(seq, _with_files(article, text_words(article))) for seq, article in found])


def text_words(article: Article) -> Words:
    """The words of an article's own text, without its files'."""
    return Words.of(article.title, article.body)


def _with_files(article: Article, words: Words) -> Words:
    """The article's words, then those of its files: files' words are searched, but not compared."""
    texts = [one.text for one in article.attachments if one.text]
    if not texts:
        return words
    files = Words.of("", "\n\n".join(texts)[:FILE_CHARACTERS])
    return Words(words.title, words.body + files.body, words.plain_title, words.plain_body + files.plain_body)
