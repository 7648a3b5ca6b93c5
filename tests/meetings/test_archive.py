"""The same on 60 archived articles of a department's portal, labelled from their text before the program read them.

Half A (30) was looked at while the rules were made, half B (30) read once for a first figure and then learnt from.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.meetings import read_meeting
from crawler.model.items import Meeting
from crawler.vietnamese import fold
from tests.meetings.support import assert_supported, held
from tests.meetings.test_labelled import f1, share

ARCHIVES = Path(__file__).parents[2] / "../shared/archives"
LABELS = Path(__file__).parent / "archive_labels.jsonl"

pytestmark = pytest.mark.skipif(not ARCHIVES.exists(), reason="../shared/archives is not here")


@pytest.fixture(scope="module")
def articles() -> dict[str, tuple[str, str, date | None]]:
    """Title, body and day of publication of each archived article, by the site's own id."""
    import turbohtml
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with (ARCHIVES / "hanoi-dic.gold.tsv").open(encoding="utf-8") as table:
        gold = {row["url"]: row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)}
    found: dict[str, tuple[str, str, date | None]] = {}
    with (ARCHIVES / "hanoi-dic.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            row = gold.get(record.headers["WARC-Target-URI"])
            if row is None or row["article_id"] in found:
                continue
            page = turbohtml.parse(record.reader.read().decode("utf-8", "replace"))
            content = page.select_one(".asset-full-content .asset-content")
            if content is not None:
                day = date.fromisoformat(row["published"][:10]) if row["published"] else None
                found[row["article_id"]] = (row["title"], content.to_text(), day)
    return found


@pytest.fixture(scope="module")
def pairs(articles: dict[str, tuple[str, str, date | None]]) -> list[tuple[dict[str, Any], Meeting | None]]:
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return [(label, held(*articles[label["article_id"]])) for label in labels]


@pytest.fixture(scope="module")
def both(pairs: list[tuple[dict[str, Any], Meeting | None]]) -> list[tuple[dict[str, Any], Meeting]]:
    return [(label, meeting) for label, meeting in pairs if label["kind"] and meeting]


def test_sixty_labels(pairs: list[tuple[dict[str, Any], Meeting | None]]) -> None:
    assert len(pairs) == 60


def test_recognition(pairs: list[tuple[dict[str, Any], Meeting | None]]) -> None:
    found: list[set[str]] = [{"yes"} if meeting else set() for _, meeting in pairs]
    wanted: list[set[str]] = [{"yes"} if label["kind"] else set() for label, _ in pairs]
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
        ("place", 0.85),
    ],
)
def test_fields(both: list[tuple[dict[str, Any], Meeting]], field: str, aim: float) -> None:
    assert share([meeting.model_dump(mode="json")[field] == label[field] for label, meeting in both]) >= aim


def test_body_names(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    hits = [
        fold(meeting.body_name) in {fold(name).replace("amp;", "&") for name in label["body_name"]}
        if meeting.body_name
        else not label["body_name"]
        for label, meeting in both
    ]
    assert share(hits) >= 0.9


def test_chairs(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    found = [{chair.name for chair in meeting.chairs} for _, meeting in both]
    assert f1(found, [set(label["chairs"]) for label, _ in both]) >= 0.93


def test_documents(both: list[tuple[dict[str, Any], Meeting]]) -> None:
    found = [{cited.number for cited in meeting.documents_cited} for _, meeting in both]
    assert f1(found, [set(label["documents"]) for label, _ in both]) >= 0.98


def test_nothing_is_invented(articles: dict[str, tuple[str, str, date | None]]) -> None:
    read = 0
    for title, body, day in articles.values():
        if meeting := read_meeting(title, body, day):
            assert_supported(title, body, meeting)
            read += 1
    assert read > 100
