"""Items read by reader processes without an event loop: results in order, a few in memory, what breaks a reader named."""

from collections.abc import Iterator
from functools import partial

import pytest

from crawler.readers.in_order import Unread, in_order
from tests.readers.jobs import dies_of, double, fails


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    assert list(in_order(double, range(90), processes)) == [2 * number for number in range(90)]


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_in_a_reader_fails_here(processes: int) -> None:
    with pytest.raises(ValueError, match="item 7"):
        list(in_order(fails, ["item 7"], processes))


def test_an_item_that_breaks_its_reader_is_named_at_its_place() -> None:
    found = list(in_order(partial(dies_of, 7), range(9), 2))
    assert found == [*range(7), Unread("breaks its reader: exit code 3"), 8]


@pytest.mark.parametrize(("size", "most"), [(1, 66), (1 << 20, 10), (1 << 24, 3)])
def test_no_more_items_are_drawn_than_the_readers_have_use_for(size: int, most: int) -> None:
    drawn = []

    def items() -> Iterator[int]:
        for number in range(200):
            drawn.append(number)
            yield number

    results = in_order(double, items(), 2, lambda _: size)
    next(results)
    assert len(drawn) <= most
    assert len(list(results)) == 199
