"""Pages of a list; each continues after the last row of the page before (keyset paging)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Select, tuple_

from crawler.base.errors import UserError

Row = TypeVar("Row")
MOST_CHARS = 8000  # of a cursor: an order value and an article's id, which may be a long address


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in order, and the cursor of the next page; None at the end."""

    rows: Sequence[Row]
    following: str | None


def newest_first(
    query: Select[Any], order: ColumnElement[Any], key: ColumnElement[Any], after: str | None, most: int
) -> Select[Any]:
    """`query` by (`order`, `key`) downwards, behind the cursor, with one row more than `most`, see `page`.

    Raises `UserError` for what is no cursor.
    """
    if after is not None:
        query = query.where(tuple_(order, key) < tuple_(*read_cursor(after)))
    return query.order_by(order.desc(), key.desc()).limit(most + 1)


def page(rows: Sequence[Row], most: int, place: Callable[[Row], tuple[str, str]]) -> Page[Row]:
    """The first `most` of the rows; `place` is a row's place in the list's order."""
    if len(rows) <= most:
        return Page(rows, None)
    return Page(rows[:most], cursor(*place(rows[most - 1])))


def cursor(order: str, key: str) -> str:
    """A place in a list as text for addresses."""
    return base64.urlsafe_b64encode(orjson.dumps([order, key])).decode().rstrip("=")


def read_cursor(text: str) -> tuple[str, str]:
    """The place that `cursor` wrote. Raises `UserError`."""
    try:
        if len(text) <= MOST_CHARS:
            order, key = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            # No database compares text with a NUL in it: PostgreSQL refuses it, and no place has one.
            if isinstance(order, str) and isinstance(key, str) and "\0" not in order + key:
                return order, key
    except (ValueError, TypeError, binascii.Error):
        pass
    raise UserError("not a place in this list: begin at its first page")
