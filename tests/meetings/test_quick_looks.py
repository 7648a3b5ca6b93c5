"""What is decided by a quick look is what the whole expression finds."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.meetings import genres, held_on, personnel, recognise, sittings, units
from crawler.meetings import predicates as by
from crawler.meetings.scan import first_match, may_end
from crawler.meetings.text import Text
from crawler.vietnamese import entities

BEFORE: dict[str, tuple[Callable[[str], bool], re.Pattern[str]]] = {
    "cited": (by.is_cited, by._CITING),
    "planned": (by.is_planned, by._PLANNED),
    "purpose": (by.is_purpose, by._IN_ORDER_TO),
    "in course": (by.is_in_course, by._IN_COURSE),
    "several": (by.are_several, by._SEVERAL),
    "held": (lambda before: by.held_before(before) is not None, by._BEFORE_HELD),
    "cancelled": (lambda before: by.is_cancelled(before, ""), by._CANCELLED),
    "postponed": (lambda before: by.is_postponed(before, ""), by._POSTPONED),
}
AFTER: dict[str, tuple[Callable[[str], bool], re.Pattern[str]]] = {
    "to come": (lambda after: by.future_after(after) is not None, by._AFTER_FUTURE),
    "cancelled": (lambda after: by.is_cancelled("", after), by._CANCELLED_AFTER),
    "postponed": (lambda after: by.is_postponed("", after), by._POSTPONED_AFTER),
}
FIRST: dict[str, tuple[Callable[[str], re.Match[str] | None], re.Pattern[str]]] = {
    "gerund": (lambda low: recognise._gerund(Text(low)), recognise._GERUND),
    "chairs alone": (lambda low: recognise._chairs_alone(Text(low), len(low)), recognise._CHAIRS_ALONE),
    "told": (lambda low: first_match(genres._TOLD, low, genres._TELLS), genres._TOLD),
    "head": (lambda low: first_match(genres._HEAD, low, genres._HEADS), genres._HEAD),
    "holds": (lambda low: first_match(personnel._HOLDS, low, personnel._HOLD_WORDS), personnel._HOLDS),
}


def words_of(pattern: re.Pattern[str]) -> list[str]:
    """Plain words of an expression, and what may stand between and behind them."""
    return [
        *re.findall(r"[^\W\d_]+(?: [^\W\d_]+)*", pattern.pattern),
        " ",
        ", ",
        ' "',
        '"',
        "12",
        "số 3/nq",
        ".",
        "\n",
        "ơ",
    ]


def texts(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words_of(pattern)), max_size=9).flatmap(
        lambda words: st.sampled_from(["".join(words), " ".join(words), " ".join(words) + " "])
    )


@pytest.mark.parametrize("name", BEFORE)
@given(st.data())
def test_words_before_a_mention(name: str, data: st.DataObject) -> None:
    quick, pattern = BEFORE[name]
    text = data.draw(texts(pattern))
    assert quick(text) == (pattern.search(text) is not None)


@pytest.mark.parametrize("name", AFTER)
@given(st.data())
def test_words_behind_a_mention(name: str, data: st.DataObject) -> None:
    quick, pattern = AFTER[name]
    text = " " + data.draw(texts(pattern))
    assert quick(text) == (pattern.match(text) is not None)


@pytest.mark.parametrize("name", FIRST)
@given(st.data())
def test_first_words(name: str, data: st.DataObject) -> None:
    quick, pattern = FIRST[name]
    low = Text(data.draw(texts(pattern))).low
    found, wanted = quick(low), pattern.search(low)
    assert (found and found.span()) == (wanted and wanted.span())


@given(texts(sittings._SITS))
def test_assemblies_that_sit(low: str) -> None:
    text = Text(low)
    wanted = sittings._SITS.search(text.low)
    found = sittings.find_sitting(text, len(text))
    assert (found and (found.start, found.end)) == (wanted and wanted.span("body"))


@given(texts(held_on._TODAY))
def test_days_named_by_the_day_of_the_article(low: str) -> None:
    spans = [(when.start, when.end) for when in held_on.find_whens(Text(low), 0, len(low))]
    assert spans == [match.span() for match in held_on._TODAY.finditer(low)]


@pytest.mark.parametrize(
    ("before", "expected"),
    [("phục vụ ", True), ('phục vụ, "', True), ("phục (vụ", True), ("của tỉnh", False), ("", True)],
)
def test_only_a_plain_word_that_is_not_listed_rules_an_expression_out(before: str, expected: bool) -> None:
    assert may_end(before, frozenset({"vụ"})) is expected


def test_units_are_found_longest_first() -> None:
    words = ["hộ", "hộ nghèo", "hộ cận nghèo", "ha", "m²"]
    tree = re.compile(units._tree(words))
    for text in ("hộ cận nghèo", "hộ nghèo ở", "hộ ở", "ha", "m²"):
        match = tree.match(text)
        assert match is not None
        assert match[0] == max((word for word in words if text.startswith(word)), key=len)
    assert tree.match("hồ") is None


@given(st.text(alphabet="aâbcđhnpt;; .1_", max_size=24))
def test_stray_semicolons(text: str) -> None:
    assert [match.span() for match in entities._strays(text)] == [
        match.span() for match in entities._STRAY.finditer(text)
    ]
