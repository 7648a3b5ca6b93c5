"""The frontier: every page known of, what became of it, and when it is due again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from crawler.database.tables import frontier
from crawler.database.upsert import upsert
from crawler.frontier.adaptive import USUAL, Between, next_interval, slack
from crawler.frontier.refetch import MISSING_APART, REVISIT_AFTER, next_missing, next_retry, next_revisit
from crawler.model.forms import Form
from crawler.model.visit import RANK, SOURCES, Due, Kind, Link, Status, Visit

MISSING_HTTP = (404, 410)
LONGEST = (
    2083  # characters of an address, as in Scrapy's URLLENGTH_LIMIT: longer ones are traps, and no index takes them
)
MOST_HOPS = 5  # redirects of one page to other addresses of its own, in a row
CHUNK = 500  # keys in one query: below SQLite's and PostgreSQL's limits on parameters


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the frontier a run wants: a section, and dates that listings must not contradict.

    Listing pages behind one without dates are wanted down to the depth `undated` only.
    """

    section: str | None = None
    since: date | None = None
    until: date | None = None
    undated: int | None = None
    files_since: datetime | None = None  # attachments alone, of those found from this moment on


def seed(
    connection: Connection, portal: str, links: Sequence[Link], now: datetime, run: int, on_schedule: bool = False
) -> None:
    """Make the portal's entry pages due: new rows at depth 0, known ones at once (but once a run).

    `on_schedule`, known ones become due when their time comes, see `visiting`.
    """
    if on_schedule:
        later = _not_yet(connection, portal, [link.key for link in links], now)
        links = [link for link in links if link.key not in later]
    add(connection, portal, links, depth=0, now=now, run=run, again=True)


def _not_yet(connection: Connection, portal: str, keys: Sequence[str], now: datetime) -> set[str]:
    """Those of `keys` whose next visit on schedule is still to come."""
    c = frontier.c
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        wanted = and_(c.portal == portal, c.key.in_(keys[start : start + CHUNK]))
        found.update(connection.scalars(select(c.key).where(wanted, c.visit_at > int(now.timestamp()))))
    return found


def draw(
    connection: Connection,
    portal: str,
    run: int,
    now: datetime,
    count: int,
    window: Window | None = None,
    in_flight: Collection[int] = (),
) -> list[Due]:
    """Up to `count` due rows of one level: one depth, and listings or articles, never both.

    A listing's articles come before its next page, and a level begins only when the one before it is done, so
    that a crawl meets the pages in the same order every time. `in_flight` rows are left out.
    """
    window = window or Window()
    c = frontier.c
    conditions = [
        c.portal == portal,
        c.due_at.is_not(None),
        c.due_at <= int(now.timestamp()),
        or_(c.run.is_(None), c.run != run),
    ]
    if window.section is not None:
        conditions.append(c.section == window.section)
    if window.since is not None:
        conditions.append(or_(c.hint_date.is_(None), c.hint_date >= window.since.isoformat()))
    if window.until is not None:
        within = or_(c.hint_date.is_(None), c.hint_date <= window.until.isoformat())
        conditions.append(or_(c.kind == "listing", within))
    if window.undated is not None:
        conditions.append(or_(c.kind != "listing", c.hint_date.is_not(None), c.depth <= window.undated))
    if window.files_since is not None:
        conditions += [c.kind == "attachment", c.discovered_at >= int(window.files_since.timestamp())]
    query = (
        select(c.id, c.key, c.url, c.kind, c.section, c.depth, c.etag, c.last_modified, c.form, c.status, c.rank)
        .where(*conditions)
        .order_by(c.depth, c.rank, c.id)
        .limit(count + len(in_flight))
    )
    rows = [row for row in connection.execute(query) if row.id not in in_flight]
    if not rows:
        return []
    level = (rows[0].depth, rows[0].rank)
    return [
        Due(
            row.id,
            row.key,
            row.url,
            cast(Kind, row.kind),
            row.section,
            row.depth,
            row.etag,
            row.last_modified,
            Form.loads(row.form) if row.form else None,
            row.status != Status.FETCHED,
        )
        for row in rows
        if (row.depth, row.rank) == level
    ][:count]


def add(
    connection: Connection,
    portal: str,
    links: Iterable[Link],
    depth: int,
    now: datetime,
    run: int,
    again: bool = False,
    later: bool = False,
) -> tuple[int, int]:
    """Record links found at `depth`; returns how many were new and how many changed since a listing last showed them.

    A new page is due at once; with `later` none is fetched before the next run. A known one becomes due when its
    listing shows another title or date than before, or, with `again` (next pages of a listing), unless this run has
    already tried it. Addresses over `LONGEST` are passed over.
    """
    fit = [link for link in links if len(link.key) <= LONGEST and len(link.url) <= LONGEST]
    wanted = {link.key: link for link in reversed(fit)}  # the first of several wins
    ordered = list(dict.fromkeys(reversed(wanted)))
    known = _known(connection, portal, ordered)
    epoch = int(now.timestamp())
    new = [wanted[key] for key in ordered if key not in known]
    if new:
        connection.execute(
            upsert(connection, frontier),
            [
                {
                    "portal": portal,
                    "key": link.key,
                    "url": link.url,
                    "kind": link.kind,
                    "section": link.section,
                    "depth": depth,
                    "rank": RANK[link.kind],
                    "status": Status.DISCOVERED.value,
                    "due_at": None if link.held else epoch,
                    "hint": link.hint,
                    "hint_date": link.hint_date.isoformat() if link.hint_date else None,
                    "discovered_at": epoch,
                    "errors": 0,
                    "form": link.form.dumps() if link.form else None,
                    "run": run if later else None,
                }
                for link in new
            ],
        )
    updates = [
        change
        for key, link in wanted.items()
        if key in known and (change := _relinked(known[key], link, epoch)) is not None
    ]
    if updates:
        connection.execute(update(frontier).where(frontier.c.id == bindparam("row")), updates)
    if later:
        held = [{"row": known[key].id, "run": run} for key in ordered if key in known]
        if held:
            connection.execute(update(frontier).where(frontier.c.id == bindparam("row")), held)
    if again:
        rows = [known[key].id for key in ordered if key in known and known[key].run != run]
        if rows:
            connection.execute(
                update(frontier).where(frontier.c.id == bindparam("row")),
                [{"row": row, "due_at": epoch} for row in rows],
            )
    return len(new), sum(change.pop("changed") for change in updates)


def _relinked(row: Any, link: Link, epoch: int) -> dict[str, Any] | None:
    """What a further sight of a known page changes in its row; None for nothing.

    Another title or date than the same section showed before makes it due. One that no section has shown yet (a feed
    or a sitemap did) takes the section of the first that does. Another address is kept for when the first turns out
    dead, and used at once where it already has. A further page of a listing takes the form and the day that it was last
    linked with.
    """
    change = {
        "row": row.id,
        "url": row.url,
        "other_url": row.other_url,
        "hint": row.hint,
        "hint_date": row.hint_date,
        "due_at": row.due_at,
        "run": row.run,
        "section": row.section,
        "kind": row.kind,
        "rank": row.rank,
        "form": row.form,
        "changed": False,
    }
    if row.status == Status.DISCOVERED and row.kind == "page" and link.kind != "page":
        change |= {"kind": link.kind, "rank": RANK[link.kind]}  # by now its address tells
        if not link.held and row.due_at is None:
            change["due_at"] = epoch
    if link.kind == "listing":
        change["form"] = link.form.dumps() if link.form else None
        change["hint_date"] = link.hint_date.isoformat() if link.hint_date else None
    adopted = row.section is None and link.section is not None
    if adopted:
        change["section"] = link.section
    if link.hint is not None and link.section == change["section"] and link.hint != row.hint:
        change["hint"] = link.hint
        change["hint_date"] = link.hint_date.isoformat() if link.hint_date else row.hint_date
        if row.hint is not None and not adopted:
            change |= {"due_at": epoch, "changed": True}
    if link.changed_at is not None and row.fetched_at is not None and link.changed_at.timestamp() > row.fetched_at:
        change |= {"due_at": epoch, "changed": True}
    if link.url != row.url and link.kind == "article":
        if row.http_status in MISSING_HTTP:
            change |= {"url": link.url, "due_at": epoch, "run": None}
        elif row.other_url is None and row.status == Status.DISCOVERED:
            change["other_url"] = link.url
    return (
        None
        if all(getattr(row, name, None) == value for name, value in change.items() if name not in ("row", "changed"))
        else change
    )


def _known(connection: Connection, portal: str, keys: Sequence[str]) -> dict[str, Any]:
    c = frontier.c
    found: dict[str, Any] = {}
    for start in range(0, len(keys), CHUNK):
        query = select(
            c.id,
            c.key,
            c.url,
            c.other_url,
            c.kind,
            c.rank,
            c.section,
            c.hint,
            c.hint_date,
            c.due_at,
            c.run,
            c.form,
            c.status,
            c.http_status,
            c.fetched_at,
        ).where(c.portal == portal, c.key.in_(keys[start : start + CHUNK]))
        found.update((row.key, row) for row in connection.execute(query))
    return found


def settle(
    connection: Connection,
    visits: Sequence[Visit],
    run: int,
    born: Mapping[int, datetime],
    revisit_after: Sequence[int] = REVISIT_AFTER,
    news: Collection[int] = (),
    between: Between = USUAL,
) -> None:
    """Mark the rows of `visits` with what became of them and when they are due again.

    `born` tells, by row id, when the article there was published (or first seen, where it bears no date); `news` are
    the ids of sources that showed something new.
    """
    c = frontier.c
    before = {
        row.id: row
        for row in connection.execute(
            select(
                c.id,
                c.url,
                c.other_url,
                c.section,
                c.errors,
                c.fetched_at,
                c.etag,
                c.last_modified,
                c.form,
                c.sha256,
                c.interval,
            ).where(c.id.in_([visit.due.id for visit in visits]))
        )
    }
    connection.execute(
        update(frontier).where(c.id == bindparam("row")),
        [
            _settled(visit, before[visit.due.id], run, born.get(visit.due.id), revisit_after)
            | _scheduled(visit, before[visit.due.id], visit.due.id in news, between)
            for visit in visits
        ],
    )


def _scheduled(visit: Visit, before: Any, news: bool, between: Between) -> dict[str, int | None]:
    """When a source is to be visited next on schedule; nothing for other rows."""
    if visit.kind not in SOURCES:
        return {"interval": before.interval, "visit_at": None}
    # What a redirect leads to tells whether there is news, not the redirect.
    interval = next_interval(before.interval or 0, news or visit.status is Status.REDIRECTED, between)
    return {"interval": interval, "visit_at": int(visit.fetched_at.timestamp()) + interval - slack(between)}


def _settled(
    visit: Visit, before: Any, run: int, born: datetime | None, revisit_after: Sequence[int]
) -> dict[str, Any]:
    epoch = int(visit.fetched_at.timestamp())
    failed = visit.status in (Status.FETCH_ERROR, Status.BLOCKED)
    errors = before.errors + 1 if failed else 0
    status = visit.status
    due_at: int | None = None
    if visit.missing:
        if before.errors and before.fetched_at and epoch - before.fetched_at < MISSING_APART:
            errors = before.errors  # visits close together count once
        due_at = None if visit.kind in ("feed", "sitemap") else next_missing(visit.fetched_at, errors)
        status = Status.GONE if due_at is None else status
    elif failed:
        due_at = next_retry(visit.fetched_at, errors)
    elif visit.kind == "article" and status is Status.FETCHED:
        due_at = next_revisit(born, visit.fetched_at, revisit_after)
    keep = failed or visit.not_modified
    url, other_url = before.url, before.other_url
    tried_in: int | None = run
    if visit.missing and other_url is not None:
        # Dead under this address, but a listing shows another: try that one at once.
        url, other_url, tried_in, status, due_at, errors = other_url, None, None, Status.DISCOVERED, epoch, 0
    reason = visit.reason
    if visit.moved_to is not None:
        # The same page by another address, with a closing slash say: had there, at once. A circle ends.
        errors = before.errors + 1
        if errors <= MOST_HOPS:
            url, tried_in, status, due_at = visit.moved_to, None, Status.DISCOVERED, epoch
        else:
            status, reason, due_at = Status.FETCH_ERROR, "redirects in a circle", next_retry(visit.fetched_at, errors)
    return {
        "row": visit.due.id,
        "url": url,
        "other_url": other_url,
        "kind": visit.kind,
        "rank": RANK[visit.kind],
        "section": visit.section if visit.section is not None else before.section,
        "status": status.value,
        "due_at": due_at,
        "fetched_at": epoch,
        "http_status": visit.http_status,
        "etag": before.etag if keep else visit.etag,
        "last_modified": before.last_modified if keep else visit.last_modified,
        "reason": reason,
        "errors": errors,
        "target": visit.redirected_to.key if visit.redirected_to else None,
        "run": tried_in,
        "form": before.form if failed else None,
        "sha256": before.sha256 if keep else visit.file.sha256 if visit.file else None,
    }


def counts(connection: Connection, portal: str) -> dict[str, int]:
    """Pages of the portal, files not counted, by status word."""
    c = frontier.c
    query = select(c.status, func.count()).where(c.portal == portal, c.kind != "attachment").group_by(c.status)
    return {row[0]: row[1] for row in connection.execute(query)}


def due_count(connection: Connection, portal: str, now: datetime) -> int:
    """How many rows of the portal are due."""
    query = (
        select(func.count())
        .select_from(frontier)
        .where(and_(frontier.c.portal == portal, frontier.c.due_at <= int(now.timestamp())))
    )
    return connection.execute(query).scalar_one()
