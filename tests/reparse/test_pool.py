"""One pool for both re-readings: results in the order of the batches, no more in memory than a few."""

from collections.abc import Iterator

import pytest

from crawler.reparse.pool import in_order


def double(batch: list[int]) -> list[int]:
    return [2 * one for one in batch]


def fails(batch: list[int]) -> list[int]:
    raise ValueError(f"batch {batch[0]}")


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_batches(processes: int) -> None:
    assert list(in_order(double, ([number] for number in range(9)), processes)) == [[2 * number] for number in range(9)]


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_in_a_worker_fails_here(processes: int) -> None:
    with pytest.raises(ValueError, match="batch 7"):
        list(in_order(fails, [[7]], processes))


def test_no_more_batches_are_drawn_than_the_workers_have_use_for() -> None:
    drawn = []

    def batches() -> Iterator[list[int]]:
        for number in range(50):
            drawn.append(number)
            yield [number]

    results = in_order(double, batches(), 2)
    next(results)
    assert len(drawn) <= 6
    assert len(list(results)) == 49
