"""HTML entities left in text: whole, escaped twice, or with ampersand or semicolon lost (`phograve;ng`, `ldquo;`).

Source: the named character references of HTML 4.01 and the parsing rules of the HTML standard (Python's `html`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.evidence import fits
from crawler.vietnamese.frequencies import COMMON, UNKNOWN, power
from crawler.vietnamese.letters import CONSONANTS, LETTERS
from crawler.vietnamese.syllable import is_syllable

_SIGNS: Final = (
    "ldquo|rdquo|lsquo|rsquo|sbquo|bdquo|ndash|mdash|hellip|nbsp|laquo|raquo|quot|middot|bull|lrm|rlm|zwnj|zwj|shy"
)
_LETTER_NAMES: Final = "[AEIOUYaeiouy](?:grave|acute|tilde)|[AEOaeo]circ|eth|ETH"
_ESCAPES: Final = "(?:amp;|#0{0,3}38;|#[xX]0{0,3}26;)"
# With its semicolon any entity counts; without, only those that Vietnamese text is written with: &section is no §ion.
_WHOLE: Final = re.compile(
    rf"&({_ESCAPES}*)(?:(#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});"
    rf"|(#[0-9]{{2,5}}(?![0-9])|{_LETTER_NAMES}|(?:{_SIGNS})(?![A-Za-z0-9=])))"
)
_ESCAPED_AMPERSAND: Final = re.compile(f"&{_ESCAPES}+")
_LOST_SIGN: Final = re.compile(rf"(?<!&)({_SIGNS});")
_SIGN_ENDS: Final = ("quo;", "dash;", "hellip;", "nbsp;", "quot;", "dot;", "bull;", "lm;", "rm;", "wnj;", "wj;", "shy;")
_BROKEN_LETTER: Final = re.compile(rf"({_LETTER_NAMES})(;|%3[bB\u1e05]|(?!%3))((?:[^\W\d_]|[\u0300-\u036f]){{0,7}})")
_LETTER_TAILS: Final = ("grave", "acute", "tilde", "circ", "eth;", "ETH;", "eth%", "ETH%")
_LONGEST_ONSET: Final = 6
_LOST_NUMBER: Final = re.compile(r"[^\W\d_]{0,6}(?<!&)#(?:\d{2,4});(?:[^\W\d_]|#\d{2,4};){0,8}")
_NUMBER: Final = re.compile(r"#(\d{2,4});")

_LONGEST_CLUSTER, _LONGEST_REST = 3, 6  # letters of an onset, and of what is behind it
_STRAY: Final = re.compile(
    rf"(?<![^\W_])([{CONSONANTS}]{{1,{_LONGEST_CLUSTER}}});((?![{CONSONANTS}])[^\W\d_]{{1,{_LONGEST_REST}}})",
    re.IGNORECASE,
)


_LEFT_OVER: Final = re.compile(r"(?<=[A-ZĐ])amp;(?=[A-ZĐ])|(?<![^\W_])(?<!&)amp;(?=[ #]|[a-zA-Z]{2,8};)")
_QUOTES: Final = "\"'`"


def left_over_edits(text: str) -> Iterator[Edit]:
    """`TTamp;TT`: what is left of an ampersand between two capitals, or on its own."""
    if "amp;" in text:
        yield from (Edit(*match.span(), "&", "broken_entity") for match in _LEFT_OVER.finditer(text))


def _is_mentioned(text: str, match: re.Match[str]) -> bool:
    """True where the entity is spoken of, not used: in quotes of its own, or after the word HTML."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if before and before in _QUOTES and before == after:
        return True
    return "HTML" in text[max(0, match.start() - 24) : match.start()]


def _is_foreign_mark(char: str) -> bool:
    """True for a mark of another script, which only a text about such marks has without its letter."""
    return len(char) == 1 and unicodedata.category(char) == "Mn" and not "\u0300" <= char <= "\u036f"


def whole_entity_edits(text: str) -> Iterator[Edit]:
    """Entities as they should be, escaped once or more often; names that HTML does not know stay."""
    if "&" not in text:
        return
    done = 0
    for match in _WHOLE.finditer(text):
        yield from _escaped_ampersands(text, done, match.start())
        done = match.end()
        name = match[2] or match[3]
        char = html.unescape(f"&{name};")
        if _is_mentioned(text, match) or _is_foreign_mark(char):
            continue
        if char == f"&{name};":
            char = "&" + match[0][1 + len(match[1]) :]
        yield Edit(*match.span(), char.replace("\u00a0", " "), "entity")
    yield from _escaped_ampersands(text, done, len(text))


def _escaped_ampersands(text: str, start: int, end: int) -> Iterator[Edit]:
    return (Edit(*match.span(), "&", "entity") for match in _ESCAPED_AMPERSAND.finditer(text, start, end))


def broken_entity_edits(text: str) -> Iterator[Edit]:
    """Entities without their ampersand, or without both signs inside a word, where the word becomes a syllable."""
    edits: list[Edit] = []
    if ";" in text and any(end in text for end in _SIGN_ENDS):
        edits += (
            Edit(*match.span(), _unescape(match[1]).replace("\u00a0", " "), "broken_entity")
            for match in _LOST_SIGN.finditer(text)
        )
    if any(tail in text for tail in _LETTER_TAILS):
        edits += filter(None, (_broken_letter(text, match) for match in _BROKEN_LETTER.finditer(text)))
    if ";" in text:
        edits += filter(None, map(_stray_semicolon, _strays(text)))
    if "#" in text and ";" in text:
        for match in _LOST_NUMBER.finditer(text):
            read = _NUMBER.sub(_by_number, match[0])
            spoken_of = read.isascii() and not any(map(str.isalpha, match[0]))  # the code of i is #105;
            if read != match[0] and not spoken_of and is_syllable(read):
                edits.append(Edit(*match.span(), read, "broken_entity"))
    edits.sort()
    end = 0
    for edit in edits:
        if edit.start >= end:
            yield edit
            end = edit.end


def _strays(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_STRAY`, looked for round each semicolon between two letters."""
    at, done = text.find(";", 1), 0
    while at > 0:
        if text[at - 1].isalpha() and text[at + 1 : at + 2].isalpha():
            match = _STRAY.search(text, max(done, at - _LONGEST_CLUSTER), at + 1 + _LONGEST_REST)
            if match is not None and match.end(1) == at:  # that of a later semicolon may be cut short here
                done = match.end()
                yield match
        at = text.find(";", at + 1)


def _stray_semicolon(match: re.Match[str]) -> Edit | None:
    """'ph;ép': what an entity left behind between the onset of a word and the rest."""
    read = match[1] + match[2]
    return Edit(*match.span(), read, "broken_entity") if is_syllable(read) else None


def _broken_letter(text: str, match: re.Match[str]) -> Edit | None:
    name, closed, after = match.groups()
    start = match.start()
    opened = text[start - 1 : start] in (";", "&")
    left = start - opened
    while left > 0 and start - left < _LONGEST_ONSET and text[left - 1].isalpha():
        left -= 1
    before = text[left : start - opened]
    if not closed and not opened and not (before and after):
        return None
    dot = "\u0323" if closed.endswith("\u1e05") else ""  # %3b and a dot below, which NFC made one letter
    read = unicodedata.normalize("NFC", before + _unescape(name) + dot + after)
    if not is_syllable(read) or power(read) == UNKNOWN:
        return None
    end = match.end()
    sure = closed or opened or power(read) >= COMMON or fits(text, left, end, read)
    return Edit(left, end, read, "broken_entity") if sure else None


def _unescape(name: str) -> str:
    char = html.unescape(f"&{name};")
    return {"ð": "đ", "Ð": "Đ"}.get(char, char)


def _by_number(match: re.Match[str]) -> str:
    char = chr(int(match[1]))
    return char if char in LETTERS else match[0]
