"""One door: whatever an article is stored for, all that hangs on its revision is stored with it."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.articles.recording import Cause, Found, record_articles
from crawler.articles.revisions import Stored
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, attachments, events, meetings, outbox
from crawler.model.items import Attachment, Meeting, MeetingKind, Person
from crawler.model.visit import Link
from crawler.search.query import search
from crawler.watch.rules import FEED, Rules
from crawler.watch.watcher import Watcher
from tests import rooms
from tests.articles.agreement import PARTS, assert_agreement, stored_and_expected
from tests.records import NOON, PORTAL, article

LONG = " ".join(f"chuyện thứ {number} của tỉnh" for number in range(40))
RULES = Rules.model_validate({"targets": {"desk": "json://127.0.0.1:1/"}, "rules": {"hop": {"targets": "desk"}}})
CAUSES = list(Cause)
OTHER = [Cause.FILES_READ, Cause.REPARSED]


def session(**more: object) -> Meeting:
    meeting = Meeting(
        kind=MeetingKind.COUNCIL_SESSION,
        body_name="HĐND tỉnh Sông Lam",
        ordinal=21,
        held_on=date(2026, 1, 2),
        held_on_precision="day",
        chairs=[Person(name="Lê Thị Hồng")],
    )
    return meeting.model_copy(update=more)


def found(key: str, text: str, meeting: Meeting | None = None, **more: object) -> Found:
    made = article(key, text).model_copy(update={"meeting": meeting, "province_code": "40", **more})
    return Found(made, [Link(f"file:{one.url}", one.url, "attachment") for one in made.attachments])


def record(store: Store, *batch: Found, cause: Cause = Cause.FETCHED, days: int = 0) -> list[Stored]:
    with writing(store.engine) as connection:
        return record_articles(connection, batch, NOON + timedelta(days=days), cause, store.notices)


def first_batch() -> list[Found]:
    """A report, a copy of it in other words, news, and a report with a file."""
    file = Attachment(url="https://x.vn/a.pdf", name="a.pdf")
    return [
        found("1", f"HĐND họp. {LONG}", session()),
        found("2", f"HĐND đã họp. {LONG}"),
        found("3", "Đường mới.", session(kind=MeetingKind.CONFERENCE, body_name="Sở Y tế", ordinal=None)),
        found("4", f"Tin khác. {LONG[:300]}", attachments=[file]),
    ]


def second_batch() -> list[Found]:
    """A meeting retracted, one found, one corrected, another date, another file."""
    file = Attachment(url="https://x.vn/b.pdf", name="b.pdf")
    return [
        found("1", f"HĐND sẽ không họp. {LONG}", None, published_at=NOON - timedelta(days=3)),
        found("2", f"HĐND đã họp xong. {LONG}", session(ordinal=20, held_on=date(2025, 12, 30))),
        found(
            "3",
            "Đường mới mở.",
            session(body_name="Sở Y tế", ordinal=None),
            published_at=None,
            published_precision=None,
        ),
        found("4", f"Tin khác nữa. {LONG[:300]}", attachments=[file]),
    ]


@pytest.mark.parametrize("cause", CAUSES)
def test_every_part_agrees_with_the_records_whatever_the_cause(store: Store, cause: Cause) -> None:
    record(store, *first_batch())
    assert [one.change for one in record(store, *second_batch(), cause=cause, days=2)] == ["updated"] * 4
    with reading(store.engine) as connection:
        assert_agreement(connection)
        assert [row.article for row in connection.execute(meetings.select().order_by(meetings.c.article))] == [
            f"{PORTAL}:2",
            f"{PORTAL}:3",
        ]
        assert len(connection.execute(events.select()).all()) == 2
        assert [hit.article for hit in search(connection, '"sẽ không họp"')] == [f"{PORTAL}:1"]
        assert list(connection.execute(select(attachments.c.url)).scalars()) == ["https://x.vn/b.pdf"]
        copied = dict(connection.execute(select(articles.c.id, articles.c.duplicate_of)).all())  # type: ignore[arg-type]
        assert copied[f"{PORTAL}:2"] == f"{PORTAL}:1"


def skip(*_: object, **__: object) -> None:
    """A part that is left out."""


LEFT_OUT = [
    ("crawler.articles.recording.record_meetings", "meetings"),
    ("crawler.articles.recording.record_days", "figures"),
    ("crawler.articles.meetings.record_names", "names"),
    ("crawler.articles.meetings._refresh", "events"),
    ("crawler.articles.indexing.add_words", "search"),
    ("crawler.articles.indexing.mark_near_duplicates", "near_duplicates"),
    ("crawler.articles.attachments.unlink", "files"),
]


@pytest.mark.parametrize(("function", "part"), LEFT_OUT, ids=[part for _, part in LEFT_OUT])
def test_a_part_left_out_would_be_noticed(
    store: Store, monkeypatch: pytest.MonkeyPatch, function: str, part: str
) -> None:
    record(store, *first_batch())
    monkeypatch.setattr(function, skip)
    record(store, *second_batch(), found("5", LONG), cause=Cause.REPARSED, days=2)
    with reading(store.engine) as connection:
        compared = {one: stored_and_expected(connection, one) for one in PARTS}
    assert part in [one for one, (stored, expected) in compared.items() if stored != expected]


def told(store: Store) -> list[tuple[str, str]]:
    with reading(store.engine) as connection:
        rows = connection.execute(outbox.select().order_by(outbox.c.article, outbox.c.target)).all()
    return [(row.article.split(":")[1], row.target) for row in rows]


@pytest.mark.parametrize("cause", OTHER)
def test_only_fetched_articles_are_notices(store: Store, cause: Cause) -> None:
    store.notices = Watcher.of(store.engine, RULES, NOON)
    record(store, found("1", "Sẽ họp."))
    record(store, found("1", "Đã họp.", session()), cause=cause, days=1)
    assert told(store) == []
    record(store, found("1", "Đã họp xong.", session()), days=2)
    assert told(store) == [("1", "desk"), ("1", FEED)]


@pytest.mark.parametrize("cause", CAUSES)
def test_what_fits_no_longer_is_taken_back_where_nobody_was_told(store: Store, cause: Cause) -> None:
    store.notices = Watcher.of(store.engine, RULES, NOON)
    bodies = ("Sở Y tế", "Sở Nội vụ", "Sở Xây dựng")
    other = [session(kind=MeetingKind.CONFERENCE, body_name=one, ordinal=None, chairs=[]) for one in bodies]
    record(store, found("1", "Một.", other[0]), found("2", "Hai.", other[1]), found("3", "Ba.", other[2]))
    with writing(store.engine) as connection:
        sent = (outbox.c.article == f"{PORTAL}:2") & (outbox.c.target == "desk")
        connection.execute(outbox.update().where(sent).values(status="sent", notice="n"))
    record(store, found("1", "Không họp."), found("2", "Không họp nữa."), cause=cause, days=1)
    assert told(store) == [("2", "desk"), ("3", "desk"), ("3", FEED)]


def test_a_fetched_article_with_the_same_text_is_no_revision_and_another_reading_of_it_is(store: Store) -> None:
    record(store, found("1", "Một."))
    assert [one.change for one in record(store, found("1", "Một.", session()), days=1)] == ["unchanged"]
    assert [one.change for one in record(store, found("1", "Một.", session()), cause=Cause.REPARSED)] == ["updated"]
    with reading(store.engine) as connection:
        assert_agreement(connection)


def test_reading_again_is_no_sight_of_the_page(store: Store) -> None:
    record(store, found("1", "Một."))
    for cause, seen in ((Cause.REPARSED, 0), (Cause.FILES_READ, 0), (Cause.FETCHED, 5)):
        record(store, found("1", f"Một. {cause}"), cause=cause, days=5)
        with reading(store.engine) as connection:
            (last_seen,) = connection.execute(select(articles.c.last_seen)).one()
        assert last_seen == (NOON + timedelta(days=seen)).isoformat()


def test_files_known_already_are_in_the_record_from_its_first_revision(store: Store) -> None:
    file = Attachment(url="https://x.vn/a.pdf", name="a.pdf")
    record(store, found("1", "Một.", attachments=[file]))
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE frontier SET sha256 = 'a'")
        connection.exec_driver_sql(
            "INSERT INTO file_texts (sha256, media_type, bytes, text, flags, read_at)"
            " VALUES ('a', 'application/pdf', 1, 'Toàn văn.', '[]', '2026-01-02T12:00:00+07:00')"
        )
    other = found("2", "Hai.", attachments=[Attachment(url="https://x.vn/a.pdf")])
    record(store, other)
    assert other.article.attachments[0].text == "Toàn văn."


def test_the_earliest_of_copies_is_the_original_when_the_first_was_edited(store: Store) -> None:
    copies = [found(key, "Cùng một tin.") for key in ("1", "2", "3")]
    record(store, *copies)
    record(
        store, found("2", "Cùng một tin.", session()), cause=Cause.REPARSED, days=1
    )  # now its newest seq is the last
    record(store, found("1", "Tin đã sửa."), days=2)
    late = found("9", "Cùng một tin.")
    record(store, late, days=3)
    assert late.article.duplicate_of == f"{PORTAL}:2"


def test_reading_the_original_again_makes_no_copy_of_it(store: Store) -> None:
    record(store, found("1", "Cùng một tin."), found("2", "Cùng một tin."))
    again = found("1", "Cùng một tin.", session())
    record(store, again, cause=Cause.REPARSED, days=1)
    assert again.article.duplicate_of is None
    late = found("9", "Cùng một tin.")
    record(store, late, days=2)
    assert late.article.duplicate_of == f"{PORTAL}:1"


PARTS_OF_THE_DOOR = {"insert_revisions", "record_meetings", "record_days", "index_articles", "add_words"}
# Restoring puts published revisions back under the seqs that they bear, rebuilding makes anew what a migration marked,
# forgetting takes all parts out; `test_restoring` and `test_forget` hold that all parts agree afterwards.
ALLOWED = {
    f"crawler.articles.{one}" for one in ("recording", "revisions", "indexing", "restoring", "rebuilding", "forgetting")
}


def test_nobody_goes_round_the_door() -> None:
    around = []
    for module, path in rooms.modules().items():
        names = {node.id for node in ast.walk(ast.parse(Path(path).read_text("utf-8"))) if isinstance(node, ast.Name)}
        if names & PARTS_OF_THE_DOOR and module not in ALLOWED:
            around.append(module)
    assert around == []
