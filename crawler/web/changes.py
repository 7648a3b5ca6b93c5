"""What changed between two revisions, for people to read: texts word by word, other values before and after."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Any, Final, Literal

import orjson

from crawler.articles.history import changed_fields
from crawler.model.items import Article
from crawler.web.languages import Translator
from crawler.web.shown import Shown

MOMENTS: Final = ("published_at", "updated_at")
TEXTS: Final = ("title", "summary", "body", "author", "section")
MOST_PARAGRAPHS: Final = 1000
MOST_WORDS: Final = 20_000  # compared word by word; text after these is shown whole
VALUE_CHARS: Final = 4000
_TOKEN: Final = re.compile(r"\s+|[^\W_]+|[\W_]")

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that stayed, were removed or were added."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One field: its paragraphs as runs (an int stands for that many paragraphs without change)."""

    field: str
    paragraphs: list[list[Run] | int]


def changes(old: Article, new: Article, translate: Translator) -> list[Changed]:
    """The fields that differ, in the record's order; moments and flags in the reader's words."""
    told = partial(_text, translate)
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    budget = _Budget(MOST_WORDS)
    return [
        Changed(name, _paragraphs(told(name, before.get(name)), told(name, after.get(name)), budget))
        for name in changed_fields(before, after)
    ]


class _Budget:
    """How many words may still be compared: this bounds the cost of a page."""

    def __init__(self, words: int) -> None:
        self.words = words

    def take(self, words: int) -> bool:
        """Use up so many words; returns whether they were left."""
        if words > self.words:
            return False
        self.words -= words
        return True


def _text(translate: Translator, name: str, value: Any) -> list[str]:
    if value is None or value == []:
        return []
    if name in MOMENTS:
        return [Shown(translate).moment(value, "day" if "T00:00:00" in value else "minute")]
    if name == "flags":
        return [translate.known(f"flag.{flag.replace(' ', '_')}", flag) for flag in value]
    if name in TEXTS:
        return [line for line in str(value).split("\n") if line.strip()]
    if isinstance(value, str):
        return [value]
    lines = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()[:VALUE_CHARS].split("\n")
    return [line for line in lines if line.strip(" {}[],")]


def _paragraphs(old: Sequence[str], new: Sequence[str], budget: _Budget) -> list[list[Run] | int]:
    rest = [[Run("removed", line)] for line in old[MOST_PARAGRAPHS:]] + [
        [Run("added", line)] for line in new[MOST_PARAGRAPHS:]
    ]
    old, new = old[:MOST_PARAGRAPHS], new[:MOST_PARAGRAPHS]
    found: list[list[Run] | int] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found.append(j - i)
        else:
            found += [_words(a, b, budget) for a, b in zip_longest(old[i:j], new[k:m], fillvalue="")]
    return [*found, *rest]


def _words(old: str, new: str, budget: _Budget) -> list[Run]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if not a or not b or not budget.take(len(a) + len(b)):
        return list(_whole(old, new))
    matcher = difflib.SequenceMatcher(None, a, b)
    if matcher.quick_ratio() < 0.3:  # another paragraph, not an edited one
        return list(_whole(old, new))
    runs: list[Run] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            runs.append(Run("same", "".join(a[i:j])))
        else:
            runs += _whole("".join(a[i:j]), "".join(b[k:m]))
    return runs


def _whole(old: str, new: str) -> Iterator[Run]:
    if old:
        yield Run("removed", old)
    if new:
        yield Run("added", new)
