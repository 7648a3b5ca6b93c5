"""The grammar of the Vietnamese syllable: onset × rhyme × tone.

Sources: Hoàng Phê (ed.), *Từ điển tiếng Việt*, the tables of onsets and rhymes; Quyết định 240/QĐ (1984) of the
Ministry of Education on spelling; L. C. Thompson, *A Vietnamese Reference Grammar* (1965), chapter 2. Rhymes that occur
in loans and onomatopoeia only (oong, ooc, oao, uyp …) are in, for portals print them. Letters outside the alphabet
(f, j, w, z) and the clusters of other languages of Vietnam (Kpă, Krông) are out: such words are nobody's typing errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from crawler.vietnamese.letters import NANG, NGANG, SAC, SPLIT, put_tone, take_tone, word_list

ToneStyle = Literal["old", "new"]

ONSETS: Final = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)

RHYMES: Final = word_list(
    """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êc êch êm ên êng ênh êp êt êu
    i ia ic ich im in ing inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oong ooc
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oem oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ôông
    ơ ơi ơm ơn ơng ơp ơt
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
    uân uâng uât uây uê uên uêch uênh uêt uêu uơ uy uya uych uyn uynh uyt uyp uyu uyên uyêt
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """
)
_QU_ONLY: Final = ("ynh", "ych", "yt", "yn", "yp")

_QU_RHYMES: Final = frozenset(
    [rhyme for rhyme in RHYMES if rhyme[0] in "aăâeê"]
    + [*word_list("i ic ich im in inh ip it iu y yên yêt ơ ơi ơm ơn ơt ôc ôi"), *_QU_ONLY]
)
_GI_RHYMES: Final = frozenset(
    [rhyme for rhyme in RHYMES if rhyme[0] not in "iyê" and rhyme not in ("oong", "ooc", "uya")]
    + ["ê", "êc", "êm", "ên", "êng", "ênh", "êt", "êu"]
)
_STOPS: Final = ("c", "ch", "p", "t")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One valid syllable, lower case: `Syllable('th', 'uy', HOI)` is thủy (or, in the new style, thuỷ)."""

    onset: str
    rhyme: str
    tone: int

    def spell(self, style: ToneStyle = "old") -> str:
        """The syllable in writing, with its tone where `style` puts it."""
        bare = self.onset + self.rhyme
        if self.tone == NGANG:
            return bare
        return put_tone(bare, self.tone, len(self.onset) + tone_place(self.rhyme, style, self.onset))


def _agree(onset: str, rhyme: str) -> bool:
    """True where the spelling rules let `onset` stand before `rhyme` (c/k/qu, g/gh/gi, ng/ngh, i/y)."""
    first = rhyme[0]
    if onset == "qu":
        return rhyme in _QU_RHYMES
    if onset == "gi":
        return rhyme in _GI_RHYMES
    if onset in ("k", "gh", "ngh"):
        return first in "ieê" or (onset == "k" and (rhyme == "y" or rhyme.startswith("yê")))
    if onset in ("c", "ng") and first in "ieêy":
        return False
    if onset == "g" and first in "ieêy":
        return rhyme in ("i", "ic", "ich", "im", "in", "ip", "it", "inh")
    if first == "y":
        return rhyme == "y" or onset == ""
    return not (onset == "" and rhyme.startswith("iê"))


def tone_place(rhyme: str, style: ToneStyle = "old", onset: str = "") -> int:
    """Index in `rhyme` of the letter that bears the tone.

    A vowel with a quality mark bears it (ơ of ươ); else the only vowel; else of two or three vowels the middle one,
    which in a closed rhyme is the last one. Only open oa, oe, uy differ: hòa in the old style, hoà in the new.
    """
    marked = max(rhyme.rfind(letter) for letter in "ăâêôơ")
    if marked >= 0:
        return marked
    vowels = 0
    while vowels < len(rhyme) and rhyme[vowels] in SPLIT:
        vowels += 1
    if vowels == 1:
        return 0
    if vowels == 3:
        return 1
    if vowels < len(rhyme):
        return 1
    if rhyme in ("oa", "oe", "uy") and onset != "qu":
        return 0 if style == "old" else 1
    return 0


_SPELLINGS: Final = {
    onset + rhyme: (onset, rhyme)
    for onset in ONSETS
    for rhyme in (*RHYMES, *_QU_ONLY)
    if _agree(onset, rhyme) and (onset == "qu" or rhyme not in _QU_ONLY)
}


@lru_cache(maxsize=16384)
def read(word: str) -> Syllable | None:
    """The syllable that `word` (NFC, any case) spells with its one tone *anywhere*; None where it spells none.

    So 'giai' and 'đọan' are both read (the latter as đoạn): ask `is_syllable` whether the tone stands right.
    """
    taken = take_tone(word.lower())
    if taken is None:
        return None
    parts = _SPELLINGS.get(taken[0])
    if parts is None:
        return None
    onset, rhyme = parts
    tone = taken[1]
    if rhyme.endswith(_STOPS) and tone not in (SAC, NANG):
        return None
    return Syllable(onset, rhyme, tone)


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """True where `word` is a valid syllable with its tone placed as either style has it."""
    syllable = read(word)
    if syllable is None:
        return False
    lower = word.lower()
    return lower in (syllable.spell("old"), syllable.spell("new"))
