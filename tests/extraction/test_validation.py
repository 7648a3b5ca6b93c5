"""What breaks the schema is named, field by field."""

from datetime import UTC, date, datetime

import pytest

from crawler.extraction.validation import fault_of
from crawler.model.items import Article, Meeting, MeetingKind, Span
from tests.records import article


def test_a_whole_record_has_no_fault() -> None:
    assert fault_of(article("1")) is None


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("title", None, "title: Input should be a valid string"),
        ("title", " ", "title: empty"),
        ("title", "Tin \ud800", "no JSON"),
        ("id", "khac:1", "id: "),
        ("id", "thu-nghiem:", "id: "),
        ("url", "/tin/1", "url: not an absolute address"),
        ("published_precision", None, "published_precision: "),
        ("published_at", datetime(2026, 1, 2, 5, tzinfo=UTC), "published_at: not at +07:00"),
        ("images", [{"caption": "x"}], "no JSON can be made"),
        ("content_hash", None, "content_hash: missing"),
    ],
)
def test_a_fault_is_told(name: str, value: object, told: str) -> None:
    broken = article("1")
    setattr(broken, name, value)
    assert told in str(fault_of(broken))


def test_a_meeting_points_into_its_text() -> None:
    record: Article = article("1", "Sáng 2/1.")
    record.meeting = Meeting(
        kind=MeetingKind.OTHER,
        held_on=date(2026, 1, 2),
        held_on_precision="day",
        evidence=[Span(field="held_on", start=5, end=8)],
    )
    assert fault_of(record) is None
    record.meeting.evidence[0].end = 99
    assert fault_of(record) == "meeting.evidence.0: outside the body"
    record.meeting = Meeting(kind=MeetingKind.OTHER, held_on=date(2026, 1, 2))
    assert "held_on_precision" in str(fault_of(record))
