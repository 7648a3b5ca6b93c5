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


# A 'page' is one of which only a visit will tell whether it is a listing, an article or neither.
# An 'attachment' is a file that articles link to.
Kind = Literal["feed", "sitemap", "listing", "article", "page", "attachment"]
RANK: dict[Kind, int] = {"feed": -2, "sitemap": -1, "listing": 0, "article": 1, "page": 2, "attachment": 3}
MISSING_HTTP = (404, 410)  # what an answer says of a page that is not there
SOURCES: tuple[Kind, ...] = ("feed", "sitemap", "listing")


@dataclass(frozen=True, slots=True)
class Link:
    """A page found: its key within the portal, its address, and what the listing that shows it says of it.

    Of a further page of a listing `hint_date` is the newest day that the page before it shows: what lies on it is not
    newer. With a `form` it is fetched by POST. A `deferred` link is recorded but not due until something releases it:
    its like may prove worthless first. One with `changed_at` (a sitemap's lastmod) is due again where the page was
    fetched before that.
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
    """A row of the frontier that is to be fetched now."""

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
    """A record that breaks the schema: its id, what is wrong with it, and all of it as text."""

    article: str
    reason: str
    record: str


@dataclass(slots=True)
class Visit:
    """One fetch of one frontier row: its outcome, the article if it gave one, the links found.

    `links` are entries of a listing; `next_pages` are its further pages, followed unless every entry was known and
    unchanged; with `follow` always. `next_run_pages` are fetched by the next run. `outlinks` are other pages worth a
    look, known or not. A `missing` page answered 404 or 410, or said so with status 200. With `rewalk` its form was
    refused: the section is walked again from its first page, whose answer brings fresh ones. `detected_kind` and
    `section` say what a page was on reading, where its row says otherwise.
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
    attachments: list[Link] | None = None  # files that the article links to; None: they are not wanted
    file: FileText | None = None  # what an attachment is and says
    bytes: int = 0
    rejected: Rejected | None = None
    capture: Capture | None = None  # where the page lies in the raw archive
    cms: str | None = None  # the family whose marks a listing bears
    clock_skew: int | None = None  # seconds by which the server's clock is ahead of ours, by its Date header
    led_away: str | None = None  # the host of others that a redirect leads to

    @property
    def kind(self) -> Kind:
        """What the page is, as far as this visit tells."""
        return self.detected_kind or self.due.kind

    @property
    def is_first(self) -> bool:
        """Whether the page is its source's first, the one that shows what is new."""
        return self.due.depth == 0 if self.first_page is None else self.first_page

    @property
    def moved_to(self) -> str | None:
        """The address that the same page was redirected to: with a closing slash, under another host; or None."""
        link = self.redirected_to
        return link.url if link is not None and link.key == self.due.key else None
