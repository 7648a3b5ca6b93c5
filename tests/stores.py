"""Empty stores for tests. The migrations run once a process: a file is then copied, a database emptied and lent again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Connection, MetaData, create_engine, event, make_url, text, update

from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.database.tables import store_identity

_TABLES = text("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'")
_SEQUENCES = text("SELECT schemaname || '.' || sequencename FROM pg_sequences")
_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def new_store(path: Path) -> Store:
    """An empty store in the SQLite file `path`; this process's commits to it do not wait for the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty_file())
    store = Store.open(f"sqlite:///{path}")
    event.listen(store.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    store.engine.dispose()
    with writing(store.engine) as connection:
        connection.execute(update(store_identity).values(id=uuid4().hex))
    return store


@cache
def _empty_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tintinh.db"
        Store.open(f"sqlite:///{path}").close()
        return path.read_bytes()


class Postgres:
    """Databases on a server: copies of one that was migrated."""

    def __init__(self, address: str) -> None:
        self._server = make_url(address).set(drivername="postgresql+psycopg", database="postgres")
        self._engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._template = f"template_{uuid4().hex}"
        self._free: list[str] = []
        self._administer(f"CREATE DATABASE {self._template}")
        url = self._url(self._template)
        Store.open(url).close()
        engine = create_engine(url)
        with engine.connect() as connection:
            self._tables = _tables(connection)
            content = MetaData()
            content.reflect(connection)
            self._rows = {
                table: [dict(row) for row in connection.execute(table.select()).mappings()]
                for table in content.sorted_tables
            }
        engine.dispose()

    def make(self, *, migrated: bool = True) -> str:
        """The address of a new database, with the tables of a store or with none."""
        name = f"test_{uuid4().hex}"
        self._administer(f"CREATE DATABASE {name}" + (f" TEMPLATE {self._template}" if migrated else ""))
        return self._url(name)

    def drop(self, url: str) -> None:
        self._administer(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def lend(self) -> str:
        """The address of an empty database that other tests have used before, or of a new one."""
        return self._free.pop() if self._free else self.make()

    def take_back(self, url: str) -> None:
        """Empty the database for the next test; one with other tables than the store's is dropped."""
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(_OTHERS)
            same = _tables(connection) == self._tables
            if same:
                self._empty(connection)
        engine.dispose()
        if same:
            self._free.append(url)
        else:
            self.drop(url)

    def close(self) -> None:
        """Drop what is left; every lent database was taken back."""
        for url in self._free:
            self.drop(url)
        self._administer(f"DROP DATABASE {self._template}")
        self._engine.dispose()

    def _empty(self, connection: Connection) -> None:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # rows go in any order
        for table, rows in self._rows.items():
            connection.execute(table.delete())
            if rows:
                connection.execute(table.insert(), rows)
        for (sequence,) in connection.execute(_SEQUENCES).all():
            connection.execute(text(f"ALTER SEQUENCE {sequence} RESTART"))

    def _url(self, database: str) -> str:
        return self._server.set(database=database).render_as_string(hide_password=False)

    def _administer(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


def _tables(connection: Connection) -> set[str]:
    return set(connection.execute(_TABLES).scalars())
