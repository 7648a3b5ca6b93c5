"""What a further link to a known page changes in its row of the frontier. Pure functions of row and link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crawler.model.visit import MISSING_HTTP, RANK, Link, Status


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A row of the frontier, as far as a link to its page can change it or is judged by it."""

    id: int
    key: str
    url: str
    other_url: str | None
    kind: str
    rank: int
    section: str | None
    hint: str | None
    hint_date: str | None
    due_at: int | None
    run: int | None
    form: str | None
    status: str
    http_status: int | None
    fetched_at: int | None

    def mutable(self) -> dict[str, Any]:
        """The columns that a link can change, with their values."""
        return {name: getattr(self, name) for name in _MUTABLE}


_MUTABLE = ("url", "other_url", "kind", "rank", "section", "hint", "hint_date", "due_at", "run", "form")


def linked_again(page: KnownPage, link: Link, now: int) -> tuple[KnownPage, bool]:
    """The row after a further link to its page, and whether the portal changed the page since it was last shown.

    A changed page is due at `now` (epoch second). See `_with_hint` and `_modified` for what counts as a change.
    """
    after = _with_kind(page, link, now)
    after = _with_section(after, link)
    after, retitled = _with_hint(after, page, link)
    is_changed = retitled or _modified(page, link)
    if is_changed:
        after = replace(after, due_at=now)
    return _with_url(_with_form(after, link), link, now), is_changed


def _with_kind(page: KnownPage, link: Link, now: int) -> KnownPage:
    """A page of unknown kind takes the kind that its address tells by now; one that was deferred is then due."""
    if page.status != Status.DISCOVERED or page.kind != "page" or link.kind == "page":
        return page
    due_at = now if page.due_at is None and not link.deferred else page.due_at
    return replace(page, kind=link.kind, rank=RANK[link.kind], due_at=due_at)


def _with_section(page: KnownPage, link: Link) -> KnownPage:
    """A page that no section has shown (a feed or a sitemap did) takes the section of the first that shows it."""
    return page if page.section is not None else replace(page, section=link.section)


def _with_hint(page: KnownPage, before: KnownPage, link: Link) -> tuple[KnownPage, bool]:
    """Title and date as the page's own section shows them, and whether they tell of a change.

    Another section may shorten the title, so its hint says nothing. A section that shows the page for the first time
    tells of no change either.
    """
    if link.hint is None or link.hint == before.hint or link.section != page.section:
        return page, False
    hint_date = link.hint_date.isoformat() if link.hint_date else before.hint_date
    shown_before = before.hint is not None and before.section == page.section
    return replace(page, hint=link.hint, hint_date=hint_date), shown_before


def _modified(page: KnownPage, link: Link) -> bool:
    """Whether the link dates the page's last change (a sitemap's lastmod) after its last fetch."""
    if link.changed_at is None or page.fetched_at is None:
        return False
    return link.changed_at.timestamp() > page.fetched_at


def _with_form(page: KnownPage, link: Link) -> KnownPage:
    """A further page of a listing takes the form and the day that it was last linked with."""
    if link.kind != "listing":
        return page
    form = link.form.dumps() if link.form else None
    return replace(page, form=form, hint_date=link.hint_date.isoformat() if link.hint_date else None)


def _with_url(page: KnownPage, link: Link, now: int) -> KnownPage:
    """Another address of an article is kept for when the first is dead, and used at once where it is dead already."""
    if link.url == page.url or link.kind != "article":
        return page
    if page.http_status in MISSING_HTTP:
        return replace(page, url=link.url, due_at=now, run=None)
    if page.other_url is None and page.status == Status.DISCOVERED:
        return replace(page, other_url=link.url)
    return page
