"""The console's two languages: their messages, and which one a reader gets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from crawler.base.reasons import ENGLISH

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
COOKIE: Final = "tintinh_lang"


@cache
def messages(language: Language) -> Mapping[str, str]:
    """The language's messages by key, 'table.name' as in its file."""
    text = (files("crawler.web") / "messages" / f"{language}.toml").read_text("utf-8")
    return {f"{table}.{name}": text for table, rows in tomllib.loads(text).items() for name, text in rows.items()}


@cache
def reasons(language: Language) -> Mapping[str, str]:
    """The reasons for verdicts on portals' health, by key as in `crawler.base.reasons`."""
    if language == "en":
        return ENGLISH
    return tomllib.loads((files("crawler.web") / "messages" / f"reasons.{language}.toml").read_text("utf-8"))


class Translator:
    """Messages of one language; called with a key and what its braces stand for. Raises `KeyError` for unknown keys.

    For a `count` of one, the message whose key ends in `_1` is used, in a language that has it.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._messages = messages(language)

    def __call__(self, key: str, **values: object) -> str:
        text = self._messages[key]
        if str(values.get("count")) == "1":
            text = self._messages.get(f"{key}_1", text)
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str) -> str:
        """The message, or `otherwise` where the key has none: for keys that the store's records give."""
        return self._messages.get(key, otherwise)


def choose(asked: str | None, cookie: str | None, accepted: str) -> Language:
    """The language asked for in the address, else the one kept in the cookie, else the browser's, else Vietnamese."""
    for wanted in (asked, cookie, *_preferred(accepted)):
        for language in LANGUAGES:
            if wanted == language:
                return language
    return "vi"


def _preferred(accepted: str) -> list[str]:
    """The primary tags of an Accept-Language header (RFC 9110, section 12.5.4), the most wanted first."""
    weighted: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        tag, _, parameter = part.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if weight > 0:
            weighted.append((-weight, tag.strip().split("-")[0].lower()))
    return [tag for _, tag in sorted(weighted, key=lambda one: one[0])]
