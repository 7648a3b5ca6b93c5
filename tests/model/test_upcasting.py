"""Records that earlier commits saved are read as records of today."""

import copy
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from crawler.base.errors import StoreError
from crawler.model.items import SCHEMA_VERSION, Article
from crawler.model.upcasting import STEPS, read_record, upcast
from tests.database.old_stores import VERSIONS, put


@pytest.fixture(params=VERSIONS)
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> list[dict[str, Any]]:
    put(request.param, f"sqlite:///{tmp_path / 'old.db'}", tmp_path)
    with closing(sqlite3.connect(tmp_path / "old.db")) as store:
        return [orjson.loads(row[0]) for row in store.execute("SELECT record FROM revisions ORDER BY seq")]


def test_a_saved_record_gets_every_field_of_today_and_keeps_what_it_says(saved: list[dict[str, Any]]) -> None:
    assert len(saved) == 4
    for record in saved:
        now = upcast(record)
        assert now == Article.model_validate(now).model_dump(mode="json")
        assert now["schema_version"] == SCHEMA_VERSION
        for name in record.keys() - {"schema_version", "provenance", "meeting"}:
            assert now[name] == record[name]
        for name in ("provenance", "meeting"):
            assert (record[name] or {}).items() <= (now[name] or {}).items()
        assert read_record(orjson.dumps(record)).model_dump(mode="json") == now


def test_a_step_changes_a_copy(saved: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(saved)
    for record in saved:
        upcast(record)
    assert saved == before


def test_there_is_a_step_from_each_version_to_the_next() -> None:
    assert set(STEPS) >= set(range(1, SCHEMA_VERSION))


def test_a_record_of_today_stays_as_it_is(saved: list[dict[str, Any]]) -> None:
    now = [upcast(record) for record in saved]
    assert [upcast(record) for record in now] == now


def test_a_record_of_a_later_version_is_refused_in_one_line(saved: list[dict[str, Any]]) -> None:
    with pytest.raises(StoreError, match="a newer version of tintinh wrote thu-nghiem:1"):
        upcast(saved[0] | {"schema_version": SCHEMA_VERSION + 1})


def test_version_3_knows_neither_links_nor_posts_before_an_act() -> None:
    act = {"type": "personnel", "act": "bầu", "person": "Lò Văn An", "post": "Chủ tịch UBND tỉnh"}
    now = STEPS[3]({"id": "x:1", "meeting": {"kind": "council_session", "acts": [act]}})
    assert now["meeting"]["acts"] == [{"from_posts": [], **act}]
    assert STEPS[3]({"id": "x:1", "meeting": None}) == {"id": "x:1", "meeting": None, "links": []}
