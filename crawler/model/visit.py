"""A `Visit`: all that one fetch brought, committed as a whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from crawler.archive.capture import Capture
from crawler.model.file_text import FileText
from crawler.model.forms import Form
from crawler.model.items import Article


class Status(StrEnum):
    """Status words of the frontier, as StormCrawler's status index has them."""

    DISCOVERED = "DISCOVERED"
    FETCHED = "FETCHED"
    REDIRECTED = "REDIRECTED"
    FETCH_ERROR = "FETCH_ERROR"
    GONE = "GONE"
    BLOCKED = "BLOCKED"


# A 'page' may be a listing, an article or neither: only a visit shows which.
# An 'attachment' is a file that articles link to.
Kind = Literal["feed", "sitemap", "listing", "article", "page", "attachment"]
RANK: dict[Kind, int] = {"feed": -2, "sitemap": -1, "listing": 0, "article": 1, "page": 2, "attachment": 3}
MISSING_HTTP = (404, 410)  # status codes of a page that does not exist
SOURCES: tuple[Kind, ...] = ("feed", "sitemap", "listing")


@dataclass(frozen=True, slots=True)
class Link:
    """A page found: its key within the portal, its address, and the hint that its listing shows.

    For a next page of a listing, `hint_date` is the newest day on the page before it: its entries are not newer. With
    a `form` it is fetched by POST. A `deferred` link is recorded but not due until it is released: similar pages may
    prove worthless first. A link with `changed_at` (a sitemap's lastmod) is due again if the page was fetched earlier.
    """

    key: str
    url: str
    kind: Kind
    section: str | None = None
    hint: str | None = None
    hint_date: date | None = None
    form: Form | None = None
    deferred: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A row of the frontier to fetch now."""

    id: int
    key: str
    url: str
    kind: Kind
    section: str | None
    depth: int
    etag: str | None
    last_modified: str | None
    form: Form | None = None
    unfetched: bool = False  # it was never fetched, or not at the last try


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that breaks the schema: its id, what is wrong with it, and all of it as text.

    A page that breaks its reader has no record."""

    article: str
    reason: str
    record: str


@dataclass(slots=True)
class Visit:
    """One fetch of one frontier row: its outcome, the article if it gave one, the links found.

    `links` are entries of a listing. `next_pages` are its next pages; they are followed unless every entry is known
    and unchanged, and always with `follow`. `next_run_pages` are fetched by the next run. `outlinks` are other pages
    worth a visit, known or not. A `missing` page answered 404 or 410, or said so with status 200. `rewalk`: the server
    refused the form, so the section is walked again from its first page, whose answer brings a new form.
    `detected_kind` and `section` are what the reading found, where the row says something else.
    """

    due: Due
    fetched_at: datetime
    status: Status
    http_status: int | None = None
    reason: str | None = None
    missing: bool = False
    rewalk: bool = False
    not_modified: bool = False
    redirected_to: Link | None = None
    etag: str | None = None
    last_modified: str | None = None
    article: Article | None = None
    links: list[Link] = field(default_factory=list)
    next_pages: list[Link] = field(default_factory=list)
    follow: bool = False
    next_run_pages: list[Link] = field(default_factory=list)
    outlinks: list[Link] = field(default_factory=list)
    detected_kind: Kind | None = None
    section: str | None = None
    first_page: bool | None = None  # of its listing; None: its depth says so
    shown: int | None = None  # entries of a source that are not among `links`, too
    attachments: list[Link] | None = None  # files that the article links to; None: files are not fetched
    file: FileText | None = None  # type and text of an attachment
    bytes: int = 0
    rejected: Rejected | None = None
    finished: bool = False  # a reader process took the article through the finishing steps
    capture: Capture | None = None  # where the page lies in the raw archive
    cms: str | None = None  # the family whose marks a listing shows
    clock_skew: int | None = None  # seconds by which the server's clock is ahead of ours, by its Date header
    led_away: str | None = None  # the foreign host that a redirect leads to
    address_id: str | None = None  # the id that the page's address gives, where the article has another

    @property
    def kind(self) -> Kind:
        """What the page is: as detected by this visit, else as its row says."""
        return self.detected_kind or self.due.kind

    @property
    def is_first(self) -> bool:
        """Whether the page is its source's first, the one that shows what is new."""
        return self.due.depth == 0 if self.first_page is None else self.first_page

    @property
    def moved_to(self) -> str | None:
        """The address to which the same page was redirected (a closing slash, another host name); or None."""
        link = self.redirected_to
        return link.url if link is not None and link.key == self.due.key else None
