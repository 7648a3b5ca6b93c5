"""A store moved to the other database is the same store: rows, search, numbering, the log that it publishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, update

from crawler.base.errors import StoreError, UserError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.opening import open_database
from crawler.database.tables import counters, frontier, metadata, revisions, store_identity
from crawler.keeping.doctor import examine
from crawler.keeping.finding import Patient
from crawler.keeping.moving import BATCH, move
from crawler.log.identity import check_fits
from crawler.log.reading import read_log
from crawler.search.query import search
from tests.keeping.folders import crawled, fill
from tests.keeping.killing import killed_at_each_step
from tests.records import article, later


@pytest.fixture
def output(store: Store, tmp_path: Path) -> Path:
    fill(store, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def target_url(store_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty database of the other kind."""
    if store_url.startswith("sqlite"):
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'moved' / 'tintinh.db'}"


@pytest.fixture
def target(target_url: str) -> Iterator[Engine]:
    engine = open_database(target_url)
    yield engine
    engine.dispose()


def moved(old: Engine, new: Engine) -> list[tuple[str, int, int]]:
    told: list[tuple[str, int, int]] = []
    move(old, new, lambda one: told.append((one.table, one.rows, one.kept)))
    return told


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All that a store has, but for what marks it as moved."""
    with reading(engine) as connection:
        found = {}
        for table in metadata.sorted_tables:
            columns = [table.c.id] if table is store_identity else list(table.c)
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=str)
        return found


def test_the_moved_store_has_every_row_and_goes_on(store: Store, output: Path, target: Engine, target_url: str) -> None:
    before = rows(store.engine)
    assert len(before["revisions"]) == 9
    moved(store.engine, target)
    assert rows(target) == rows(store.engine) == before
    target.dispose()
    again = Store.open(target_url)
    with reading(again.engine) as connection:
        assert len(search(connection, "phương hướng")) == 3
    assert list(examine(Patient(again.engine, output, later(hours=8)), False)) == []
    assert crawled(again, output, article("99", "Tin mới."), hours=9) == [10]
    assert [seq for seq, _ in read_log(output)] == list(range(1, 11))
    again.close()


def test_no_crawl_uses_the_old_store_any_more_nor_moves_it_again(store: Store, output: Path, target: Engine) -> None:
    moved(store.engine, target)
    with pytest.raises(StoreError, match="was moved to"):
        check_fits(store.engine, output)  # what every crawl does first
    with pytest.raises(UserError, match="already"):
        moved(store.engine, target)


def test_a_store_is_not_moved_onto_another(store: Store, output: Path, target: Engine, target_url: str) -> None:
    other = Store.open(target_url)
    crawled(other, output.with_name("other"), article("1", "Tin."))
    before = rows(target)
    with pytest.raises(UserError, match="holds a store already"):
        moved(store.engine, target)
    assert rows(target) == before
    other.close()


def test_a_killed_move_goes_on_where_it_was_and_forgets_what_is_gone_meanwhile(
    store: Store, output: Path, target: Engine, store_url: str, target_url: str
) -> None:
    def killed_once() -> None:
        old, new = open_database(store_url), open_database(target_url)
        move(old, new, lambda one: None)

    store.engine.dispose()
    target.dispose()
    kills = killed_at_each_step(killed_once, every=12)
    assert [next(kills), next(kills)] == [1, 13]
    with pytest.raises(StoreError, match="not whole"):
        check_fits(target, output.with_name("other"))
    with writing(store.engine) as connection:
        connection.execute(delete(frontier).where(frontier.c.key == "20"))
        connection.execute(update(frontier).where(frontier.c.key == "21").values(hint="mới"))
    before = rows(store.engine)
    told = moved(store.engine, target)
    assert sum(kept for _, _, kept in told) > 10
    assert rows(target) == before


def test_a_move_that_was_killed_at_any_step_is_completed(
    store: Store, output: Path, target: Engine, store_url: str, target_url: str
) -> None:
    before = rows(store.engine)
    store.engine.dispose()
    target.dispose()

    def work() -> None:
        old, new = open_database(store_url), open_database(target_url)
        move(old, new, lambda one: None)

    steps = sum(1 for _ in killed_at_each_step(work, every=2))
    assert steps > 3
    assert rows(target) == before
    again = Store.open(target_url)
    assert crawled(again, output, article("99", "Tin mới."), hours=9) == [10]
    again.close()


def test_more_than_a_batch(store: Store, output: Path, target: Engine) -> None:
    with writing(store.engine) as connection:
        [row] = connection.execute(select(frontier).where(frontier.c.key == "20")).mappings()
        more = [dict(row) | {"id": 1000 + number, "key": f"k{number}"} for number in range(BATCH * 2 + 1)]
        connection.execute(frontier.insert(), more)
    moved(store.engine, target)
    assert rows(target) == rows(store.engine)


def test_a_store_whose_numbering_is_behind_is_not_moved(store: Store, output: Path, target: Engine) -> None:
    with writing(store.engine) as connection:
        connection.execute(update(counters).where(counters.c.name == "seq").values(value=2))
    with pytest.raises(StoreError, match="doctor"):
        moved(store.engine, target)
    with reading(store.engine) as connection:
        assert connection.execute(select(store_identity.c.moved_to)).scalar_one() is None
        assert connection.execute(select(revisions.c.seq)).first() is not None
