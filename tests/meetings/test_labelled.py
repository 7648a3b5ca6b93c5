"""The aims on reports labelled by hand, and that nothing in what is read is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.model.items import Meeting
from crawler.vietnamese import fold
from tests.meetings.support import assert_supported, held

LABELLED = Path(__file__).parents[2] / "../shared/meetings/labelled.jsonl"

pytestmark = pytest.mark.skipif(not LABELLED.exists(), reason="../shared/meetings/labelled.jsonl is not here")

Pair = tuple[dict[str, Any], Meeting | None]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    return [(row, held(row["title"], row["body"], date.fromisoformat(row["published"]))) for row in rows]


@pytest.fixture(scope="module")
def both(pairs: list[Pair]) -> list[tuple[dict[str, Any], Meeting]]:
    return [(row, meeting) for row, meeting in pairs if row["is_meeting"] and meeting]


def f1(found: list[set[str]], wanted: list[set[str]]) -> float:
    hits = sum(len(a & b) for a, b in zip(found, wanted, strict=True))
    total = sum(map(len, found)) + sum(map(len, wanted))
    return 2 * hits / total if total else 1.0


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_recognition(pairs: list[Pair]) -> None:
    found = [{"yes"} if meeting else set() for _, meeting in pairs]
    wanted: list[set[str]] = [{"yes"} if row["is_meeting"] else set() for row, _ in pairs]
    assert f1(found, wanted) >= 0.97


@pytest.mark.parametrize(
    ("field", "aim"),
    [
        ("kind", 0.95),
        ("held_on", 0.98),
        ("ordinal", 1.0),
        ("term", 1.0),
        ("tenure", 0.95),
        ("part_of_day", 0.95),
        ("online", 0.95),
        ("place", 0.9),
    ],
)
def test_fields(both: list[tuple[dict[str, Any], Meeting]], field: str, aim: float) -> None:
    assert share([meeting.model_dump(mode="json")[field] == row[field] for row, meeting in both]) >= aim


def test_body_names(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    hits = []
    for row, meeting in both:
        names = [name for name in (row["body_name"], *row["body_name_alt"]) if name]
        hits.append(
            fold(meeting.body_name or "") in {fold(name) for name in names} or (not names and not meeting.body_name)
        )
    assert share(hits) >= 0.95


def test_chairs(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    found = [{chair.name for chair in meeting.chairs} for _, meeting in both]
    assert f1(found, [{chair["name"] for chair in row["chairs"]} for row, _ in both]) >= 0.93


def test_posts_of_chairs(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    hits = []
    for row, meeting in both:
        posts = {chair["name"]: chair["posts"] for chair in row["chairs"]}
        hits += [
            [fold(post) for post in chair.posts] == [fold(post) for post in posts[chair.name]]
            for chair in meeting.chairs
            if chair.name in posts
        ]
    assert share(hits) >= 0.9


def test_documents(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    found = [{cited.number for cited in meeting.documents_cited} for _, meeting in both]
    assert f1(found, [set(row["documents_cited"]) for row, _ in both]) >= 0.98


def test_figures(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    hits = []
    for row, meeting in both:
        found = {(figure.value, (figure.unit or "").lower()) for figure in meeting.figures}
        hits += [(figure["value"], figure["unit"].lower()) in found for figure in row["figures"]]
    assert share(hits) >= 0.9


def test_nothing_is_invented(pairs: list[Pair]) -> None:
    for row, meeting in pairs:
        if meeting:
            assert_supported(row["title"], row["body"], meeting)
