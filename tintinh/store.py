"""Looking into a store of articles that crawls have filled. Nothing here writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from crawler.base.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.model.items import Article

BATCH = 100  # revisions read at a time


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, and the part of its text around the words."""

    id: str
    portal: str
    url: str
    title: str
    published_at: str | None
    snippet: str


class OpenedStore:
    """A store that is open for reading; a context manager, closed at its end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def article(self, article_id: str) -> Article | None:
        """The newest revision of an article; None for an unknown id."""
        from sqlalchemy import select

        from crawler.database.engine import reading
        from crawler.database.tables import articles, revisions
        from crawler.model.items import Article

        query = select(revisions.c.record).join(articles, articles.c.seq == revisions.c.seq)
        with reading(self._engine) as connection:
            record = connection.execute(query.where(articles.c.id == article_id)).scalar()
        return None if record is None else Article.model_validate_json(record)

    def revisions(self, after: int = 0, portal: str | None = None) -> Iterator[Article]:
        """Every revision with a `seq` above `after`, in the order of `seq`: remember the last and go on behind it.

        A revision that comes while you read is among them, and none is missed.
        """
        from sqlalchemy import select

        from crawler.database.engine import reading
        from crawler.database.tables import revisions as table
        from crawler.model.items import Article

        query = select(table.c.seq, table.c.record).order_by(table.c.seq).limit(BATCH)
        if portal is not None:
            query = query.where(table.c.portal == portal)
        while True:
            with reading(self._engine) as connection:
                rows = connection.execute(query.where(table.c.seq > after)).all()
            if not rows:
                return
            yield from (Article.model_validate_json(row.record) for row in rows)
            after = rows[-1].seq

    def search(
        self,
        words: str,
        *,
        diacritics: bool | None = None,
        portal: str | None = None,
        since: date | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """The articles that have all `words`, best first; words in double quotes must stand together.

        Marks count if the words have any, unless `diacritics` says otherwise. Raises `UserError` without any word.
        """
        from crawler.database.engine import reading
        from crawler.search.query import search

        with reading(self._engine) as connection:
            found = search(connection, words, diacritics, portal, since, limit)
        return [Hit(one.article, one.portal, one.url, one.title, one.published_at, one.snippet.text) for one in found]


def open_store(place: str | Path = "output") -> OpenedStore:
    """The store in an output folder, or at a database address (`sqlite:///FILE`, `postgresql://…`).

    A store of an older version is brought up to date. Raises `UserError` where there is no store, or where it cannot be
    opened; nothing is created.

    >>> open_store("no/such/folder")
    Traceback (most recent call last):
        ...
    crawler.base.errors.StoreError: there is no store no/such/folder/tintinh.db
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from crawler.database.opening import open_database

    address = str(place) if "://" in str(place) else f"sqlite:///{Path(place) / 'tintinh.db'}"
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError(f"not a database address: {address!r} (sqlite:///FILE or postgresql://…)") from error
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"there is no store {url.database}")
    return OpenedStore(open_database(address))
