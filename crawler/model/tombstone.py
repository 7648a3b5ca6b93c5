"""The record of an article that was taken down: a tombstone, flagged so, without text, addresses or names."""

from __future__ import annotations

from crawler.model.items import Article

TOMBSTONE = "forgotten"  # the flag
NO_TEXT = ""  # its content hash: no text has it


def is_tombstone(article: Article) -> bool:
    """Whether the article was taken down."""
    return TOMBSTONE in article.flags and article.content_hash == NO_TEXT
