"""The 34 provinces and centrally run cities since 2025-07-01, and which of the 63 before became which.

The facts lie in `provinces.toml`, with their sources.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from crawler.base.errors import RegistryError
from crawler.vietnamese import fold

_TYPE_WORD = re.compile(r"^(?:tỉnh\s|tinh\s|thành phố\s|thanh pho\s|tp(?:\.\s?|\s))")


@dataclass(frozen=True, slots=True)
class FormerProvince:
    """A province as it was until 2025-06-30, with the statistics office's code of that time."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city of today; `code` is the statistics office's, `name` is without the type.

    `former`: the provinces of 2025-06-30 in it; `earlier`: names of provinces that were merged into one of them before.
    """

    code: str
    name: str
    type: Literal["tỉnh", "thành phố"]
    former: tuple[FormerProvince, ...]
    aliases: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Type and name as laws write them: tỉnh Sơn La, thành phố Hà Nội."""
        return f"{self.type} {self.name}"

    @property
    def merged(self) -> bool:
        """Whether it was formed of several provinces on 2025-07-01."""
        return len(self.former) > 1


@cache
def all_provinces() -> dict[str, Province]:
    """Every province by code, in order of code."""
    text = (files("crawler.registry") / "provinces.toml").read_text("utf-8")
    rows = tomllib.loads(text)["province"]
    provinces = [
        Province(
            row["code"],
            row["name"],
            row["type"],
            tuple(FormerProvince(**one) for one in row["former"]),
            tuple(row.get("aliases", ())),
            tuple(row.get("earlier", ())),
        )
        for row in rows
    ]
    return {one.code: one for one in sorted(provinces, key=lambda one: one.code)}


def by_code(code: str) -> Province:
    """The province with the statistics office's present code. Raises `RegistryError` where there is none."""
    try:
        return all_provinces()[code]
    except KeyError:
        raise RegistryError(f"no province has the code {code!r}; codes: {', '.join(all_provinces())}") from None


def by_name(name: str) -> Province | None:
    """Today's province of that name, or the one that a former province of that name is part of; None for neither.

    Case, tone style, missing diacritics and the words tỉnh, thành phố, TP do not matter.
    """
    index = _names()
    marked = _TYPE_WORD.sub("", fold(name))
    return index.get(marked) or index.get(_TYPE_WORD.sub("", fold(name, diacritics=False)))


def find(code_or_name: str) -> Province:
    """The province that a person means by a code or a name. Raises `RegistryError` where there is none."""
    found = all_provinces().get(code_or_name) or by_name(code_or_name)
    if found is None:
        raise RegistryError(f"no province called {code_or_name!r}; `tintinh list` prints all of them")
    return found


def former_names() -> frozenset[str]:
    """The names of the 63 provinces before 2025-07-01, as `provinces.toml` writes them."""
    return frozenset(one.name for province in all_provinces().values() for one in province.former)


def successors() -> dict[str, Province]:
    """Names that no province bears today → the province that took it in."""
    today = {province.name for province in all_provinces().values()}
    return {
        name: province
        for province in all_provinces().values()
        for name in (*(one.name for one in province.former), *province.earlier)
        if name not in today
    }


@cache
def _names() -> dict[str, Province]:
    """Match keys with and without diacritics; a present name wins over a former one."""
    index: dict[str, Province] = {}
    for province in all_provinces().values():
        for name in (province.name, *province.aliases):
            index.setdefault(fold(name), province)
    for province in all_provinces().values():
        for name in (*(one.name for one in province.former), *province.earlier):
            index.setdefault(fold(name), province)
    for key, province in list(index.items()):
        index.setdefault(fold(key, diacritics=False), province)
    return index
