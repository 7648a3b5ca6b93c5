"""Meeting facts follow the newest revision, and reports of one meeting share an event."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from crawler.articles.meetings import FOUND_BY_KEY
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import events, meeting_keys, meetings
from crawler.model.items import Article, Meeting, MeetingKind, MeetingStatus, Person
from crawler.model.visit import Link, Visit
from tests.records import NOON, article, visit

SESSION = Meeting(
    kind=MeetingKind.COUNCIL_SESSION,
    body_name="HĐND tỉnh Sông Lam",
    ordinal=21,
    term="XV",
    held_on=date(2026, 1, 2),
    chairs=[Person(name="Lê Thị Hồng", posts=["Chủ tịch HĐND tỉnh"])],
)


def report(
    key: str, portal: str, text: str = "Nội dung.", meeting: Meeting | None = SESSION, **more: object
) -> Article:
    made = article(key, f"{text} {key} {portal}", portal=portal)
    made.meeting = meeting.model_copy(update=more) if meeting else None
    made.province_code = "40"
    return made


def put(store: Store, articles: Sequence[Article]) -> None:
    """Store articles as one crawl of their portal would."""
    portal = articles[0].portal
    run = store.start_run(portal, NOON, {})
    links = [Link(one.id.split(":")[1], one.url, "article") for one in articles]
    store.seed(portal, links, NOON, run)
    due = {row.key: row for row in store.draw(portal, run, NOON, 50)}
    store.commit(portal, run, [_visit(due, one) for one in articles])


def _visit(due: dict[str, object], one: Article) -> Visit:
    return visit(due[one.id.split(":")[1]], article=one)  # type: ignore[arg-type]


def events_of(store: Store) -> dict[str, int]:
    with reading(store.engine) as connection:
        return {row.article: row.event for row in connection.execute(meetings.select())}


def count(store: Store, table: object) -> int:
    with reading(store.engine) as connection:
        return len(connection.execute(table.select()).all())  # type: ignore[attr-defined]


def test_facts_are_stored_for_queries(store: Store) -> None:
    put(store, [report("1", "a"), report("2", "a", meeting=None)])
    with reading(store.engine) as connection:
        (row,) = connection.execute(meetings.select()).all()
    assert (row.article, row.kind, row.ordinal, row.term, row.held_on) == (
        "a:1",
        "council_session",
        21,
        "XV",
        "2026-01-02",
    )
    assert (row.body_key, row.body_name) == ("hội đồng nhân dân tỉnh sông lam", "HĐND tỉnh Sông Lam")
    assert "Lê Thị Hồng" in row.facts


def test_an_announced_session_its_reports_and_a_correction_are_one_event(store: Store) -> None:
    put(store, [report("1", "a", status=MeetingStatus.ANNOUNCED, chairs=[])])
    put(store, [report("2", "b", ends_on=date(2026, 1, 4))])
    put(store, [report("3", "c")])
    put(store, [report("4", "d", term="15")])
    assert len(set(events_of(store).values())) == 1
    with reading(store.engine) as connection:
        rows = {row.article: (row.status, row.ends_on) for row in connection.execute(meetings.select())}
    assert rows["a:1"] == ("announced", None)
    assert rows["b:2"] == ("held", "2026-01-04")


def test_reports_of_two_portals_share_an_event_and_another_session_does_not(store: Store) -> None:
    put(store, [report("1", "a")])
    put(store, [report("9", "b"), report("8", "b", ordinal=20, held_on=date(2025, 7, 8))])
    found = events_of(store)
    assert found["a:1"] == found["b:9"] != found["b:8"]
    assert count(store, events) == 2


def test_an_edit_that_makes_it_no_report_takes_facts_and_empty_event_away(store: Store) -> None:
    put(store, [report("1", "a")])
    edited = report("1", "a", "Khác.", meeting=None)
    run = store.start_run("a", NOON, {})
    store.seed("a", [Link("1", edited.url, "article")], NOON, run)
    (due,) = store.draw("a", run, NOON, 5)
    store.commit("a", run, [visit(due, article=edited)])
    assert (count(store, meetings), count(store, events), count(store, meeting_keys)) == (0, 0, 0)


def test_an_edit_keeps_the_event_or_moves_to_the_right_one(store: Store) -> None:
    put(store, [report("1", "a", ordinal=20, held_on=date(2025, 7, 8))])
    put(store, [report("9", "b")])
    first = events_of(store)
    assert first["a:1"] != first["b:9"]
    put(store, [report("1", "a", "Đính chính.")])
    assert set(events_of(store).values()) == {min(first.values())}
    assert count(store, events) == 1


@pytest.mark.parametrize("order", [("1", "2"), ("2", "1")])
def test_the_order_of_reports_does_not_matter(store: Store, order: tuple[str, str]) -> None:
    for key in order:
        put(store, [report(key, f"p{key}")])
    assert len(set(events_of(store).values())) == 1


def test_of_a_meeting_that_very_many_report_some_are_found_and_all_are_linked(store: Store) -> None:
    many = FOUND_BY_KEY * 2 + 5
    for number in range(many):
        put(store, [report(f"{number}", f"p{number}")])
    assert set(events_of(store).values()) == {1}
    assert len(events_of(store)) == many
    with reading(store.engine) as connection:
        held = Counter(row.key for row in connection.execute(meeting_keys.select()))
    assert max(held.values()) == FOUND_BY_KEY
    put(store, [report("x", "khac", ordinal=22, held_on=date(2026, 3, 2), chairs=[])])
    assert len(set(events_of(store).values())) == 2, "another session is another event"
    put(store, [report("y", "khac2")])
    assert events_of(store)["khac2:y"] == 1


def test_an_event_takes_its_day_from_the_first_report_that_states_it(store: Store) -> None:
    put(store, [report("1", "a", held_on=None)])
    for key, portal, day in (("2", "b", date(2026, 1, 3)), ("3", "c", date(2026, 1, 2))):
        put(store, [report(key, portal, held_on=day)])
    with reading(store.engine) as connection:
        assert [row.held_on for row in connection.execute(events.select())] == ["2026-01-03"]
