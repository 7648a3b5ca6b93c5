"""What holds for every string: normalising never raises, is idempotent, and at `safe` loses nothing."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.vietnamese import Level, ToneStyle, fold, normalize
from crawler.vietnamese.editing import Edit, EditedText
from tests.vietnamese.strategies import anything, hostile, sentences

LEVELS: list[Level] = ["safe", "canonical", "repair"]
STYLES: list[ToneStyle] = ["old", "new"]
texts = st.one_of(anything, hostile)


@pytest.mark.parametrize("level", LEVELS)
@settings(max_examples=300, deadline=None)
@given(text=texts, style=st.sampled_from(STYLES))
def test_normalize_is_idempotent_and_never_raises(level: Level, text: str, style: ToneStyle) -> None:
    once = normalize(text, level, style)
    again = normalize(once.text, level, style)
    assert again.text == once.text
    assert again.changes == []


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_each_level_ends_in_nfc_and_reports_every_change(text: str) -> None:
    for level in LEVELS:
        normalized = normalize(text, level)
        assert (normalized.text == text) == (normalized.changes == []) or normalized.changes
        if "legacy_text" in normalized.flags:
            continue  # what a later repair restores stays as it is
        if not any("\x00" <= char < "\x20" or char == "\xad" or "\x80" <= char < "\xa0" for char in text):
            assert unicodedata.is_normalized("NFC", normalized.text)


def _letters(text: str) -> Counter[str]:
    """The characters that carry meaning, decomposed: order of marks, spaces and invisible ones aside."""
    decomposed = unicodedata.normalize("NFD", text)
    return Counter(char for char in decomposed if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc"))


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cn"], max_codepoint=0x2FFF), max_size=60))
def test_safe_keeps_every_letter_and_mark(text: str) -> None:
    filler = dict.fromkeys((0x34F, 0x115F, 0x1160, 0x180B, 0x180C, 0x180D, 0x180F), "")
    before, after = _letters(text.translate(filler)), _letters(normalize(text, "safe").text.translate(filler))
    assert after == before


@settings(max_examples=200, deadline=None)
@given(text=sentences)
def test_clean_vietnamese_is_left_alone(text: str) -> None:
    for level in LEVELS:
        assert normalize(text, level).text == text


@settings(max_examples=200, deadline=None)
@given(text=sentences)
def test_decomposed_vietnamese_comes_back(text: str) -> None:
    for level in LEVELS:
        assert normalize(unicodedata.normalize("NFD", text), level).text == text


@settings(max_examples=200, deadline=None)
@given(text=sentences)
def test_new_style_and_back(text: str) -> None:
    there = normalize(text, "canonical", "new").text
    assert normalize(there, "canonical", "old").text == text
    assert fold(there) == fold(text)


@settings(max_examples=300, deadline=None)
@given(text=texts, diacritics=st.booleans())
def test_fold_is_idempotent(text: str, diacritics: bool) -> None:
    key = fold(text, diacritics)
    assert fold(key, diacritics) == key


@settings(max_examples=200, deadline=None)
@given(data=st.data(), text=st.text(alphabet="abcdef", min_size=1, max_size=12))
def test_changes_are_placed_in_the_text_as_given(data: st.DataObject, text: str) -> None:
    """Edits upon edits: each one's position is where its first character stood in the first text."""
    edited = EditedText(text)
    origins = list(range(len(text)))  # of each character of the text under edit; what was put in has its edit's place
    for _ in range(3):
        points = sorted(data.draw(st.sets(st.integers(0, len(edited.text)), max_size=6)))
        edits = [
            Edit(start, end, data.draw(st.text(alphabet="xyz", max_size=3)), "k")
            for start, end in zip(points[::2], points[1::2], strict=False)
        ]
        seen = len(edited.changes())
        before = edited.text
        made = [edit for edit in edits if before[edit.start : edit.end] != edit.after]
        edited.apply(edits)
        for edit, change in zip(made, edited.changes()[seen:], strict=True):
            assert change.before == before[edit.start : edit.end]
            if edit.start < len(origins) and origins[edit.start] is not None:
                assert change.position == origins[edit.start]
        for edit in reversed(made):
            origins[edit.start : edit.end] = [None] * len(edit.after)  # type: ignore[list-item]
