"""The index of bands: whatever was entered is found, at any depth of its tree, and nothing else."""

from collections import defaultdict

import numpy as np
import pytest
from sqlalchemy import func, select

from crawler.articles import band_index
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import near_nodes, near_recent


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few thousand entries go down several levels."""
    monkeypatch.setattr(band_index, "RECENT", 2_000)
    monkeypatch.setattr(band_index, "FULL", 16)
    monkeypatch.setattr(band_index, "TOP_BITS", 4)


def found(store: Store, bands: list[int]) -> set[tuple[int, int]]:
    with reading(store.engine) as connection:
        pairs = band_index.look_up(connection, np.array(bands, dtype=np.uint64))
    return set(zip(*(column.tolist() for column in pairs), strict=True))


def fill(store: Store, pairs: list[tuple[int, int]], batch: int) -> None:
    for start in range(0, len(pairs), batch):
        with writing(store.engine) as connection:
            band_index.enter(connection, pairs[start : start + batch])


@pytest.mark.parametrize("width", [32, 12], ids=["hashes", "many articles a band"])
def test_what_was_entered_is_found(store: Store, width: int) -> None:
    chance = np.random.default_rng(5)
    bands = (chance.integers(0, 1 << width, 9_000) << (32 - width)).tolist()
    pairs = [(band, number) for number, band in enumerate(bands, 1)]
    fill(store, pairs, 500)
    kept = defaultdict(set)
    for band, number in pairs:
        kept[band].add((band, number))
    with reading(store.engine) as connection:
        assert connection.execute(select(func.count()).select_from(near_nodes)).scalar_one() > 256
        assert connection.execute(select(func.count()).select_from(near_recent)).scalar_one() > 0
    asked = [*bands[::7], 5, 0, 2**32 - 1]
    assert found(store, asked) == set().union(*(kept[band] for band in asked))


def test_the_smallest_and_the_largest(store: Store) -> None:
    last = band_index.NUMBERS - 1
    corners = [(0, 1), (0, last), (2**32 - 1, 1), (2**32 - 1, last)]
    fill(store, [*corners, (7, band_index.NUMBERS)], 1)
    assert found(store, [0, 7, 2**32 - 1]) == set(corners)
    fill(store, [(band, 2) for band in range(1, 3_000)], 3_000)  # and below, in the tree
    assert found(store, [0, 7, 2**32 - 1]) == {*corners, (7, 2)}


def test_hashes_that_all_begin_alike_end_at_the_bottom(store: Store) -> None:
    """As only somebody who means harm could make them."""
    pairs = [(band, number) for band in range(40) for number in range(1, 101)]
    fill(store, pairs, 1_500)
    assert found(store, list(range(40))) == set(pairs)


def test_what_is_rolled_back_is_not_there(store: Store) -> None:
    class StoppedError(Exception):
        pass

    fill(store, [(1, 1)], 1)
    with pytest.raises(StoppedError), writing(store.engine) as connection:
        band_index.enter(connection, [(band, 2) for band in range(3_000)])
        raise StoppedError
    assert found(store, [1, 2]) == {(1, 1)}


def test_an_empty_index(store: Store) -> None:
    assert found(store, []) == set()
    assert found(store, [1]) == set()
