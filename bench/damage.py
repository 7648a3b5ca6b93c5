"""Ways in which Vietnamese text reaches a page damaged: each takes a clean paragraph and a source of chance.

Each is written from what the mechanism does (a wrong decoder, a font, an editor), not from how repairs work.
"""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final

from crawler.vietnamese.letters import JOIN, SPLIT, put_tone
from crawler.vietnamese.syllable import is_syllable, read
from tests.vietnamese.legacy_writers import WRITERS, as_windows

Damage = Callable[[str, random.Random], str | tuple[str, str] | None]
"""The damaged text, with what it should be where that is not all of the given one; None where it cannot be made."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_TWINS: Final = str.maketrans("aeocpxyAEOCPXHKMTB", "аеосрхуАЕОСРХНКМТВ")
_VIQR: Final = {"\u0302": "^", "\u0306": "(", "\u031b": "+", "\u0301": "'", "\u0300": "`", "\u0309": "?",
                "\u0303": "~", "\u0323": "."}  # fmt: skip


def _legacy(name: str) -> Damage:
    def damage(text: str, chance: random.Random) -> str | None:
        plain = text
        if name == "tcvn3":  # its text fonts have no capitals with tones
            plain = _WORD.sub(lambda m: m[0] if WRITERS[name](m[0]) is not None else m[0].lower(), plain)
            if plain != text:
                return None
        return None if "…" in text else WRITERS[name](plain)

    return damage


def _utf8_as_windows(text: str, chance: random.Random) -> str:
    return "".join(as_windows(byte) if byte > 0x7F else chr(byte) for byte in text.encode())


def _utf8_as_latin1(text: str, chance: random.Random) -> str:
    return text.encode().decode("latin-1")


def _without_c1(text: str, chance: random.Random) -> str:
    return re.sub("[\x80-\x9f]", "", _utf8_as_windows(text, chance))


def _latin1_without_c1(text: str, chance: random.Random) -> str:
    return re.sub("[\x80-\x9f]", "", _utf8_as_latin1(text, chance))


def _spaces_for_a0(text: str, chance: random.Random) -> str:
    return _utf8_as_windows(text, chance).replace("\u00a0", " ")


def _twice(text: str, chance: random.Random) -> str:
    return _utf8_as_windows(_utf8_as_windows(text, chance), chance)


def _viqr(text: str, chance: random.Random) -> str | None:
    written = unicodedata.normalize("NFD", text.replace("đ", "dd").replace("Đ", "DD"))
    out = "".join(
        _VIQR.get(char, char)
        for char in re.sub("([\u0323\u0300\u0301\u0309\u0303])([\u0302\u0306\u031b])", r"\2\1", written)
    )
    return out if out.isascii() else None


def _named(text: str, chance: random.Random) -> str:
    names = {"đ": "đ", "Đ": "Đ"}
    return "".join(
        names.get(char) or (f"&{name};" if (name := html.entities.codepoint2name.get(ord(char))) and not char.isascii() else
        char if char.isascii() else f"&#{ord(char)};") for char in text
    )  # fmt: skip


def _hexadecimal(text: str, chance: random.Random) -> str:
    return "".join(char if char.isascii() else f"&#x{ord(char):x};" for char in text)


def _escaped_twice(text: str, chance: random.Random) -> str:
    return _named(text, chance).replace("&", "&amp;")


def _without_ampersand(text: str, chance: random.Random) -> str:
    return re.sub(r"&([a-zA-Z]+);", r"\1;", "".join(
        f"&{name};" if (name := html.entities.codepoint2name.get(ord(char))) and char.isalpha() else char for char in text
    ))  # fmt: skip


def _left_over(text: str, chance: random.Random) -> str | None:
    return text.replace("&", "amp;") if re.search(r"[A-ZĐ]&[A-ZĐ]", text) else None


def _some_words(change: Callable[[str, random.Random], str | None], share: float) -> Damage:
    def damage(text: str, chance: random.Random) -> str | None:
        def one(match: re.Match[str]) -> str:
            after = change(match[0], chance) if chance.random() < share else None
            return match[0] if after is None else after

        out = _WORD.sub(one, text)
        return out if out != text else None

    return damage


def _misplace(word: str, chance: random.Random) -> str | None:
    """Its tone on another vowel of its own."""
    syllable = read(word) if is_syllable(word) else None
    if syllable is None or not syllable.tone:
        return None
    bare = "".join(SPLIT[char][0] if char in SPLIT else char for char in word)
    start = len(syllable.onset)
    places = [index for index in range(start, len(bare)) if bare[index] in SPLIT]
    made = [put_tone(bare, syllable.tone, place) for place in places]
    wrong = [one for one in made if one != word and not is_syllable(one)]
    return chance.choice(wrong) if wrong else None


def _new_style(word: str, chance: random.Random) -> str | None:
    syllable = read(word) if is_syllable(word) and word.islower() else None
    return syllable.spell("new") if syllable is not None and syllable.spell("new") != word else None


def _lose_a_horn(word: str, chance: random.Random) -> str | None:
    bare = "".join(SPLIT[char][0] if char in SPLIT else char for char in word)
    at = bare.lower().find("ươ")
    if at < 0 or len(bare) == at + 2:
        return None
    index = chance.choice([at, at + 1])
    vowel, tone = SPLIT[word[index]]
    plain = {"ư": "u", "Ư": "U", "ơ": "o", "Ơ": "O"}[vowel]
    return word[:index] + JOIN[plain, tone] + word[index + 1 :]


def _cut(word: str, chance: random.Random) -> str | None:
    """A space anywhere inside, as Word's runs put it."""
    if len(word) < 3 or not is_syllable(word):
        return None
    at = chance.randrange(1, len(word))
    return f"{word[:at]} {word[at:]}"


def _cut_off_edge(word: str, chance: random.Random) -> str | None:
    """A space after the first letter or before the last."""
    if len(word) < 3 or not is_syllable(word):
        return None
    at = chance.choice([1, len(word) - 1])
    return f"{word[:at]} {word[at:]}"


def _mark_apart(word: str, chance: random.Random) -> str | None:
    apart = unicodedata.normalize("NFD", word)
    tones = [index for index, char in enumerate(apart) if char in "\u0300\u0301\u0309\u0303\u0323"]
    if not tones:
        return None
    quality = re.sub("[\u0300\u0301\u0309\u0303\u0323]", "", apart)
    at = tones[0]
    return f"{unicodedata.normalize('NFC', quality[:at])} {apart[at]}{unicodedata.normalize('NFC', quality[at:])}"


def _some_twins(word: str, chance: random.Random) -> str | None:
    turned = word.translate(_TWINS)
    return turned if turned != word else None


def _all_twins(word: str, chance: random.Random) -> str | None:
    turned = word.translate(_TWINS)
    return turned if turned != word and re.fullmatch("[\u0400-\u04ff]+", turned) and len(word) > 1 else None


def _soft_hyphens(word: str, chance: random.Random) -> str | None:
    if len(word) < 2:
        return None
    at = chance.randrange(1, len(word))
    return f"{word[:at]}\u00ad{word[at:]}"


def _letters(pairs: str) -> Damage:
    table = str.maketrans(dict(pair.split("→") for pair in pairs.split()))

    def damage(text: str, chance: random.Random) -> str | None:
        out = text.translate(table)
        return out if out != text else None

    return damage


def _in_one_line(text: str, chance: random.Random) -> str | None:
    """Six words in the middle pasted from another encoding."""
    words = text.split(" ")
    if len(words) < 18:
        return None
    at = chance.randrange(4, len(words) - 10)
    middle = WRITERS[chance.choice(["tcvn3", "vni", "viscii"])](" ".join(words[at : at + 6]))
    return None if middle is None else " ".join([*words[:at], middle, *words[at + 6 :]])


def _three_encodings(text: str, chance: random.Random) -> tuple[str, str] | None:
    """Each sentence on its own line in another encoding."""
    sentences = [one for one in re.split(r"(?<=[.!?]) ", text) if len(one) > 50]
    if len(sentences) < 3:
        return None
    written = [WRITERS[name](one) for name, one in zip(("tcvn3", "vni", "viscii"), sentences, strict=False)]
    return None if None in written else ("\n".join(map(str, written)), " ".join(sentences[:3]))


WHOLE: dict[str, Damage] = {
    "tcvn3": _legacy("tcvn3"),
    "vni": _legacy("vni"),
    "viscii": _legacy("viscii"),
    "vps": _legacy("vps"),
    "1258 as 1252": _legacy("windows-1258"),
    "utf-8 as 1252": _utf8_as_windows,
    "utf-8 as latin-1": _utf8_as_latin1,
    "utf-8 as 1252 twice": _twice,
    "as 1252, C1 lost": _without_c1,
    "as latin-1, C1 lost": _latin1_without_c1,
    "as 1252, A0 a space": _spaces_for_a0,
    "viqr": _viqr,
    "three encodings": _three_encodings,
    "six words in a line": _in_one_line,
    "entities": _named,
    "hexadecimal entities": _hexadecimal,
    "entities escaped twice": _escaped_twice,
    "entities without &": _without_ampersand,
    "amp; left over": _left_over,
    "decomposed": lambda text, chance: unicodedata.normalize("NFD", text),
    "misplaced tones": _some_words(_misplace, 0.3),
    "misplaced tones, capitals": lambda text, chance: _some_words(_misplace, 0.3)(text.upper(), chance),
    "misplaced tones, titles": lambda text, chance: _some_words(_misplace, 0.3)(text.title(), chance),
    "new style": _some_words(_new_style, 1.0),
    "a horn lost": _some_words(_lose_a_horn, 0.5),
    "words cut anywhere": _some_words(_cut, 0.1),
    "words cut at an edge": _some_words(_cut_off_edge, 0.1),
    "marks apart": _some_words(_mark_apart, 0.2),
    "Cyrillic twins": _some_words(_some_twins, 0.2),
    "words of twins": _some_words(_all_twins, 1.0),
    "soft hyphens": _some_words(_soft_hyphens, 0.2),
    "ð for đ": _letters("đ→ð Đ→Ð"),
    "caron for breve": _letters("ă→ǎ Ă→Ǎ"),
    "oi for ư": _letters("ư→ƣ Ư→Ƣ"),
}
FIRST_SAFE: Final = [
    "tcvn3",
    "vni",
    "viscii",
    "vps",
    "1258 as 1252",
    "utf-8 as 1252",
    "utf-8 as latin-1",
    "as 1252, A0 a space",
    "three encodings",
    "six words in a line",
]
