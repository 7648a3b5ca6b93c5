"""CMS families as data: one TOML file each under `families/`, read into a `Family`.

A family says how the articles of one CMS are addressed and where their parts lie. How its listings are walked,
where that takes more than following `next_page`, is a spider's module of the same name.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from crawler.base.errors import RegistryError
from crawler.registry.portal import Selectors

_DATA = files("crawler.extraction") / "families"


class Family(BaseModel):
    """Addresses and selectors that the portals of one CMS have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    source: str = Field(description="Where the facts come from.")
    article: str = Field("", description="Regular expression of article paths; group 'id': the site's own id.")
    open_form: bool = Field(
        False, description="Articles may have other addresses too (path aliases): what a listing lists counts."
    )
    listing: str = Field("", description="Regular expression of further listing pages.")
    first: str = Field("", description="Regular expression of what a pager adds to name a listing's first page.")
    ignore_case: bool = Field(False, description="Its servers take addresses in any case: IIS, Domino.")
    skip: tuple[str, ...] = Field(default=(), description="Regular expressions of addresses never fetched.")
    standing: tuple[str, ...] = Field(
        default=(), description="Selectors of what only its standing pages have, such as 'about us': no articles."
    )
    stated: tuple[str, ...] = Field(
        default=(), description="Selectors of what only its articles' own pages have, such as a class of `body`."
    )
    selectors: Selectors = Field(default_factory=lambda: Selectors.model_validate({}))

    @cached_property
    def article_pattern(self) -> re.Pattern[str] | None:
        return re.compile(self.article) if self.article else None

    @cached_property
    def skip_pattern(self) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{one})" for one in self.skip)) if self.skip else None


def names() -> list[str]:
    """Every family that has a file, sorted."""
    return sorted(entry.name.removesuffix(".toml") for entry in _DATA.iterdir() if entry.name.endswith(".toml"))


@cache
def load(name: str) -> Family:
    """The family called `name`. Raises `RegistryError` where there is none."""
    entry = _DATA / f"{name}.toml"
    if not entry.is_file():
        raise RegistryError(f"unknown family {name!r}; known: {', '.join(names())}")
    return Family.model_validate({"name": name, **tomllib.loads(entry.read_text("utf-8"))})
