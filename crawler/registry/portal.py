"""The `Portal` model: what a registry entry says about one portal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit

from apscheduler.triggers.cron import CronTrigger
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from crawler.clock import VIETNAM

PortalKind = Literal["portal", "party", "council", "committee", "department", "commune", "newspaper", "demo"]

SelectorList = Annotated[tuple[str, ...], Field(default=())]


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an absolute http or https address")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Selectors(BaseModel):
    """CSS selectors that differ from the family's, most specific first; an empty list leaves the family's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    root: SelectorList
    title: SelectorList
    date: SelectorList
    updated: SelectorList
    summary: SelectorList
    body: SelectorList
    author: SelectorList
    caption: SelectorList
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

    model_config = ConfigDict(extra="forbid", frozen=True)

    items: str = Field("value", description="Path of the list of entries.")
    link: str = Field(min_length=1, description="Address of an entry, with fields of it in braces: /tin?id={ID}.")
    title: str = Field("Title", description="Path within an entry.")
    date: str = Field("Created", description="Path within an entry; text or epoch seconds.")
    next: str = Field("odata.nextLink", description="Path of the address of the next page.")


class Portal(BaseModel):
    """One portal. `id` is the file's name without `.toml` and the name of its Scrapy spider."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    province: str | None = Field(None, pattern=r"^\d{2}$", description="Statistics office's code; null for none.")
    kind: PortalKind
    family: str = Field("generic", description="Which spider walks it and which selectors read it.")
    start: HttpUrl
    aliases: tuple[str, ...] = Field(default=(), description="Other host names that serve the same portal.")
    sections: tuple[str, ...] = Field(default=(), description="Paths of listings; empty: found by walking.")
    skip: tuple[str, ...] = Field(
        default=(), description="Regular expressions; a path and query that one matches is never fetched."
    )
    article: str | None = Field(
        None, description="Regular expression of articles' path and query; group 'id': the site's own id."
    )
    schedule: str = Field("0 6,12,18 * * *", description="Cron in Asia/Ho_Chi_Minh.")
    evidence: str = Field(min_length=1, description="How we know; or 'unverified', with what is missing.")
    selectors: Selectors = Field(default_factory=lambda: Selectors.model_validate({}))
    json_listing: JsonListing | None = Field(None, description="For sections whose address answers with JSON.")
    delay: float | None = Field(None, ge=0, description="Seconds between requests; null: the default of settings.")
    render: Literal["browser"] | None = None
    legacy_tls: bool = Field(False, description="Server speaks only TLS that today's defaults refuse.")
    verify_tls: bool = Field(True, description="False: certificate not checked; each record shows it.")
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: tuple[str, ...] = Field(default=(), description="Ids or names that this portal took over from.")
    max_silence: timedelta | None = Field(None, description="How long without news is normal.")

    @field_validator("schedule")
    @classmethod
    def _cron(cls, value: str) -> str:
        CronTrigger.from_crontab(value, timezone=VIETNAM)
        return value

    @property
    def host(self) -> str:
        """Host name of `start`, lower case."""
        return (urlsplit(self.start).hostname or "").lower()

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that counts as this portal."""
        return frozenset({self.host, *(alias.lower() for alias in self.aliases)})
