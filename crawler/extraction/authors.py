"""Who wrote it: bylines, and the signature under a text, which is no part of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block

_LABEL = re.compile(
    r"^(?:tác giả(?: bài viết)?|người (?:viết|đăng|gửi|đăng tin)|tin,? (?:ảnh|bài)|tin và ảnh|bài,? ảnh|bài và ảnh|"
    r"bài|thực hiện|biên tập|written by|posted by|author|đăng bởi|bởi|by|von|par|por|di|автор)\s*(?::|-|\s)\s*(?=\S)",
    re.I,
)
_SOURCE = re.compile(r"^\(?(?:nguồn(?: tin)?\s*:|theo\s+(?=[\wÀ-ỹ.]+))", re.I)
# Names of accounts, not of people: what a CMS prints where nobody filled the field in.
_ACCOUNT = re.compile(
    r"(?:super|site|web)?\s*(?:ad\s?min(?:istrator)?|webmaster|system|user|root|test|guest)(?:\s*ad\s?min)?\s*\d*|"
    r"quản trị(?: viên)?(?: hệ thống)?",
    re.I,
)
_SEPARATOR = re.compile(r"\s*[|•·]\s*")
_AROUND = " :-–,;|"
LONGEST = 80  # characters


def clean(text: str | None) -> str | None:
    """An author as printed, without label; None where it is an account's name or no name at all."""
    if not text:
        return None
    name = without_label(text)
    if not name or len(name) > 120 or "://" in name or not any(map(str.isalpha, name)) or _ACCOUNT.fullmatch(name):
        return None
    return name


def without_label(text: str) -> str:
    """A byline without 'Tác giả:', 'By' and the like."""
    name = _LABEL.sub("", text.strip()).strip(_AROUND)
    while (bare := _without_lone_brackets(name)) != name:
        name = bare.strip(_AROUND)
    return name


def _without_lone_brackets(name: str) -> str:
    """Without brackets round the whole, and those at an end whose counterpart is missing; 'A (tổng hợp)' keeps its own."""
    for opening, closing in ("()", "[]"):
        if name.startswith(opening) and name.find(closing) in (-1, len(name) - 1):
            return name.strip(opening + closing)
        if name.startswith(opening * 2) and name.endswith(closing * 2):
            return name[1:-1]
        if name.startswith(closing) or (name.endswith(closing) and opening not in name):
            return name.strip(closing)
        if name.endswith(opening):
            return name.rstrip(opening)
    return name


def looks_like_name(text: str) -> bool:
    """Whether a text may be one or a few names: short, and most of its words with a capital."""
    words = [word for word in text.split() if word[0].isalpha()]
    return 1 <= len(words) <= 12 and sum(not word[0].islower() for word in words) * 2 > len(words)


def take_signature(lines: Sequence[Block]) -> str | None:
    """The signature at the text's end: its lines get the role 'author' (or 'source') and the name is returned."""
    author: str | None = None
    body = [line for line in lines if line.text and line.role == "body"]
    for line in reversed(body[1:][-3:]):
        text = line.text
        if len(text) > LONGEST:
            break
        if _SOURCE.match(text) and not text.endswith(("./.", "!")) and len(text) < 60:
            line.role = "source"
        elif is_signature(line):
            line.role = "author"
            author = clean(text) or author
        else:
            break
    return author


def is_signature(line: Block) -> bool:
    """A short line with a name's look, set to the right or in bold, and with no sentence in it."""
    text = line.text.rstrip(". ")
    words = text.split()
    if not 1 <= len(words) <= 9 or line.text.endswith(("./.", ":", "!", "?", ";")):
        return False
    if line.box.align == "right" and _ACCOUNT.fullmatch(text):
        return True
    labelled = bool(_LABEL.match(text))
    name = _LABEL.sub("", text)
    capitals = sum(word[0].isupper() for word in name.split() if word[0].isalpha())
    letters = sum(word[0].isalpha() for word in name.split())
    if not letters or any(ch.isdigit() for ch in text):
        return False
    if labelled:
        return capitals >= letters - 1
    if line.box.align == "right":
        return capitals * 2 >= letters
    return line.strong and 2 <= len(words) <= 4 and capitals == letters
