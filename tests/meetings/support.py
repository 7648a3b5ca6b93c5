"""What the tests of meetings share: the walk over every value of a meeting, each of which a span must support."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from crawler.meetings import read_meeting
from crawler.meetings.ordinals import ordinal_value
from crawler.meetings.text import Text
from crawler.model.items import Meeting, MeetingStatus
from crawler.vietnamese import parse_number

SUPPORTED_BY_PARENT = {"held_on_precision", "value", "text", "name", "number", "date", "type", "role"}


def held(title: str, body: str, published: date | None) -> Meeting | None:
    """The meeting that an article reports as held; None for those that are only announced, too."""
    meeting = read_meeting(title, body, published)
    return meeting if meeting and meeting.status is MeetingStatus.HELD else None


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path, value) of every value that is stated, down to the leaves."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{index}")
    elif value is not None:
        yield path, value


def assert_supported(title: str, body: str, meeting: Meeting) -> None:
    """Every non-null value has a span, and the span says it."""
    spans = {span.field: span for span in meeting.evidence}
    assert len(spans) == len(meeting.evidence)
    for path, value in leaves(meeting.model_dump(mode="json", exclude={"evidence"})):
        parent, _, leaf = path.rpartition(".")
        field = path
        if field not in spans:
            assert leaf in SUPPORTED_BY_PARENT or path == "held_on_precision", path
            field = parent or "held_on"
            if leaf == "type" and field not in spans:
                field = f"{parent}.act"
        span = spans[field]
        source = title if span.source == "title" else body
        assert 0 <= span.start < span.end <= len(source)
        assert _says(source[span.start : span.end], path, leaf or path, value), (
            path,
            value,
            source[span.start : span.end],
        )


def _says(raw: str, path: str, leaf: str, value: Any) -> bool:
    text = Text(raw)
    printed = text.printed(0, len(text))
    if path == "status" or leaf in {"type", "role"}:
        return bool(printed)
    if leaf == "ends_on":
        return str(int(value[-2:])) in text.low
    if leaf in {"whole", "upper"}:
        return parse_number(printed) == value
    if leaf == "act":
        return printed.lower() == value
    if leaf == "ordinal":
        return ordinal_value(text.low) == value
    if leaf == "tenure":
        return text.flat.replace(" ", "") == value
    if leaf == "held_on":
        return str(int(value[-2:])) in text.low or "nay" in text.low or "qua" in text.low
    if leaf == "held_on_precision":
        return value == "day"
    if leaf == "part_of_day":
        return value in text.low
    if leaf == "online":
        return any(word in text.low for word in ("trực tuyến", "điểm cầu", "truyền hình"))
    if path == "kind":
        return any(
            word in text.low
            for word in (
                "họp",
                "hội",
                "làm việc",
                "giao ban",
                "phiên",
                "cử tri",
                "buổi",
                "tọa đàm",
                "hđnd",
                "tổ chức",
                "chủ trì",
                "nghe",
                "tiếp xúc",
            )
        )
    if leaf == "value":
        number = re.match(r"[\d.,]*\d", text.flat)
        return number is not None and parse_number(number[0]) == value
    if leaf == "number":
        return "".join(text.flat.split()) == value
    if leaf == "date":
        return value[:4] in text.flat
    # Whether a cut word is joined hangs on the line around it, and the excerpt has none.
    return isinstance(value, str) and "".join(printed.split()) == "".join(value.split())
