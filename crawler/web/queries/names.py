"""Names that reports give: those of the newest reports with counts, and all that begin as somebody types.

No table counts names: a count over all reports would cost more than a page may. So lists rest on the newest reports,
and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, select, tuple_

from crawler.database.tables import meeting_names, meetings
from crawler.meetings.keys import document_key, person_key, plain_body_key
from crawler.meetings.linking import KEY_CHARS
from crawler.vietnamese import fold
from crawler.web.queries.meetings import place_of, province_of

LATELY = 1000
"""Reports that a list of names rests on, the newest."""
MOST = 120  # names of a list
STEPS = 60  # names looked at for a beginning

Field = Literal["person", "document"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a report prints it, with how many of the newest reports have it. `about`: a post of the person, what
    kind a document is; `province`: of the reports, where all are of one; `day`: of the newest report."""

    name: str
    reports: int
    day: str
    about: str | None = None
    province: str | None = None


def lately(connection: Connection, field: Field, province: str | None) -> list[Named]:
    """Names in the newest reports, the most frequent first."""
    m, n = meetings.c, meeting_names.c
    newest = select(m.article, m.day, m.province_code).order_by(m.reported_at.desc(), m.article.desc()).limit(LATELY)
    if province is not None:
        newest = newest.where(m.province_code == province)
    reports = {row.article: row for row in connection.execute(newest)}
    # The field is wrapped, so that only the index of articles is used: a field alone has most of the table.
    query = select(n.marked, n.article).where(n.article.in_(list(reports)), n.field.concat("") == field)
    found: dict[str, list[Any]] = {}
    for marked, article in connection.execute(query):
        found.setdefault(marked, []).append(reports[article])
    latest = {marked: max(rows, key=lambda row: (row.day, row.article)) for marked, rows in found.items()}
    most = sorted(found, key=lambda one: (-len(found[one]), [-ord(sign) for sign in latest[one].day], one))[:MOST]
    facts = _facts(connection, {latest[one].article for one in most})
    made = []
    for one in most:
        name, about = _printed(field, one, facts.get(latest[one].article))
        places = {row.province_code for row in found[one]}
        made.append(Named(name, len(found[one]), latest[one].day, about, places.pop() if len(places) == 1 else None))
    return made


def bodies_lately(connection: Connection, province: str | None) -> list[Named]:
    """Bodies that met according to the newest reports, the most frequent first. A body whose name says no province is
    one of the province of its reports."""
    m = meetings.c
    query = select(m.body_name, m.body_key, m.body_place, m.province_code, m.event, m.day).where(
        m.body_key.is_not(None)
    )
    if province is not None:
        query = query.where(m.province_code == province)
    rows = connection.execute(query.order_by(m.reported_at.desc(), m.article.desc()).limit(LATELY)).all()
    events: dict[tuple[str, str], set[int]] = {}
    newest: dict[tuple[str, str], Any] = {}
    for row in rows:
        key = (row.body_key, row.body_place or place_of(row.province_code) or "")
        events.setdefault(key, set()).add(row.event)
        if key not in newest or row.day > newest[key].day:
            newest[key] = row
    most = sorted(events, key=lambda one: (-len(events[one]), one))[:MOST]
    return [
        Named(newest[one].body_name, len(events[one]), newest[one].day, None, _province(newest[one]))
        for one in most
        if newest[one].body_name
    ]


def beginning(connection: Connection, field: Field, typed: str, most: int) -> list[Named]:
    """Names in any report that begin so, in the order of their letters; diacritics matter where some are typed.
    `reports` is not counted: 0."""
    key = person_key(typed) if field == "person" else document_key(typed)
    found = [
        (marked, article)
        for marked, article in _from(connection, field, fold(key, False))
        if key.isascii() or marked.startswith(key)
    ][:most]
    facts = _facts(connection, {article for _, article in found})
    return [Named(name, 0, "", about) for marked, article in found
            for name, about in [_printed(field, marked, facts.get(article))]]  # fmt: skip


def bodies_beginning(connection: Connection, typed: str, most: int) -> list[Named]:
    """Bodies whose name begins so, with or without diacritics and abbreviations."""
    articles = [article for _, article in _from(connection, "body", plain_body_key(typed))]
    m = meetings.c
    rows = connection.execute(
        select(m.body_name, m.body_key, m.body_place, m.province_code).where(m.article.in_(articles))
    )
    found = {
        (row.body_key, row.body_place or row.province_code): Named(row.body_name, 0, "", None, _province(row))
        for row in rows
        if row.body_name
    }
    return sorted(found.values(), key=lambda one: (len(one.name), one.name))[:most]


def _province(row: Any) -> str | None:
    """The province of a body: the one that its name says, else that of its report."""
    return (province_of(row.body_place) if row.body_place else None) or row.province_code


def _from(connection: Connection, field: str, plain: str) -> Iterator[tuple[str, str]]:
    """The different names from this beginning on, each with an article: one step of the key's index each."""
    n = meeting_names.c
    plain = plain[:KEY_CHARS]
    last: tuple[str, str] = (plain, "")
    query = select(n.plain, n.marked, n.article).where(n.field == field).order_by(n.plain, n.marked, n.article)
    for _ in range(STEPS if plain else 0):
        row = connection.execute(query.where(tuple_(n.plain, n.marked) > tuple_(*last)).limit(1)).first()
        if row is None or not row.plain.startswith(plain):
            return
        yield row.marked, row.article
        last = (row.plain, row.marked)


def _facts(connection: Connection, articles: Iterable[str]) -> dict[str, Any]:
    """The facts of reports as they are stored; without damaged ones."""
    m = meetings.c
    found = {}
    for row in connection.execute(select(m.article, m.facts).where(m.article.in_(list(articles)))):
        try:
            found[row.article] = orjson.loads(row.facts)
        except ValueError:
            continue
    return found


def _printed(field: Field, marked: str, facts: Any) -> tuple[str, str | None]:
    """The name as a report prints it, and what the report says of it; the key where the report does not say."""
    for name, about in _names(field, facts):
        key = person_key(name) if field == "person" else document_key(name)
        if key[:KEY_CHARS] == marked:
            return name, about
    return (marked.title() if field == "person" else marked.upper()), None


def _names(field: Field, facts: Any) -> Iterator[tuple[str, str | None]]:
    if not isinstance(facts, dict):
        return
    if field == "document":
        for one in _objects(facts, "documents_cited"):
            yield str(one.get("number") or ""), one.get("kind")
        return
    people = [one for name in ("chairs", "attendees", "participants") for one in _objects(facts, name)]
    for one in sorted(people, key=lambda one: not one.get("posts")):
        posts = one.get("posts")
        yield str(one.get("name") or ""), str(posts[0]) if isinstance(posts, list) and posts else None
    for one in _objects(facts, "acts"):
        yield str(one.get("person") or ""), one.get("post")


def _objects(facts: dict[str, Any], name: str) -> Sequence[dict[str, Any]]:
    found = facts.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
