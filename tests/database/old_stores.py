"""Stores saved by earlier commits of this repository, each at the newest migration of its day.

| store | commit | what it has that the one before has not |
|---|---|---|
| 0001 | 0bfb52f | articles, revisions, frontier, runs, segments |
| 0004 | 58c6063 | full text, sketches, digests of segments, meetings |
| 0006 | 044c465 | statistics of sources, forms |
| 0012 | f2281d5 | files, daily figures, names and lists of meetings; records of schema version 2 |

Each holds the same: two reports of one meeting on two portals, a notice that was edited once, a listing with an article
that is still to be fetched. All of it was published: four revisions.
"""

import gzip
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, make_url, text

from crawler.database.engine import connect, writing
from crawler.database.migrate import MIGRATIONS
from crawler.model.items import Article
from tests.records import NOON

STORES = Path(__file__).with_name("stores")
VERSIONS = tuple(sorted(path.name.split(".")[0] for path in STORES.glob("*.db.gz")))
ARTICLE = text(
    "INSERT INTO articles (id, portal, url, canonical_url, title, published_at, content_hash, revision, seq, first_seen,"
    " last_seen) VALUES (:id, :portal, :url, :canonical_url, :title, :published_at, :content_hash, 1, :seq, :seen, :seen)"
)
REVISION = text(
    "INSERT INTO revisions (seq, article, revision, portal, recorded_at, content_hash, record)"
    " VALUES (:seq, :id, 1, :portal, :seen, :content_hash, :record)"
)
PORTALS = ("bao-thu", "thu-nghiem")


def put(version: str, store_url: str, folder: Path) -> None:
    """Put the store of that version where `store_url` says; on PostgreSQL its rows into the tables of that version."""
    content = gzip.decompress((STORES / f"{version}.db.gz").read_bytes())
    file = Path(str(make_url(store_url).database)) if store_url.startswith("sqlite") else folder / "old.db"
    file.write_bytes(content)
    if not store_url.startswith("sqlite"):
        _copy(file, version, store_url)


def _copy(file: Path, version: str, store_url: str) -> None:
    engine = connect(store_url)
    with writing(engine) as target, closing(sqlite3.connect(file)) as source:
        empty(target, version)
        target.execute(text("SET LOCAL session_replication_role = replica"))  # rows come in any order
        for table in set(inspect(target).get_table_names()) - {"alembic_version", "article_words"}:
            target.execute(text(f"DELETE FROM {table}"))
            rows = source.execute(f"SELECT * FROM {table}")
            names = [one[0] for one in rows.description]
            columns = ", ".join(f'"{name}"' for name in names)
            values = ", ".join(f":{name}" for name in names)
            for row in rows:
                insert = text(f"INSERT INTO {table} ({columns}) VALUES ({values})")
                target.execute(insert, dict(zip(names, row, strict=True)))
            if "id" in names and table != "articles":
                largest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
                target.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {largest}, false)"))
        # The words of SQLite's full-text index cannot be read back: where there is one, it is made anew.
        if inspect(target).has_table("article_words"):
            target.execute(text("INSERT INTO counters (name, value) VALUES ('stale_words', 0)"))
    engine.dispose()


def empty(connection: Connection, version: str) -> None:
    """Make a new database an empty store of that version."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def put_articles(connection: Connection, found: Sequence[Article]) -> None:
    """Enter first revisions as migration 0001 has them."""
    for seq, one in enumerate(found, 1):
        made = one.model_copy(update={"seq": seq, "revision": 1, "schema_version": 1})
        row = made.model_dump(mode="json") | {"seen": NOON.isoformat(), "record": made.model_dump_json()}
        connection.execute(ARTICLE, row)
        connection.execute(REVISION, row)
    connection.execute(text("UPDATE counters SET value = :count WHERE name = 'seq'"), {"count": len(found)})
