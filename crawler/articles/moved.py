"""Articles of a changed portal at new addresses: they are recognised and keep their ids.

Two addresses are one article only where more than a title agrees: the day, and the text or nearly all of it. The
article must not have been seen under its old address since the portal changed, and takes one new address only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from crawler.articles.indexing import compared_words
from crawler.articles.shingles import MIN_WORDS, signatures, similarity
from crawler.database.tables import articles, healings, moved_articles, revisions
from crawler.model.items import Article
from crawler.model.upcasting import read_record
from crawler.model.visit import Visit
from crawler.vietnamese import fold

# Share of the text's word pairs that a new template leaves in common; an edit of a word in fifty leaves .96 of them.
SAME_TEXT = 0.8
CHUNK = 500


@dataclass(slots=True)
class _Known:
    """A stored article that may be met at a new address."""

    id: str
    url: str
    title: str
    day: str | None
    digest: str
    seen_before: bool  # not since the portal changed


def recognise(connection: Connection, portal: str, visits: Sequence[Visit]) -> None:
    """Give articles of these visits that are met at a new address the ids that they have, and note the addresses."""
    pages = [(visit, visit.article) for visit in visits if visit.article is not None]
    changed_at = _changed_at(connection, portal) if pages else None
    if changed_at is None:
        return
    for visit, article in pages:  # a batch that cannot be stored whole comes here a second time
        article.id = visit.address_id = visit.address_id or article.id
    aliases = moved_ids(connection, [one.id for _, one in pages])
    here = select(articles.c.id).where(articles.c.id.in_([one.id for _, one in pages]))
    stored = set(connection.execute(here).scalars())
    new = [one for _, one in pages if one.id not in stored and one.id not in aliases]
    known = _candidates(connection, portal, new, changed_at) if new else []
    taken = _taken(connection, [one.id for one in known])
    at = max(visit.fetched_at for visit in visits).isoformat()
    for article in new:
        old = next((one for one in _matching(connection, article, known) if one.id not in taken), None)
        if old is not None and article.id not in aliases:
            taken.add(old.id)
            aliases[article.id] = old.id
            row = {"id": article.id, "article": old.id, "url": article.url, "found_at": at}
            connection.execute(moved_articles.insert().values(**row))
    for _, article in pages:
        article.id = aliases.get(article.id, article.id)


def moved_ids(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Of the ids that new addresses give, the ids that their articles have."""
    found: dict[str, str] = {}
    wanted, c = sorted(set(ids)), moved_articles.c
    for start in range(0, len(wanted), CHUNK):
        query = select(c.id, c.article).where(c.id.in_(wanted[start : start + CHUNK]))
        found.update((row.id, row.article) for row in connection.execute(query))
    return found


def _changed_at(connection: Connection, portal: str) -> str | None:
    """When the portal last changed (ISO 8601); None for nearly all portals."""
    return connection.execute(select(func.max(healings.c.found_at)).where(healings.c.portal == portal)).scalar()


def _candidates(connection: Connection, portal: str, new: Sequence[Article], changed_at: str) -> list[_Known]:
    """The stored articles with the same text, or of the same day."""
    c = articles.c
    hashes = sorted({one.content_hash for one in new if one.content_hash})
    days = sorted({_day(one.published_at) or "" for one in new} - {""})
    rows: dict[str, Any] = {}
    columns = (c.id, c.url, c.title, c.published_at, c.content_hash, c.last_seen)
    for start in range(0, max(len(hashes), len(days)), 50):
        of_day = [c.published_at.between(day, f"{day}~") for day in days[start : start + 50]]
        where = or_(c.content_hash.in_(hashes[start : start + 50]), *of_day)
        query = select(*columns).where(c.portal == portal, c.url != "", where)
        for row in connection.execute(query):
            rows[row.id] = row
    ordered = sorted(rows.values(), key=lambda row: row.id)
    return [_of_row(row, changed_at) for row in ordered]


def _of_row(row: Any, changed_at: str) -> _Known:
    day = (row.published_at or "")[:10] or None
    return _Known(row.id, row.url, row.title, day, row.content_hash, row.last_seen <= changed_at)


def _taken(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of the articles that have a new address already."""
    found: set[str] = set()
    wanted, c = sorted(ids), moved_articles.c
    for start in range(0, len(wanted), CHUNK):
        query = select(c.article).where(c.article.in_(wanted[start : start + CHUNK]))
        found.update(connection.execute(query).scalars())
    return found


def _matching(connection: Connection, article: Article, known: Sequence[_Known]) -> list[_Known]:
    """The stored articles that this one is, the surest first."""
    day = _day(article.published_at)
    groups: defaultdict[int, list[_Known]] = defaultdict(list)
    for one in known:
        same_page = one.url == article.url
        if not same_page and not one.seen_before:
            continue
        if day is not None and one.day is not None and day != one.day:
            continue
        if same_page:
            groups[0].append(one)
        elif one.digest == article.content_hash:
            groups[1].append(one)
        elif day is not None and one.day == day and fold(one.title) == fold(article.title):
            groups[2].append(one)
    near = [one for one in groups[2] if _is_same_text(connection, article, one)]
    return [*groups[0], *groups[1], *near]


def _is_same_text(connection: Connection, article: Article, known: _Known) -> bool:
    c = revisions.c
    query = select(c.record).where(c.article == known.id).order_by(c.revision.desc()).limit(1)
    record = connection.execute(query).scalar()
    if record is None:
        return False
    texts = [compared_words(article), compared_words(read_record(record))]
    if min(map(len, texts)) < MIN_WORDS:
        return False
    signed = signatures(texts)
    return similarity(signed[:1], signed[1:])[0] >= SAME_TEXT


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment is not None else None
