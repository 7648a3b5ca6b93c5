"""Which of the dates that a page's sources give is the publication's, and whether they disagree."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from crawler.base.clock import VIETNAM
from crawler.extraction.parts import Moment
from crawler.extraction.stamps import Stamp

DISAGREE = "published_at: sources disagree"
FOREIGN = "published_at: the day as stated in another time zone"
_RENDERED = timedelta(minutes=30)  # a stamp so close to the reading is the moment the page was made for us


def choose(
    printed: Moment | None,
    stamps: list[tuple[Stamp, str]],
    in_address: date | None,
    read_at: datetime,
    vietnamese: bool,
) -> tuple[Moment | None, str, list[str]]:
    """The moment of publication, the extractor that gave it, and flags.

    `printed`: what the reader sees near the title; `stamps`: what machines are told, best first.
    """
    usable = [(stamp, source) for stamp, source in stamps if stamp.day <= (read_at + timedelta(days=2)).date()]
    if not usable:
        if printed is not None:
            differs = in_address is not None and abs(printed.day - in_address) > timedelta(days=1)
            return printed, "generic", [DISAGREE] if differs else []
        return (day(in_address), "url", []) if in_address is not None else (None, "", [])
    stamp, source = usable[0]
    told, flags = at_vietnam(stamp, vietnamese)
    if not vietnamese:
        if in_address is not None and abs(in_address - stamp.day) == timedelta(days=1) and told.day != in_address:
            if printed is None or printed.day == in_address:
                return day(in_address), "url", [FOREIGN]
        if printed is not None and abs(printed.day - stamp.day) <= timedelta(days=1):
            return told, source, flags
    if printed is None or printed.precision == "month":
        return told, source, flags
    if printed.day in (told.day, stamp.day):
        if printed.precision == "minute" and (stamp.clock is None or _same_clock(printed, stamp)):
            return printed, "generic" if stamp.clock is None else source, []
        return told, source, flags
    if abs(stamp.at - read_at) < _RENDERED:
        return printed, "generic", [DISAGREE]
    return told, source, [*flags, DISAGREE]


def day(value: date) -> Moment:
    return Moment(datetime.combine(value, time(), VIETNAM), "day")


def at_vietnam(stamp: Stamp, vietnamese: bool) -> tuple[Moment, list[str]]:
    """A stamp as the record has it.

    A foreign page's evening is Vietnam's next morning: where that would change the day that the page states, the
    day as stated stands, with precision 'day' and a flag.
    """
    if stamp.clock is None:
        return day(stamp.day), []
    moment = Moment(stamp.at, "minute")
    if moment.day != stamp.day and not vietnamese:
        return day(stamp.day), [FOREIGN]
    return moment, []


def _same_clock(printed: Moment, stamp: Stamp) -> bool:
    """Whether a stamp in UTC says the clock time that is printed: local time with a wrong zone."""
    return stamp.zone in (UTC, None) and stamp.clock is not None and printed.at.time() == stamp.clock
