"""A row is inserted, or changed where its key is stored already, the same on both databases."""

from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.database.tables import portal_marks, quarantine
from crawler.database.upsert import Change, upsert
from tests.records import PORTAL

KEY = {"portal": PORTAL, "mark": "cms", "day": "2026-01-02", "value": "liferay"}


def marked(connection: Connection) -> dict[str, int]:
    return {row.value: row.pages for row in connection.execute(select(portal_marks))}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((), 2),
        (["pages"], 3),
        (lambda old, new: {"pages": old.pages + new.pages}, 5),
        (lambda old, new: {"pages": func.coalesce(new.pages, old.pages) * 10}, 30),
    ],
)
def test_what_becomes_of_a_row_that_is_there(store: Store, change: Change | list[str], expected: int) -> None:
    with writing(store.engine) as connection:
        connection.execute(portal_marks.insert(), [KEY | {"pages": 2}])
        rows: list[dict[str, Any]] = [KEY | {"pages": 3}, KEY | {"value": "vnportal", "pages": 7}]
        connection.execute(upsert(connection, portal_marks, change), rows)
        assert marked(connection) == {"liferay": expected, "vnportal": 7}


def test_another_unique_constraint_than_the_primary_key(store: Store) -> None:
    row = {"article": f"{PORTAL}:1", "portal": PORTAL, "url": "u", "record": "{}", "found_at": "2026-01-02"}
    with writing(store.engine) as connection:
        for reason in ("một", "hai"):
            connection.execute(upsert(connection, quarantine, ["reason"], ["article"]), row | {"reason": reason})
        connection.execute(upsert(connection, quarantine), row | {"reason": "ba"})
        assert connection.execute(select(quarantine.c.reason)).scalars().all() == ["hai"]
