"""The `Portal` model: what a registry entry says about one portal."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

import turbohtml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from crawler.base.errors import RegistryError
from crawler.registry import provinces
from crawler.registry.cron import check_cron

PortalKind = Literal["portal", "party", "council", "committee", "department", "commune", "newspaper", "demo"]
KINDS: tuple[PortalKind, ...] = get_args(PortalKind)

_EMPTY_PAGE = turbohtml.parse("")


@cache
def _selector(value: str) -> str:
    _EMPTY_PAGE.select(value)  # raises SelectorSyntaxError, a ValueError that names selector and fault
    return value


SelectorList = Annotated[tuple[Annotated[str, AfterValidator(_selector)], ...], Field(default=())]


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


Regex = Annotated[str, AfterValidator(_regex)]


def _province(value: str) -> str:
    try:
        provinces.by_code(value)
    except RegistryError as error:
        raise ValueError(str(error)) from error
    return value


ProvinceCode = Annotated[str, AfterValidator(_province)]
HostName = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
SectionPath = Annotated[str, Field(pattern=r"^/")]


def _pairs(value: object) -> object:
    """A table as pairs: entries are hashed."""
    return tuple(value.items()) if isinstance(value, dict) else value


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an absolute http or https address")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Selectors(BaseModel):
    """CSS selectors that differ from the family's, most specific first; an empty list leaves the family's."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    root: SelectorList
    title: SelectorList
    date: SelectorList
    updated: SelectorList
    summary: SelectorList
    body: SelectorList
    author: SelectorList
    caption: SelectorList
    figure: SelectorList  # pictures of the article that stand outside its body
    attachment: SelectorList
    drop: SelectorList
    listing_item: SelectorList
    listing_link: SelectorList
    listing_date: SelectorList
    next_page: SelectorList


class JsonListing(BaseModel):
    """Where a listing that is served as JSON has its parts; a path is keys from the outside in, `/` between them.

    The defaults are those of SharePoint's list service (`/_api/web/lists/.../items`, OData).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    items: str = Field("value", description="Path of the list of entries.")
    link: str = Field(min_length=1, description="Address of an entry, with fields of it in braces: /tin?id={ID}.")
    title: str = Field("Title", description="Path within an entry.")
    date: str = Field("Created", description="Path within an entry; text or epoch seconds.")
    next: str = Field("odata.nextLink", description="Path of the address of the next page.")


class Portal(BaseModel):
    """One portal. `id` is the file's name without `.toml` and the name of its Scrapy spider."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    province: ProvinceCode | None = Field(None, description="Statistics office's code of today; null for none.")
    kind: PortalKind
    family: str = Field("generic", description="Which spider walks it and which selectors read it.")
    start: HttpUrl
    aliases: tuple[HostName, ...] = Field(default=(), description="Other host names that serve the same portal.")
    sections: tuple[SectionPath, ...] = Field(default=(), description="Paths of listings; empty: found by walking.")
    section_names: Annotated[tuple[tuple[SectionPath, str], ...], BeforeValidator(_pairs)] = Field(
        default=(), description="A table: what the portal's own menu calls a section, by its path."
    )
    feeds: tuple[SectionPath, ...] = Field(default=(), description="Paths of RSS, Atom or JSON feeds of articles.")
    sitemaps: tuple[SectionPath, ...] = Field(default=(), description="Paths of sitemaps or their index.")
    skip: tuple[Regex, ...] = Field(
        default=(), description="Regular expressions; a path and query that one matches is never fetched."
    )
    article: Regex | None = Field(
        None, description="Regular expression of articles' path and query; group 'id': the site's own id."
    )
    schedule: str = Field("0 6,12,18 * * *", description="Cron in Asia/Ho_Chi_Minh.")
    quiet_visit: timedelta = Field(
        timedelta(days=1),
        ge=timedelta(minutes=1),
        description="How long at most a section without news is not looked at; never sooner than the schedule.",
    )
    evidence: str = Field(min_length=1, description="How we know; or 'unverified', with what is missing.")
    selectors: Selectors = Field(default_factory=lambda: Selectors.model_validate({}))
    json_listing: JsonListing | None = Field(None, description="For sections whose address answers with JSON.")
    attachments: bool = Field(True, description="False: the files that its articles link to are not fetched.")
    file_hosts: tuple[HostName, ...] = Field(
        default=(), description="Other hosts whose files are fetched too: where the portal keeps its attachments."
    )
    delay: float | None = Field(
        None, ge=0, description="Seconds from an answer's end to the next request; null: the default of settings."
    )
    render: Literal["browser"] | None = None
    legacy_tls: bool = Field(False, description="Server speaks only TLS that today's defaults refuse.")
    verify_tls: bool = Field(True, description="False: certificate not checked; each record shows it.")
    valid_from: date | None = Field(None, description="First day of the body that the portal speaks for, where known.")
    valid_to: date | None = Field(None, description="That body's last day; null while it stands.")
    replaces: tuple[str, ...] = Field(
        default=(), description="Ids of entries, or names of former provinces, that this portal took over from."
    )
    max_silence: timedelta | None = Field(None, description="How long without news is normal.")

    @field_validator("schedule")
    @classmethod
    def _cron(cls, value: str) -> str:
        check_cron(value)
        return value

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")
        return self

    def section_name(self, section: str) -> str:
        """What the portal calls a section; `section` itself where that is not known."""
        return dict(self.section_names).get(section, section)

    def stands(self, day: date) -> bool:
        """Whether the body that the portal speaks for stands on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def standing(self) -> str:
        """How far the entry is to be trusted: `evidence` up to its first colon."""
        return self.evidence.partition(":")[0].strip()

    @property
    def unverified(self) -> bool:
        """Whether nobody has seen the entry work on a page of the portal."""
        return self.evidence.lower().startswith("unverified")

    @property
    def digest(self) -> str:
        """By which an entry that was changed since is told, hexadecimal; the evidence does not count."""
        return sha256(self.model_dump_json(exclude={"evidence"}).encode()).hexdigest()

    @property
    def host(self) -> str:
        """Host name of `start`, lower case."""
        return (urlsplit(self.start).hostname or "").lower()

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that counts as this portal."""
        return _hosts(self.start, self.aliases)


@lru_cache(maxsize=4096)
def _hosts(start: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset({(urlsplit(start).hostname or "").lower(), *(alias.lower() for alias in aliases)})
