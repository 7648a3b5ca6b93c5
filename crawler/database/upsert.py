"""Insert or update in one statement, in the dialect of either database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnCollection, Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Columns = ColumnCollection[str, Any]
Change = Callable[[Columns, Columns], Mapping[str, Any]]


def upsert(
    connection: Connection,
    table: Table,
    change: Sequence[str] | Change = (),
    key: Sequence[str] = (),
) -> sqlite.Insert | postgresql.Insert:
    """An INSERT into `table` that changes the row where one with the same key is stored already.

    `change`: names of the columns that take their values from the new row, or a function of the stored row's and the
    new row's columns that gives values by name. Without it the stored row stays as it is.
    `key`: the columns of the unique constraint, where that is not the primary key. Without `change`, any unique
    constraint keeps the stored row. A statement is built once for its arguments: give a function of a module, not one
    that is made anew for each call.
    """
    return _built(connection.dialect.name, table, change if callable(change) else tuple(change), tuple(key))


@lru_cache(maxsize=256)
def _built(
    name: str, table: Table, change: tuple[str, ...] | Change, key: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    dialect = import_module(f"sqlalchemy.dialects.{name}")  # only the one that is used
    statement: sqlite.Insert | postgresql.Insert = dialect.insert(table)
    if not change:
        return statement.on_conflict_do_nothing()
    new = statement.excluded
    values = change(table.c, new) if callable(change) else {name: new[name] for name in change}
    return statement.on_conflict_do_update(
        index_elements=list(key or table.primary_key.columns.keys()), set_=dict(values)
    )
