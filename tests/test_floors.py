"""The rules of the house: imports run downwards only, never in a circle, and the map shows what stands."""

import pytest

from tests import rooms

# Rooms that know nothing of Scrapy: a data team can use them without it.
NO_SCRAPY = (
    "base readers vietnamese archive database model registry search frontier log meetings demo extraction watch articles discovery"
    " attachments runs health reparse keeping".split()
)


@pytest.mark.parametrize("module", rooms.modules())
def test_module_imports_only_from_its_floor_or_below(module: str) -> None:
    own = rooms.floor_of(rooms.room_of(module))
    if own is None:
        assert module in rooms.LOOSE, f"{module} stands on no floor: enter its room in FLOORS"
        return
    for other in rooms.neighbours(module):
        floor = rooms.floor_of(rooms.room_of(other))
        same = rooms.room_of(other) == rooms.room_of(module)
        assert same or floor is None or floor < own, f"{module} (floor {own}) imports {other} (floor {floor})"
    if module.startswith("crawler"):
        assert not [name for name in rooms.imported(module) if name.split(".")[0] in rooms.OUTSIDE]
    if rooms.room_of(module) in NO_SCRAPY:
        assert not [name for name in rooms.imported(module) if name.split(".")[0] in ("scrapy", "twisted")]


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not rooms.circles()


def test_no_module_lies_outside_a_room() -> None:
    assert {name for name in rooms.modules() if name.count(".") < 2 and rooms.room_of(name) not in rooms.OUTSIDE} == {
        *rooms.LOOSE,
        *(f"crawler.{room}" for floor in rooms.FLOORS for room in floor if room not in (*rooms.OUTSIDE, "cli")),
    }


@pytest.mark.parametrize("module", rooms.modules())
def test_a_module_says_what_it_is_for(module: str) -> None:
    assert rooms.purpose(module), f"{module} has no docstring"


def test_the_map_shows_what_stands() -> None:
    assert rooms.MAP.read_text("utf-8") == rooms.drawn(), "write it anew: python -m tests.rooms"
