"""Words that Word markup cut in two: "N gày", "độn g", "phươ ng".

Two pieces with one space between are joined where the whole is a word that people write and far likelier than the two
apart, by how common each word is and whether it makes a known pair with its neighbours. The weights are powers of two,
as in a noisy-channel speller (M. D. Kernighan, K. W. Church, W. A. Gale, *A Spelling Correction Program Based on a
Noisy Channel Model*, 1990). What counts as far likelier falls with each sure cut in the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.evidence import has_own_letter
from crawler.vietnamese.frequencies import UNKNOWN, is_pair, pieces, power
from crawler.vietnamese.letters import CONSONANTS, JOIN, VOWELS, word_list
from crawler.vietnamese.syllable import is_syllable

_TOTAL: Final = 25  # the power of two of the counted syllables
_NO_WORD: Final = -28
_FOREIGN: Final = -24
_SHORT: Final = -15
_PAIR: Final = 5
_NO_PAIR: Final = -2
_LEAST: Final = 6
_SURE: Final = 22
_NEEDED: Final = (22, 14, 9, 5)
_CHAT: Final = 12
_COMMON_BESIDE: Final = 12
"""The least gain of a cut, by how many others of its line are sure."""
_ENOUGH: Final = 3
_WORDS_A_CUT: Final = 300

# Letters that stand for a word in notes and chat, with what they most often stand for.
_SHORTHAND: Final = {
    "k": "không", "ng": "người", "c": "cũng", "ch": "chưa", "t": "tôi", "m": "mình", "b": "bạn", "đ": "được",
    "r": "rồi", "v": "vậy", "n": "nó", "nh": "nhiều", "h": "giờ", "p": "phải", "s": "sao", "th": "thôi",
    "tr": "trong", "d": "được",
    "l": "là", "x": "xong", "g": "gì", "kh": "không", "q": "quá", "ph": "phải", "a": "anh", "e": "em",
    "o": "không",
}  # fmt: skip
# After these a lone letter is a name or a number of its own.
_LABELS: Final = frozenset(
    word_list(
        """
        vitamin loại hạng nhóm lớp tổ khu khối lô gan điểm khoản mục phần bảng lục mẫu tòa toà nhà block zone đội cụm
        tuyến ga cổng dãy cấp hệ bậc chữ ông bà anh chị em cô chú bác cháu văn thị xã thôn hộ số đường trị hằng biến hàm
        độ âm vần đề môn kênh tập
        """
    )
)
_LETTERS: Final = frozenset("".join(JOIN[vowel, tone] for vowel in VOWELS for tone in range(6)) + CONSONANTS)
_TONED: Final = frozenset(JOIN[vowel, tone] for vowel in VOWELS for tone in range(1, 6))
_FEW_TONED: Final = 5  # two words of three have a tone
_EDGES: Final = "\"'“”‘’«»()[]{}<>,;:!?…."
_LONGEST_PIECE: Final = 6
# Words that end a remark: beside shorthand they make 'v à' and 'b ơi', which are no cut words.
_PARTICLES: Final = frozenset(word_list("à ạ á ơi ơ ui oi ai hả nhé nha ê e ư ha hen nè nhá nhe hay o ở ơn em anh là"))
_NO_LETTER_WORDS: Final = frozenset("i")
_EDGE_BEFORE: Final = "\"'“‘([{«-–"
_HEAD: Final = re.compile(r"([^\W\d_]+)([^\w'’/@+=*^&-].*)?\Z", re.DOTALL)


class _Cut(NamedTuple):
    start: int
    end: int
    whole: str
    gain: int
    spoken: bool


def is_piece(stretch: str) -> bool:
    """True where `stretch` (what stands between spaces) is no word that people write, but begins or ends one."""
    core = stretch.strip(_EDGES).lower()
    if not 0 < len(core) <= _LONGEST_PIECE or not _LETTERS.issuperset(core):
        return False
    if power(core) != UNKNOWN and is_syllable(core):
        return False
    heads, tails = pieces()
    return core in heads or core in tails


def cut_word_edits(text: str, stretches: Iterable[str] | None = None) -> Iterator[Edit]:
    """The pieces of cut words, joined; `stretches` are those of `text` for which `is_piece` holds, if already found."""
    suspects = frozenset(filter(is_piece, set(text.split())) if stretches is None else stretches)
    if not suspects:
        return
    lines = text.split("\n")
    found = {}
    offset = 0
    for number, line in enumerate(lines):
        tokens = line.split(" ")
        if not suspects.isdisjoint(tokens):
            found[number] = tokens, offset, _cuts_of_line(tokens, offset, suspects)
        offset += len(line) + 1
    sure = sum(_is_sure(cut) for _, _, cuts in found.values() for cut in cuts)
    dense = sure >= _ENOUGH and sure * _WORDS_A_CUT >= text.count(" ")
    for tokens, offset, cuts in found.values():
        yield from _joined(tokens, offset, cuts, dense)


def _joined(tokens: list[str], offset: int, cuts: list[_Cut], dense: bool) -> Iterator[Edit]:
    """The cuts of one line that are likely enough, beside the sure ones of the same line."""
    sure = sum(map(_is_sure, cuts))
    if dense or sure >= 2:
        cuts = _cuts_of_line(tokens, offset, None)
    edits: list[Edit] = []
    for cut in _without_rivals(cuts):
        others = sure - _is_sure(cut) + dense
        needed = _NEEDED[min(others, len(_NEEDED) - 1)] + (_CHAT if cut.spoken and not others else 0)
        if cut.gain >= needed and (not edits or cut.start >= edits[-1].end):
            edits.append(Edit(cut.start, cut.end, cut.whole, "cut_word"))
    if edits and not _has_lost_letters(tokens, offset, edits) and not _has_lost_tones(tokens, edits):
        yield from edits


def _has_lost_tones(tokens: list[str], edits: list[Edit]) -> bool:
    """True where hardly a word of a line has a tone, nor any of the joined ones: 'giô ng' may be giống or giông."""
    words = [token for token in tokens if token[:1].isalpha()]
    toned = sum(not _TONED.isdisjoint(word.lower()) for word in words)
    return toned * _FEW_TONED < len(words) and all(_TONED.isdisjoint(edit.after.lower()) for edit in edits)


def _has_lost_letters(tokens: list[str], offset: int, edits: list[Edit]) -> bool:
    """True where many pieces are left beside the joined words: letters were lost, 'cu ng' may be cùng, cũng or cung."""
    joined = {edit.start for edit in edits}
    left = 0
    at = offset
    for token in tokens:
        core = token.strip(_EDGES).lower()
        if len(core) > 1 and not core.isascii() and _LETTERS.issuperset(core):
            left += not is_syllable(core) and at + len(token) - len(token.lstrip(_EDGE_BEFORE)) not in joined
        at += len(token) + 1
    return left > len(edits) // 2


def _is_sure(cut: _Cut) -> bool:
    return cut.gain >= _SURE + (_CHAT if cut.spoken else 0)


def _without_rivals(cuts: list[_Cut]) -> Iterator[_Cut]:
    """Of two cuts that share a piece, the likelier."""
    for index, cut in enumerate(cuts):
        before = cuts[index - 1] if index else None
        after = cuts[index + 1] if index + 1 < len(cuts) else None
        if before is not None and before.end > cut.start and before.gain > cut.gain:
            continue
        if after is not None and after.start < cut.end and after.gain >= cut.gain:
            continue
        yield cut


def _cuts_of_line(tokens: list[str], offset: int, suspects: frozenset[str] | None) -> list[_Cut]:
    cuts = []
    at = offset
    for index in range(len(tokens) - 1):
        one, other = tokens[index], tokens[index + 1]
        start, at = at, at + len(one) + 1
        if not one or not other or (suspects is not None and one not in suspects and other not in suspects):
            continue
        left = one.lstrip(_EDGE_BEFORE)
        head = _HEAD.match(other)
        if head is None or not left.isalpha() or not _may_join(left, head[1]):
            continue
        before = tokens[index - 1] if index else ""
        after = tokens[index + 2] if index + 2 < len(tokens) and not head[2] else ""
        cut = _weighed(left, head[1], before if left == one else "", after)
        if cut is not None:
            begin = start + len(one) - len(left)
            spoken = _is_spoken(left, head[1]) or _is_spoken(head[1], left)
            cuts.append(_Cut(begin, start + len(one) + 1 + len(head[1]), left + head[1], cut, spoken))
    return cuts


def _may_join(left: str, right: str) -> bool:
    if len(left) + len(right) > 7:
        return False
    if not ((right.islower() and (left.islower() or left.istitle())) or (left.isupper() and right.isupper())):
        return False
    whole = left + right
    return is_syllable(whole) and power(whole) >= _LEAST


def _weighed(left: str, right: str, before: str, after: str) -> int | None:
    """How many powers of two likelier the whole is than the pieces; None where they are never joined."""
    lone_left, lone_right = len(left) == 1, len(right) == 1
    if lone_left and lone_right and left.isupper():
        return None
    previous = before.strip("\"'“‘([{«").lower()
    if (lone_left and left.isupper()) or (lone_right and not has_own_letter(right)):
        label = previous if lone_left and left.isupper() else left.lower()
        if label in _LABELS or (previous[-1:].isdigit() and lone_left) or (len(previous) == 1 and previous.isalpha()):
            return None
    if lone_left and len(previous) == 1 and previous.isalpha():
        return None
    following = _HEAD.match(after)
    after = following[1] if following else ""
    before = before.lstrip(_EDGE_BEFORE)
    before = before if before.isalpha() else ""
    whole = left + right
    joined = _bits(whole) + _pair(before, whole) + _pair(whole, after)
    one, other = _meant(left), _meant(right)
    apart = _bits(left) + _bits(right) + _pair(before, one) + _pair(one, other) + _pair(other, after)
    return joined - apart


def _is_spoken(letter: str, word: str) -> bool:
    """True where `letter` is shorthand, and `word` one that may well stand beside it in chat."""
    return (
        len(letter) == 1
        and letter.lower() in _SHORTHAND
        and (word.lower() in _PARTICLES or power(word) >= _COMMON_BESIDE)
    )


def _meant(piece: str) -> str:
    lower = piece.lower()
    return _SHORTHAND.get(lower, lower) if power(piece) == UNKNOWN or len(piece) == 1 else lower


def _bits(word: str) -> int:
    written = power(word)
    if word in _NO_LETTER_WORDS:
        return _SHORT
    if written != UNKNOWN:
        return written - _TOTAL
    if word.lower() in _SHORTHAND:
        return _SHORT
    return _FOREIGN if word.isascii() else _NO_WORD


def _pair(one: str, other: str) -> int:
    if not one or not other or power(one) == UNKNOWN or power(other) == UNKNOWN:
        return 0
    return _PAIR if is_pair(one, other) else _NO_PAIR
