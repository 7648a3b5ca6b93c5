"""Atom and RSS feeds: one for each rule, one for each province's meeting reports, and one for all of them.

Files are written aside and renamed into place; unchanged ones are left alone. An entry's id is derived from its
article's id, so an edited article is an updated entry, never a new one.
"""

from __future__ import annotations

import fcntl
import html
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from feedgen.feed import FeedGenerator
from sqlalchemy import Connection, Engine, Select, func, select

import crawler
from crawler.base.atomic import replace_whole
from crawler.base.clock import VIETNAM
from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.tables import articles, meetings, outbox, revisions
from crawler.model.items import Article
from crawler.model.stored import stored_article
from crawler.watch.outbox import feed_written
from crawler.watch.plain import plain, web_address
from crawler.watch.rules import FEED, Rules

FOLDER = "feeds"
ENTRIES = 100  # the newest of each feed
SUMMARY_CHARS = 600
TITLE_CHARS = 300
EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)
HOME = "https://tintinh.invalid/"  # RSS needs a link also where the address of the feeds is not known
SUFFIXES = ("atom", "rss")
STATE = ".written.json"  # what each feed shows, so that a feed without news costs nothing


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: an article at its newest revision, and when that was stored."""

    article: Article
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written: the revisions that it shows; `through`: the last outbox row in it, if any."""

    name: str
    title: str
    seqs: list[int]
    through: int = 0


def write_feeds(
    engine: Engine, output: Path, rules: Rules, now: Callable[[], datetime], portal_names: Mapping[str, str]
) -> int:
    """Bring every feed below `output` up to the store; returns how many files changed. Raises `StoreError`."""
    folder = output / FOLDER
    changed = 0
    try:
        with _alone(folder):
            written = _written(folder)
            for feed in _feeds(engine, rules):
                paths = {suffix: folder / f"{feed.name}.{suffix}" for suffix in SUFFIXES}
                shown = [crawler.__version__, rules.feeds_url, feed.title, feed.seqs]
                if written.get(feed.name) != shown or not all(path.exists() for path in paths.values()):
                    items = _items(engine, feed.seqs)
                    for suffix, path in paths.items():
                        changed += _replace(path, render(feed, items, suffix, rules.feeds_url, portal_names))
                    written[feed.name] = shown
                if feed.through:
                    feed_written(engine, feed.name, feed.through, now())
            _replace(folder / STATE, orjson.dumps(written))
    except OSError as error:
        raise StoreError(f"cannot write the feeds in {folder}: {error.strerror}") from error
    return changed


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process writes feeds there: an older view of the store must not replace a newer one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(".*.tmp"):  # by a process that was killed: nobody else writes here now
            left.unlink(missing_ok=True)
        yield


def _written(folder: Path) -> dict[str, list[Any]]:
    try:
        found = orjson.loads((folder / STATE).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _feeds(engine: Engine, rules: Rules) -> list[Feed]:
    m, o = meetings.c, outbox.c
    newest = (
        select(articles.c.seq)
        .join(meetings, m.article == articles.c.id)
        .order_by(m.found_at.desc(), articles.c.seq.desc())
    )
    with reading(engine) as connection:
        codes = connection.execute(select(m.province_code).where(m.province_code.is_not(None)).distinct()).scalars()
        made = [Feed("meetings", "Meeting reports", _seqs(connection, newest))]
        for code in sorted(codes.all()):
            seqs = _seqs(connection, newest.where(m.province_code == code))
            made.append(Feed(f"meetings-{code}", f"Meeting reports, province {code}", seqs))
        for rule in rules.rules.values():
            noted = o.rule == rule.name, o.target == FEED
            through = connection.execute(select(func.max(o.id)).where(*noted)).scalar() or 0
            query = select(articles.c.seq).join(outbox, o.article == articles.c.id).where(*noted, o.id <= through)
            seqs = _seqs(connection, query.order_by(o.id.desc()))
            made.append(Feed(rule.name, rule.title or rule.name, seqs, through))
    return made


def _seqs(connection: Connection, query: Select[Any]) -> list[int]:
    return list(connection.execute(query.limit(ENTRIES)).scalars())


def _items(engine: Engine, seqs: Sequence[int]) -> list[Item]:
    """The articles as these revisions have them, in this order."""
    c = revisions.c
    with reading(engine) as connection:
        rows = connection.execute(select(c.seq, c.record, c.recorded_at).where(c.seq.in_(seqs))).all()
    found = {row.seq: item(row.seq, row.record, row.recorded_at) for row in rows}
    return [one for seq in seqs if (one := found.get(seq)) is not None]


def item(seq: int, record: str, recorded_at: str) -> Item | None:
    """The entry of a revision: its record as JSON, and when it was stored (ISO 8601); None for a damaged row."""
    article = stored_article(seq, record)
    try:
        return Item(article, datetime.fromisoformat(recorded_at)) if article is not None else None
    except ValueError:
        return None


def entry_id(article: str) -> str:
    """The id of an article's entry, in any feed and format."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'tintinh:{article}')}"


def render(
    feed: Feed,
    items: Sequence[Item],
    suffix: str,
    feeds_url: str | None,
    portal_names: Mapping[str, str],
    own: str | None = None,
    home: str = HOME,
) -> bytes:
    """The feed as XML, the same bytes for the same items. `suffix`: 'atom' or 'rss'; `own`: its address, if not below
    `feeds_url`; `home`: the page that RSS wants a link to, if that is not `feeds_url`."""
    made = FeedGenerator()
    made.id(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'tintinh:feed:{feed.name}')}")
    made.title(feed.title)
    made.description(feed.title)
    made.generator("tintinh")
    made.language("vi")
    if feeds_url:
        own = f"{feeds_url.rstrip('/')}/{feed.name}.{suffix}"
        made.link(href=own, rel="self", type=f"application/{suffix}+xml")
        made.link(href=feeds_url, rel="alternate")
    elif own:
        made.link(href=own, rel="self", type=f"application/{suffix}+xml")
    if suffix == "rss" and not feeds_url:
        made.link(href=home, rel="alternate")
    made.updated(max((one.changed_at for one in items), default=EPOCH))
    for one in items:
        _add(made, one, suffix, portal_names)
    return bytes(made.atom_str(pretty=True) if suffix == "atom" else made.rss_str(pretty=True))


def _add(made: FeedGenerator, shown_item: Item, suffix: str, portal_names: Mapping[str, str]) -> None:
    article = shown_item.article
    # Atom says what is text; readers of RSS take titles and descriptions for HTML.
    shown: Callable[[str], str] = partial(html.escape, quote=False) if suffix == "rss" else str
    entry = made.add_entry(order="append")
    entry.id(entry_id(article.id))
    entry.title(shown(plain(article.title, TITLE_CHARS) or "(no title)"))
    entry.link(href=web_address(article.url, article.canonical_url) or HOME, rel="alternate")
    entry.updated(shown_item.changed_at)
    if article.published_at:
        entry.published(article.published_at)
    entry.summary(shown(plain(article.summary or article.body, SUMMARY_CHARS) or "…"))
    entry.author(name=plain(portal_names.get(article.portal, article.portal), TITLE_CHARS))
    if article.meeting:
        for term in (article.meeting.kind.value, article.meeting.status.value):
            entry.category(term=term)


def _replace(path: Path, content: bytes) -> bool:
    """Put `content` in place by rename; whether that changed the file."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    replace_whole(path, content)
    return True
