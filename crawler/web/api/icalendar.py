"""Calendars in the form of RFC 5545 (iCalendar): content lines, folded and escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from crawler.watch.plain import plain

OCTETS = 75  # of a content line, without its end (RFC 5545, 3.1)
_CONFIRMED = "CONFIRMED"
# Of a VEVENT (RFC 5545, 3.8.1.11). A postponed meeting does not take place on the day that is known of it.
STATUS = {"held": _CONFIRMED, "announced": "TENTATIVE", "postponed": "CANCELLED", "cancelled": "CANCELLED"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in a calendar, on whole days. `key` stays the same while the meeting does; `changed_at`: when the
    newest of what is said here was stored (ISO 8601)."""

    key: str
    first: date
    last: date
    summary: str
    status: str
    changed_at: str
    place: str | None = None
    description: str = ""
    url: str | None = None
    category: str | None = None


def render(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar `name`, in UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tintinh//meetings//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{text(name)}",  # RFC 7986
        f"X-WR-CALNAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for one in entries:
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return b"".join(fold_line(line) for line in lines)


def _event(one: Entry) -> Iterator[str]:
    stamp = _stamp(one.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.blake2b(one.key.encode(), digest_size=16).hexdigest()}@tintinh"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{max(one.first, one.last) + timedelta(days=1):%Y%m%d}"  # the first day after it
    yield f"SUMMARY:{text(one.summary)}"
    yield f"STATUS:{STATUS.get(one.status, _CONFIRMED)}"
    yield "TRANSP:TRANSPARENT"
    if one.category:
        yield f"CATEGORIES:{text(one.category)}"
    if one.place:
        yield f"LOCATION:{text(one.place)}"
    if one.description:
        yield f"DESCRIPTION:{text(one.description)}"
    if one.url:
        yield f"URL:{one.url}"
    yield "END:VEVENT"


def text(value: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11), without control characters."""
    lines = "\n".join(plain(line, 2000) for line in value.splitlines())
    return lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold_line(line: str) -> bytes:
    """A content line with its end, cut after at most `OCTETS` octets, never within a character (RFC 5545, 3.1)."""
    parts, part = [], b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > OCTETS:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join([*parts, part]) + b"\r\n"


def _stamp(moment: str) -> str:
    """A moment in UTC (RFC 5545, 3.3.5); the epoch where the stored one is damaged."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        found = datetime.fromtimestamp(0, UTC)
    return f"{found.astimezone(UTC):%Y%m%dT%H%M%SZ}"
