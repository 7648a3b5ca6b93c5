"""UTF-8 read as windows-1252 or ISO 8859-1 that lost bytes on its way: 'há»c' was học, 'ngÃ y' was ngày.

A byte A0 often became a plain space; the bytes that windows-1252 leaves empty (81, 8D, 8F, 90, 9D), or all of 80 to 9F,
were dropped. A letter comes back where one letter makes a word, or one alone makes a word that people write beside its
neighbours; of two readings none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.evidence import word_after, word_before
from crawler.vietnamese.frequencies import is_pair, power
from crawler.vietnamese.letters import word_list
from crawler.vietnamese.syllable import is_syllable

_WORD_MAX: Final = 7
_LOST_A0: Final = re.compile("(Ã|Æ|áº|á») ")
_A0: Final = {"Ã": "à", "Æ": "Ơ", "áº": "Ạ", "á»": "Ỡ"}
_HALF: Final = re.compile("á»(?![\u00a0-\u00bf])|Ä|Ã")
_WORD: Final = re.compile("(?:á»|[^\\W\\d_])*(?:á»|Ä|Ã)(?:á»|[^\\W\\d_])*")
_SIGNS_OF_1252: Final = re.compile("(?:á»|áº|Ä|Ã|Æ)[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x80-\x9f]")
_EMPTY: Final = {"á»": "ềọỏỐờ", "Ä": "Đ", "Ã": "ÁÍÝ"}
_ALL: Final = {
    "á»": "".join(map(chr, range(0x1EC0, 0x1EE0))),
    "Ä": "ĂăĐđ",
    "Ã": "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ",
}
_LOST_QUOTE: Final = re.compile("â€(?![\u0080-\u00ff–—‘’“”•…€™œžŸ])")
_START: Final = "\n"
_SENTENCE_END: Final = re.compile(r"(?:^|[.!?\n] ?)\Z")
_MOST: Final = 2000
_WRITTEN: Final = 4
# Written small inside a sentence; other words with đ are names too: Đông, Đức, Đảng.
_SMALL: Final = frozenset(
    word_list(
        """
        được đã đến đó đây đang để đều đi đâu đưa đủ đúng đặt đối đừng đành đứng đọc đánh đem đón đòi đỡ đuổi đốt đập
        đẩy đổi đổ đầu điều điểm đồng độ đợt đoạn đôi đơn đặc đầy đạt đó đợi
        """
    )
)


def loses_c1(text: str) -> bool:
    """True where no sign of windows-1252 is left: then all bytes of 80 to 9F were dropped, not the empty ones alone."""
    return _SIGNS_OF_1252.search(text) is None


def damaged_edits(text: str, *, all_lost: bool = False) -> Iterator[Edit]:
    """What lost bytes left behind, in texts that are known to be mangled; `all_lost`: see `loses_c1`."""
    done = 0
    for edit in sorted(
        [*_quote_edits(text), *_space_edits(text, all_lost=all_lost), *_lost_edits(text, _ALL if all_lost else _EMPTY)]
    ):
        if edit.start >= done:
            yield edit
            done = edit.end


def _quote_edits(text: str) -> Iterator[Edit]:
    """What is left of a closing quote, after an opening one."""
    for match in _LOST_QUOTE.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if text.count("“", start, match.start()) > text.count("”", start, match.start()):
            yield Edit(*match.span(), "”", "mojibake")


def _space_edits(text: str, *, all_lost: bool) -> Iterator[Edit]:
    """Where a space stands for a byte A0: inside a word, for Ã alone is Á too; capitals not where more was lost."""
    for match in _LOST_A0.finditer(text):
        start, end = match.span()
        before, after = _word_around(text, start, end)
        letter = _A0[match[1]]
        if not before or (all_lost and not (letter.islower() and before.islower())):
            continue
        if _is_word(before + letter + after):
            yield Edit(start, end, letter, "mojibake")
        elif _is_word(before + letter) and not (letter.isupper() and len(before) == 1):  # Vá» may be Về
            yield Edit(start, end, letter + " ", "mojibake")


def _word_around(text: str, start: int, end: int) -> tuple[str, str]:
    left, right = start, end
    while left > 0 and text[left - 1].isalpha() and start - left < _WORD_MAX:
        left -= 1
    while right < len(text) and text[right].isalpha() and right - end < _WORD_MAX:
        right += 1
    return text[left:start], text[end:right]


def _lost_edits(text: str, lost: dict[str, str]) -> Iterator[Edit]:
    before, before_end = "", -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start > 2 * _WORD_MAX or not _HALF.search(match[0]) or is_syllable(match[0]):
            continue
        previous = before if start == before_end + 1 and text[before_end] == " " else _before(text, start)
        word = _restored(match[0], previous, word_after(text, end), lost)
        if word is not None:
            yield Edit(start, end, word, "mojibake")
            before, before_end = word, end


def _before(text: str, start: int) -> str:
    """The word or number before; a comma stands for a word in small letters."""
    word = word_before(text, start)
    if word:
        return word
    if _SENTENCE_END.search(text, max(0, start - 3), start):
        return _START
    return (
        "0"
        if start > 1 and text[start - 1] == " " and (text[start - 2].isdigit() or text[start - 2] in ",;-–/")
        else ""
    )


def _restored(written: str, before: str, after: str, lost: dict[str, str]) -> str | None:
    parts = re.split("(á»|Ä|Ã)", written)
    slots = [lost[part] if index % 2 else part for index, part in enumerate(parts)]
    choices = [tuple(slot) if index % 2 else (slot,) for index, slot in enumerate(slots)]
    if sum(len(choice) for choice in choices) > 100 or _size(choices) > _MOST:
        return None
    if written.replace("á»", "").replace("Ä", "").isupper() and len("".join(parts[::2])) > 1:
        choices = [tuple(char for char in choice if char.isupper()) or choice for choice in choices]
    made = [word for word in map("".join, product(*choices)) if _is_word(word) and word != written]
    known = [word for word in made if power(word) >= _WRITTEN] or made
    if len(known) == 2 and known[0].lower() == known[1].lower():  # Đ or đ
        if before == _START:
            return min(known)
        return max(known) if known[0].lower() in _SMALL and (before.islower() or before.isdigit()) else None
    if len(known) == 1:
        return known[0]
    if not known:
        whole = written.replace("Ä", "Đ")
        return whole if whole.isupper() and whole.isalpha() and "Ã" not in whole else None
    fitting = [word for word in known if _beside(word, before, after)]
    return fitting[0] if len(fitting) == 1 and _beside(fitting[0], before, after) == 2 else None


def _size(choices: list[tuple[str, ...]]) -> int:
    size = 1
    for choice in choices:
        size *= max(1, len(choice))
    return size


def _beside(word: str, before: str, after: str) -> int:
    return bool(before and is_pair(before, word)) + bool(after and is_pair(word, after))


def _is_word(word: str) -> bool:
    return (word.islower() or word.isupper() or word[1:].islower()) and is_syllable(word)
