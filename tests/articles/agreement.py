"""What the store holds beside its records must follow from them: rows, meetings, events, names, figures, search."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, select, text

from crawler.articles.indexing import compared_words
from crawler.articles.meetings import FOUND_BY_KEY
from crawler.articles.shingles import MIN_WORDS
from crawler.database.tables import (
    articles,
    attachments,
    events,
    meeting_keys,
    meeting_names,
    meetings,
    portal_days,
    revisions,
    sketches,
)
from crawler.meetings.keys import body_key
from crawler.meetings.linking import KEY_CHARS, Report, event_keys
from crawler.meetings.named import keys_of
from crawler.meetings.order import list_order
from crawler.model.items import Article
from crawler.model.upcasting import read_record
from crawler.search.index import place_of

PARTS = ("rows", "log", "meetings", "names", "keys", "events", "figures", "search", "near_duplicates", "files")


def newest(connection: Connection) -> dict[str, Article]:
    """The newest record of each article."""
    query = select(revisions.c.record).order_by(revisions.c.seq)
    records = [Article.model_validate_json(one) for one in connection.execute(query).scalars()]
    return {record.id: record for record in records}


def stored_and_expected(connection: Connection, part: str) -> tuple[Any, Any]:
    """What the store has of a part, and what follows from the records."""
    return globals()[f"_{part}"](connection, newest(connection))  # type: ignore[no-any-return]


def assert_agreement(connection: Connection) -> None:
    """All parts, at once."""
    for part in PARTS:
        stored, expected = stored_and_expected(connection, part)
        assert stored == expected, f"{part} disagree with the records"


def _rows(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    same = ("portal", "province_code", "url", "canonical_url", "section", "title", "published_precision", "duplicate_of",
            "similarity", "content_hash", "revision", "seq")  # fmt: skip
    stored, expected = {}, {}
    for row in connection.execute(articles.select()):
        stored[row.id] = (*(getattr(row, name) for name in same), row.published_at, row.meeting_kind)
    for key, record in records.items():
        date = record.published_at.isoformat() if record.published_at else None
        kind = record.meeting.kind.value if record.meeting else None
        expected[key] = (*(getattr(record, name) for name in same), date, kind)
    return stored, expected


def _log(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    c = revisions.c
    rows = connection.execute(select(c.seq, c.article, c.revision).order_by(c.seq)).all()
    numbers: Counter[str] = Counter()
    expected = []
    for seq, row in enumerate(rows, 1):
        numbers[row.article] += 1
        expected.append((seq, row.article, numbers[row.article]))
    return [tuple(row) for row in rows], expected


def _meetings(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    stored, expected = {}, {}
    for row in connection.execute(meetings.select()):
        stored[row.article] = (row.revision, row.kind, row.body_name, row.facts, row.reported_at, row.day)
        record = records[row.article]
        if record.meeting is not None:
            place = list_order(record.published_at, record.meeting, row.found_at)
            facts = record.meeting.model_dump_json(exclude={"evidence"})
            kind, body = record.meeting.kind.value, record.meeting.body_name
            expected[row.article] = (record.revision, kind, body, facts, place["reported_at"], place["day"])
    expected |= {key: None for key, one in records.items() if one.meeting is not None and key not in expected}
    return stored, expected


def _names(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    stored = {(row.article, row.field, row.marked) for row in connection.execute(meeting_names.select())}
    return stored, {(key, *one) for key, record in records.items() if record.meeting for one in keys_of(record.meeting)}


def _keys(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    stored = {(row.article, row.key) for row in connection.execute(meeting_keys.select())}
    event_of = {row.article: row.event for row in connection.execute(meetings.select())}
    expected = set()
    for key, one in records.items():
        if one.meeting is not None:
            day = one.published_at.date() if one.published_at else None
            report = Report(key, one.portal, day, one.title, one.meeting, one.province_code)
            expected |= {(key, found[:KEY_CHARS]) for found in event_keys(report)}
    held = Counter((event_of.get(article), key) for article, key in stored)
    # Of an event with many reports, some are found by a key, the others by these.
    return stored, {
        (one, key) for one, key in expected if (one, key) in stored or held[event_of.get(one), key] < FOUND_BY_KEY
    }


def _events(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    stored = {row.id: (row.kind, row.body_key, row.held_on) for row in connection.execute(events.select())}
    expected: dict[int, tuple[Any, ...]] = {}
    for row in connection.execute(meetings.select().order_by(meetings.c.found_at, meetings.c.article)):
        meeting = records[row.article].meeting
        if meeting is None:
            continue
        kind, body, day = expected.get(
            row.event, (meeting.kind.value, meeting.body_name and body_key(meeting.body_name).name, None)
        )
        expected[row.event] = (kind, body, day or (meeting.held_on.isoformat() if meeting.held_on else None))
    return stored, expected


def _figures(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    expected: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in connection.execute(revisions.select()):
        expected[row.portal, row.recorded_at[:10]]["found" if row.revision == 1 else "updated"] += 1
    for row in connection.execute(articles.select()):
        expected[row.portal, min(row.published_at or row.first_seen, row.first_seen)[:10]]["published"] += 1
    stored = {}
    for row in connection.execute(portal_days.select()):
        stored[row.portal, row.day] = {name: getattr(row, name) for name in ("found", "updated", "published")}
    counted = {key: {name: one for name, one in value.items() if one} for key, value in stored.items()}
    return {key: value for key, value in counted.items() if value}, {
        key: dict(value) for key, value in expected.items()
    }


def _search(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    column = "rowid" if connection.dialect.name == "sqlite" else "place"
    indexed = set(connection.execute(text(f"SELECT {column} FROM article_words")).scalars())
    stored = connection.execute(select(revisions.c.record)).scalars()
    return indexed, {place_of(one.published_at, one.seq or 0) for one in map(read_record, stored)}


def _near_duplicates(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    first = select(revisions.c.seq, revisions.c.article).where(revisions.c.revision == 1)
    long = {row.seq for row in connection.execute(first) if len(compared_words(records[row.article])) >= MIN_WORDS}
    return set(connection.execute(select(sketches.c.number)).scalars()), long


def _files(connection: Connection, records: dict[str, Article]) -> tuple[Any, Any]:
    """Every file noted is named by its article's record."""
    noted = {(row.article, row.url) for row in connection.execute(attachments.select())}
    named = {(key, one.url) for key, record in records.items() for one in record.attachments}
    return noted - named, set()
