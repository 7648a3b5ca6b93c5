"""Moving a store to another database, SQLite or PostgreSQL: table by table, in batches that are compared row by row.

The old store is locked for writing all the while and read at one moment; each batch is committed in the new one after
its rows are read back and found equal. A row that is there and equal is not written again, so a move that was killed
goes on where it was. Until the end no crawl uses the new store, which bears the mark `filled_from`; from then on none
uses the old one, which bears `moved_to`. The identity goes along: the log fits the new store as it did the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from crawler.base.errors import StoreError, UserError
from crawler.database.engine import clear_errors, reading, writing
from crawler.database.tables import counters, metadata, revisions, store_identity
from crawler.database.upsert import upsert
from crawler.keeping.checks_database import numbered_tables, set_sequence
from crawler.keeping.checks_index import enter_missing_words
from crawler.log.identity import identity
from crawler.search.index import words_missing

BATCH = 500
# Tables in which a new store has rows of its own: they are written over.
OWN = frozenset({counters.name, store_identity.name})


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that was moved: its rows, and how many of them were there from a move that was cut short."""

    table: str
    rows: int
    kept: int


def move(old: Engine, new: Engine, told: Callable[[Moved], None]) -> None:
    """Move a store into an empty database, or complete a move that was cut short. Raises `UserError`, `StoreError`."""
    tables = [table for table in metadata.sorted_tables if table.name not in OWN]
    with writing(old) as source:
        if not _is_copied(source, new):
            _begin(source, new, _shown(old))
            for table in tables:
                told(_move_table(source, new, table))
            for table in reversed(tables):
                _check_count(source, new, table)
            _index(new)
            _copy_counters(source, new)
            source.execute(update(store_identity).values(moved_to=_shown(new)))
    with writing(new) as connection:
        connection.execute(update(store_identity).values(filled_from=None))
    with clear_errors(new), new.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _shown(engine: Engine) -> str:
    """The database's address, without a password."""
    return engine.url.set(drivername=engine.url.get_backend_name(), password=None).render_as_string()


def _is_copied(source: Connection, new: Engine) -> bool:
    """Whether all is there but for the last mark. Raises `UserError` where the store cannot be moved there."""
    own = source.execute(select(store_identity)).one()
    with reading(new) as connection:
        there = connection.execute(select(store_identity)).one()
        stored = connection.execute(select(func.count()).select_from(revisions)).scalar_one()
    begun = there.filled_from is not None and there.id == own.id
    if own.moved_to is not None and not (begun and own.moved_to == _shown(new)):
        raise UserError(f"this store was moved to {own.moved_to} already")
    if own.filled_from is not None:
        raise UserError(f"a move into this store was cut short: complete it from {own.filled_from} first")
    if stored and not begun:
        raise UserError(f"{_shown(new)} holds a store already: name an empty database")
    return own.moved_to is not None


def _begin(source: Connection, new: Engine, place: str) -> None:
    with writing(new) as connection:
        connection.execute(update(store_identity).values(id=identity(source), filled_from=place))


def _move_table(source: Connection, new: Engine, table: Table) -> Moved:
    rows = kept = 0
    ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    found = iter(source.execute(ordered))
    while batch := list(islice(found, BATCH)):
        missing = _differing(new, table, batch)
        if missing:
            _write(new, table, batch, missing)
        rows, kept = rows + len(batch), kept + len(batch) - len(missing)
    return Moved(table.name, rows, kept)


def _differing(new: Engine, table: Table, batch: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Those rows of a batch that the new store has not, or has otherwise."""
    with reading(new) as connection:
        there = {_key(table, row): tuple(row) for row in _there(connection, table, batch)}
    return [row for row in batch if there.get(_key(table, row)) != tuple(row)]


def _write(new: Engine, table: Table, batch: Sequence[Row[Any]], missing: Sequence[Row[Any]]) -> None:
    """Write rows and read the batch back, in one transaction. Raises `StoreError` where they are not the same."""
    rest = [name for name in table.c.keys() if name not in table.primary_key.columns]  # noqa: SIM118 - no mapping
    try:
        with writing(new) as connection:
            connection.execute(upsert(connection, table, rest), [dict(row._mapping) for row in missing])
            there = {_key(table, row): tuple(row) for row in _there(connection, table, batch)}
            if any(there.get(_key(table, row)) != tuple(row) for row in batch):
                raise StoreError(f"{table.name}: {_shown(new)} gives back other rows than were written")
    except IntegrityError as error:
        raise StoreError(
            f"{table.name}: rows of an earlier try do not agree with the store of now: begin anew in an empty database"
        ) from error


def _there(connection: Connection, table: Table, batch: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    key = list(table.primary_key.columns)
    values = [_key(table, row) for row in batch]
    among = key[0].in_([value[0] for value in values]) if len(key) == 1 else tuple_(*key).in_(values)
    yield from connection.execute(select(table).where(among))


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row._mapping[column] for column in table.primary_key.columns)


def _check_count(source: Connection, new: Engine, table: Table) -> None:
    """Delete rows that the old store has no more, left by a move that was cut short; then both have as many."""
    count = select(func.count()).select_from(table)
    wanted = source.execute(count).scalar_one()
    with reading(new) as connection:
        there = connection.execute(count).scalar_one()
    if there == wanted:
        return
    key = list(table.primary_key.columns)
    with reading(new) as connection:
        rows = [tuple(row) for row in connection.execute(select(*key))]
    for start in range(0, len(rows), BATCH):
        chunk = rows[start : start + BATCH]
        among = key[0].in_([one[0] for one in chunk]) if len(key) == 1 else tuple_(*key).in_(chunk)
        known = {tuple(row) for row in source.execute(select(*key).where(among))}
        with writing(new) as connection:
            for one in chunk:
                if one not in known:
                    same = and_(*(column == value for column, value in zip(key, one, strict=True)))
                    connection.execute(delete(table).where(same))
    with reading(new) as connection:
        there = connection.execute(count).scalar_one()
    if there != wanted:
        raise StoreError(f"{table.name}: {there} rows in {_shown(new)}, {wanted} in the old store")


def _index(new: Engine) -> None:
    """Enter the words of every article's newest revision into the full-text index; set PostgreSQL's row numbers."""
    with reading(new) as connection:
        missing = words_missing(connection)
    enter_missing_words(new, missing)
    if new.dialect.name == "postgresql":
        with writing(new) as connection:
            for name, column in numbered_tables():
                last = connection.execute(select(func.max(metadata.tables[name].c[column]))).scalar() or 0
                set_sequence(connection, name, last)


def _copy_counters(source: Connection, new: Engine) -> None:
    """The counters, last: the next seq is above all that were given out. Raises `StoreError` where it is not."""
    with writing(new) as connection:
        connection.execute(delete(counters))
        for row in source.execute(select(counters)).mappings():
            connection.execute(insert(counters).values(**row))
        highest = connection.execute(select(func.max(revisions.c.seq))).scalar() or 0
        given = connection.execute(select(counters.c.value).where(counters.c.name == "seq")).scalar_one()
    if given < highest:
        raise StoreError(f"the store's numbering is behind: {given} given out, {highest} stored: `tintinh doctor`")
