"""HTML entities left in text: whole, escaped twice, or with ampersand or semicolon lost (`phograve;ng`, `ldquo;`).

Source: the named character references of HTML 4.01 and the parsing rules of the HTML standard (Python's `html`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.letters import LETTERS
from crawler.vietnamese.syllable import is_syllable

_WHOLE: Final = re.compile(
    r"&(?:amp;|#0{0,3}38;|#[xX]0{0,3}26;)*(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};?)"
)
_ESCAPED: Final = re.compile(r"(?:amp;|#0{0,3}38;|#[xX]0{0,3}26;)+(?=.)", re.DOTALL)
_SIGNS: Final = (
    "ldquo|rdquo|lsquo|rsquo|sbquo|bdquo|ndash|mdash|hellip|nbsp|laquo|raquo|quot|middot|bull|lrm|rlm|zwnj|zwj|shy"
)
_LETTER_NAMES: Final = "[AEIOUYaeiouy](?:grave|acute|tilde)|[AEOaeo]circ|eth|ETH"
_LOST_SIGN: Final = re.compile(rf"(?<!&)({_SIGNS});")
_LOST_LETTER: Final = re.compile(rf"[^\W\d_]*?(?<!&)(?:{_LETTER_NAMES});?[^\W\d_;]*(?:(?:{_LETTER_NAMES});[^\W\d_;]*)*")
_NAMED_LETTER: Final = re.compile(rf"({_LETTER_NAMES});?")
_LOST_NUMBER: Final = re.compile(r"[^\W\d_]{0,8}(?<!&)#(\d{2,4});(?:[^\W\d_]|#\d{2,4};){0,8}")
_NUMBER: Final = re.compile(r"#(\d{2,4});")


def has_entities(text: str) -> bool:
    """A quick look: True where there may be something to do."""
    return "&" in text or ";" in text or any(name in text for name in ("grave", "acute", "tilde", "circ"))


def whole_entity_edits(text: str) -> Iterator[Edit]:
    """Entities as they should be, escaped once or more often; names that HTML does not know stay."""
    for match in _WHOLE.finditer(text):
        inner = _ESCAPED.sub("", match[0][1:]) if ";" in match[0][:-1] else match[0][1:]
        char = html.unescape("&" + inner)
        if char == "&" + inner and not inner.endswith(";"):
            char = html5.get(inner + ";", char)
        if char != "&" + inner or inner != match[0][1:]:
            yield Edit(*match.span(), char.replace("\u00a0", " "), "entity")


def broken_entity_edits(text: str) -> Iterator[Edit]:
    """Entities without their ampersand (or, inside a word, without both signs), where the word becomes a syllable."""
    edits = [Edit(*match.span(), html.unescape(f"&{match[1]};").replace("\u00a0", " "), "broken_entity")
             for match in _LOST_SIGN.finditer(text)]  # fmt: skip
    for pattern, one, char_of in ((_LOST_LETTER, _NAMED_LETTER, _by_name), (_LOST_NUMBER, _NUMBER, _by_number)):
        for match in pattern.finditer(text):
            read = one.sub(char_of, match[0])
            if read != match[0] and is_syllable(read):
                edits.append(Edit(*match.span(), read, "broken_entity"))
    edits.sort()
    end = 0
    for edit in edits:
        if edit.start >= end:
            yield edit
            end = edit.end


def _by_name(match: re.Match[str]) -> str:
    char = html.unescape(f"&{match[1]};")
    return {"ð": "đ", "Ð": "Đ"}.get(char, char)


def _by_number(match: re.Match[str]) -> str:
    char = chr(int(match[1]))
    return char if char in LETTERS else match[0]
