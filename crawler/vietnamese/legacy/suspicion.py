"""Which stretches of text may be in a legacy encoding, or UTF-8 read as one, looked at one by one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crawler.vietnamese.frequencies import power
from crawler.vietnamese.legacy.mojibake import has_mojibake
from crawler.vietnamese.legacy.tables import ENCODINGS, Encoding, as_windows
from crawler.vietnamese.spelling import mend
from crawler.vietnamese.syllable import is_syllable

_WINDOWS: Final = "".join(
    sorted({as_windows(byte) for byte in range(0x80, 0x100)} | {chr(b) for b in range(0x80, 0x100)})
)
_BEYOND: Final = re.compile(f"(?![\\x00-\\x7f{re.escape(_WINDOWS)}])[^\\W\\d_]|[\u0300-\u036f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGN: Final = re.compile("[^\\w\\s\u0300-\u036f“”‘’–—…•«»]")
_HALF: Final = re.compile("(?:á[º»]|Ã|Æ|Ä)(?![^\\W\\d_])")
_EDGES: Final = "\"'“”‘’«»()[]{}<>,;:!?….-–/*"
_TYPOGRAPHIC: Final = "“”‘’–—…•«»\"'()[]{}<>,;:!?./*-"
_RARE: Final = 5
_ETH: Final = str.maketrans("Ðð", "Đđ")  # a look-alike in text of any encoding


def has_letters_beyond(text: str) -> bool:
    """True where `text` has a letter, or a mark apart, that windows-1252 has not: it is no legacy text as a whole."""
    return _BEYOND.search(text) is not None


@lru_cache(maxsize=16384)
def all_syllables(token: str) -> bool:
    """True where `token` is made of syllables in sane case and of nothing odd."""
    if _SIGN.search(token):
        return False
    words = _WORD.findall(token.translate(_ETH))
    return bool(words) and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    """A syllable in sane case; p before a vowel begins none but loans, and many foreign words (può, più)."""
    sane = word.islower() or word.isupper() or word[1:].islower()
    return sane and is_syllable(word) and not (word[0] in "pP" and word[1:2] not in tuple("hH"))


def is_misspelt(core: str) -> bool:
    """True where `core` is likelier a word with its tone on the wrong letter: VAÌ is vài, not và in windows-1258."""
    mended = mend(core)
    return mended is not None and power(mended) >= _RARE


@lru_cache(maxsize=65536)
def reads_as_known(token: str) -> bool:
    """True where some encoding makes `token`, which is no word as it stands, into syllables that people write."""
    core = token.strip(_EDGES)
    if (core.isascii() and core.isprintable()) or has_letters_beyond(core) or all_syllables(core):
        return False
    if is_misspelt(core):
        return False
    for encoding in ENCODINGS:
        read = read_chunk(encoding, core)
        if read != core and len(read) > 1 and all_syllables(read):
            if all(power(word) >= _RARE for word in _WORD.findall(read)):
                return True
    return False


def may_be_legacy(token: str) -> bool:
    """True where `token` alone may be text in a legacy encoding, or UTF-8 read as windows-1252."""
    if has_mojibake(token) or (_HALF.search(token) and not all_syllables(token.strip(_EDGES))):
        return True
    return reads_as_known(token)


@lru_cache(maxsize=32768)
def read_chunk(encoding: Encoding, chunk: str) -> str:
    """`chunk` (what stands between spaces) read in `encoding`; quotes and dashes around a word stay what they are.

    Some encodings have letters where windows-1252 has curly quotes: there they are letters where that makes a word.
    """
    whole = encoding.read(chunk)
    core = chunk.strip(_TYPOGRAPHIC)
    if core == chunk or all_syllables(whole.strip(_EDGES)):
        return whole
    start = chunk.index(core) if core else len(chunk)
    read = encoding.read(core)
    if core and read != core and not all_syllables(read.strip(_EDGES)):
        return whole
    return chunk[:start] + read + chunk[start + len(core) :]


def read_line(encoding: Encoding, line: str) -> str:
    """`line` read chunk by chunk."""
    return " ".join(read_chunk(encoding, chunk) if not chunk.isascii() or not chunk.isprintable() else chunk
                    for chunk in line.split(" "))  # fmt: skip
