"""The `safe` level: one form of each letter, one kind of space and line end, nothing invisible. Loses nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from crawler.vietnamese.composing import to_form
from crawler.vietnamese.editing import Edit, EditedText
from crawler.vietnamese.letters import JOIN, QUALITY_MARKS, SPLIT, TONE_MARKS

# Every character of clean text: none of these is invisible, an odd space, or not NFC on its own or beside another.
PLAIN: Final = (
    "\\t\\n\\x20-\\x7e\u00a1-\u00ac\u00ae-\u0148\u014a-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"
    "\u2010-\u2027\u2030-\u205e\u20ab\u2100-\u2125"
)
_ODD: Final = re.compile(f"[^{PLAIN}]")

_LINE_ENDS: Final = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")
_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
# ZWSP, ZWNJ and ZWJ are spelling in these scripts (Khmer pages of Trà Vinh and Sóc Trăng break lines with ZWSP).
_NEEDS_JOINERS: Final = re.compile("[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1a20-\u1aaf]")
_EMOJI: Final = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f#*0-9]")
_MARK: Final = re.compile("[\u0300-\u036f]")
_CLUSTER: Final = re.compile("[^\\W\\d_][\u0300-\u036f]{1,8}(?![\u0300-\u036f])")
_TONES: Final = {mark: tone for tone, mark in enumerate(TONE_MARKS) if mark}


def is_plain(text: str) -> bool:
    """True where the `safe` level has nothing to do, found in one pass."""
    return (text.isascii() and text.isprintable()) or _ODD.search(text) is None


def clean(edited: EditedText) -> None:
    """Bring the text to the `safe` level."""
    if is_plain(edited.text):
        return
    present = "".join(set(edited.text))
    if _LINE_ENDS.search(present):
        edited.replace(_LINE_ENDS.sub("\n", edited.text), "line_end", _line_end_edits)
    if _SPACES.search(present):
        edited.replace(_SPACES.sub(" ", edited.text), "space", _space_edits)
    if _INVISIBLE.search(present):
        edited.apply(_invisible_edits(edited.text))
    if _MARK.search(present):
        whole = to_form(edited.text)
        if _MARK.search(whole):
            edited.apply(_composition_edits(edited.text))
        else:
            edited.replace(whole, "nfc", _composition_edits)
            return
    whole = to_form(edited.text)
    if whole != edited.text:
        edited.apply([Edit(0, len(edited.text), whole, "nfc")])


def _line_end_edits(text: str) -> Iterator[Edit]:
    return (Edit(*match.span(), "\n", "line_end") for match in _LINE_ENDS.finditer(text))


def _space_edits(text: str) -> Iterator[Edit]:
    return (Edit(*match.span(), " ", "space") for match in _SPACES.finditer(text))


def _invisible_edits(text: str) -> Iterator[Edit]:
    run_end, before = -1, ""
    for match in _INVISIBLE.finditer(text):
        at = match.start()
        if at != run_end:
            before = text[at - 1 : at]
        run_end = at + 1
        if _keeps(match[0], before, text[at + 1 : at + 2]):
            before = match[0]
        else:
            yield Edit(at, at + 1, "", "invisible")


def _keeps(char: str, before: str, after: str) -> bool:
    """True where an invisible character is part of an emoji or of a script's spelling."""
    if char in "\u200b\u200c\u200d":
        if any(side and _NEEDS_JOINERS.match(side) for side in (before, after)):
            return True
        return char == "\u200d" and bool(before and after and _EMOJI.match(before) and _EMOJI.match(after))
    if "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000":
        return bool(before and _EMOJI.match(before))
    return False


def _composition_edits(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Letters with combining marks, as one NFC letter; a tone mark typed before the quality mark is put after it."""
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        yield start, end, compose(match[0]), "nfc"


@lru_cache(maxsize=4096)
def compose(cluster: str) -> str:
    """The NFC form of a letter and its marks, in whatever order they were typed: e + tilde + circumflex is ễ."""
    composed = unicodedata.normalize("NFC", cluster)
    if len(composed) < 2 or composed[0] not in SPLIT:
        return composed
    vowel, tone = SPLIT[composed[0]]
    if composed[1] in QUALITY_MARKS and tone:
        with_quality = unicodedata.normalize("NFC", vowel + composed[1])
        if (with_quality, tone) in JOIN:
            return unicodedata.normalize("NFC", JOIN[with_quality, tone] + composed[2:])
    return composed
