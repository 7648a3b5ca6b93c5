"""Machine-readable stamps: ISO 8601 as written, and the malformed ones that real systems print.

A stamp states a day in its own zone. What a record holds is at +07:00, so both are kept until it is known
whether the page is Vietnamese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from crawler.base.clock import VIETNAM

# NukeViet 4.5 prints '2020-06-29+0715:20:00': the zone's hours stand before the time.
_NUKEVIET = re.compile(r"(\d{4})-(\d{2})-(\d{2})([+-]\d{2})(\d{2}):(\d{2})(?::\d{2})?$")
_ISO = re.compile(
    r"(?P<year>\d{4})[-/.]?(?P<month>\d{1,2})(?:[-/.]?(?P<day>\d{1,2}))"
    r"(?:(?:[T ]|\s+at\s+|, )\s*(?P<hour>\d{1,2})[:h]?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,:]\d{1,9})?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|ICT|(?:UTC|GMT)?\s*[+-]\s*\d{1,2}(?::?\d{2})?)?\s*(?:\(?[A-Z]{2,5}\)?)?$",
)
_RFC = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\.?|(?P<month2>[A-Za-z]{3,9})\.?\s+"
    r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?)\s+(?:(?P<hour2>\d{1,2}):(?P<minute2>\d{2})(?::\d{2})?\s+"
    r"(?:(?P<zone2>GMT|UTC|[A-Z]{3,4}|[+-]\d{4})\s+)?)?(?P<year>\d{4})"
    r"(?:,?\s+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|ICT|E[SD]T|P[SD]T|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?)?.{0,30}$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "ICT": 7 * 60, "EST": -300, "EDT": -240, "PST": -480, "PDT": -420}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day as stated, and the moment where the stamp gives a time; `zone` is None where it names none."""

    day: date
    clock: time | None
    zone: timezone | None

    @property
    def at(self) -> datetime:
        """The moment at +07:00; a stamp without a zone is read as Vietnamese time, one without time as midnight."""
        if self.clock is None:
            return datetime.combine(self.day, time(), VIETNAM)
        try:
            return datetime.combine(self.day, self.clock, self.zone or VIETNAM).astimezone(VIETNAM)
        except OverflowError:
            return datetime.combine(self.day, time(), VIETNAM)


def read_stamp(text: object) -> Stamp | None:
    """The stamp that `text` is; None where it is none, or an impossible one."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or not 6 <= len(text) <= 80:
        return None
    text = text.strip()
    if match := _NUKEVIET.match(text):
        year, month, day, zone, hour, minute = match.groups()
        return _stamp(int(year), int(month), int(day), hour, minute, None, zone)
    if _EPOCH.match(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return Stamp(moment.date(), moment.time(), UTC)
    if match := _ISO.match(text):
        year, month, day = match["year"], match["month"], match["day"]
        return _stamp(int(year), int(month), int(day), match["hour"], match["minute"], match["half"], match["zone"])
    if match := _RFC.match(text):
        name = (match["month"] or match["month2"]).lower()[:3]
        if name in _MONTHS:
            day = match["day"] or match["day2"]
            hour, minute = match["hour"] or match["hour2"], match["minute"] or match["minute2"]
            zone = match["zone"] or match["zone2"]
            return _stamp(int(match["year"]), _MONTHS.index(name) + 1, int(day), hour, minute, match["half"], zone)
    return None


def _stamp(
    year: int, month: int, day: int, hour: str | None, minute: str | None, half: str | None, zone: str | None
) -> Stamp | None:
    try:
        stated = date(year, month, day)
    except ValueError:
        return None
    if not 1990 <= year <= 2100:
        return None
    clock: time | None = None
    if hour is not None and minute is not None:
        hours = int(hour)
        if half:
            hours = hours % 12 + (12 if half in "Pp" else 0)
        if hours < 24 and int(minute) < 60:
            clock = time(hours, int(minute))
    offset = _zone(zone) if zone else None
    if clock == time() and (offset is None or offset in (UTC, VIETNAM)):
        clock = None  # what systems print for 'time unknown'
    return Stamp(stated, clock, offset)


def _zone(text: str) -> timezone | None:
    name = text.strip().upper().replace(" ", "")
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes)) if minutes < 24 * 60 else None
