"""Pictures: nothing of what they show is lost, and what is not text is no markup."""

from datetime import date, timedelta

from crawler.registry import provinces
from crawler.web.bars import Bar
from crawler.web.pictures import heat, stacked, tiles
from crawler.web.pictures.lines import Mark, Span, line, with_gaps

DAY = date(2026, 1, 1)


def test_every_province_has_a_place_of_its_own() -> None:
    assert tiles.PLACES.keys() == provinces.all_provinces().keys()
    assert len(set(tiles.PLACES.values())) == 34


def test_tiles_lie_as_the_provinces_do() -> None:
    north = ["04", "01", "38", "42", "46", "48", "52", "68", "79", "96"]
    rows = [tiles.PLACES[code][1] for code in north]
    assert rows == sorted(rows)
    west_to_east = [["11", "14", "19", "20"], ["01", "24", "22"], ["80", "75", "68"], ["91", "86", "79"]]
    for row in west_to_east:
        columns = [tiles.PLACES[code][0] for code in row]
        assert columns == sorted(columns)


def test_steps_keep_the_order_of_values() -> None:
    found, bounds = tiles.steps({"a": 0, "b": 1, "c": 1, "d": 5, "e": 900, "f": 7})
    assert found == {"a": 0, "b": 1, "c": 1, "d": 2, "f": 3, "e": 4}
    assert bounds == [(1, 1), (5, 5), (7, 7), (900, 900)]
    assert tiles.steps({"a": 0}) == ({"a": 0}, [])
    assert tiles.steps({"a": 3, "b": 3}) == ({"a": 1, "b": 1}, [(3, 3)])


def test_a_shade_grows_with_its_count() -> None:
    shades = [heat.shade(count, 100) for count in range(101)]
    assert shades == sorted(shades)
    assert (shades[0], shades[1], shades[100]) == (0, 1, heat.STEPS)


def test_a_bar_has_a_piece_for_each_kind() -> None:
    drawn = stacked.weeks([(DAY, {"a": 3, "b": 1}), (DAY, {})], ["a", "b", "c"], lambda day, counts: "<b>", "all")
    assert drawn.count('class="s-a"') == drawn.count('class="s-b"') == 1
    assert "s-c" not in drawn
    assert 'height="60.0"' in drawn
    assert "&lt;b&gt;" in drawn


def test_lines_and_gaps_lie_within_the_picture() -> None:
    until = DAY + timedelta(days=99)
    drawn = line([Mark(DAY, "chaired", "a & b")], [Span(DAY, until, "x")], DAY, until, "s")
    assert "a &amp; b" in drawn
    bars = [(DAY, Bar(3, "3")), (DAY + timedelta(days=50), Bar(0, "0"))]
    gaps = [Span(DAY - timedelta(days=90), DAY - timedelta(days=80), "before"), Span(until, until, "last")]
    drawn = with_gaps(bars, gaps, until, "s")
    assert "before" not in drawn
    assert drawn.count('class="gap"') == 1
    assert with_gaps([], gaps, until, "s") == ""
