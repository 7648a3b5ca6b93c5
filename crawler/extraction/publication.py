"""Which of the dates that a page's sources give is the publication's, and whether they disagree."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from crawler.base.clock import VIETNAM
from crawler.extraction.parts import Moment
from crawler.extraction.stamps import Stamp

DISAGREE = "published_at: sources disagree"
FOREIGN = "published_at: the day as stated in another time zone"
_RENDERED = timedelta(minutes=30)  # a stamp so close to the reading is the moment the page was made for us
_AHEAD = timedelta(days=2)  # how far ahead of the reading a stamp may lie: other zones, a clock that is wrong
_A_DAY = timedelta(days=1)

Chosen = tuple[Moment | None, str, list[str]]  # the moment, the extractor that gave it, flags


def choose(
    printed: Moment | None,
    stamps: list[tuple[Stamp, str]],
    in_address: date | None,
    read_at: datetime,
    vietnamese: bool,
) -> Chosen:
    """The moment of publication, the extractor that gave it, and flags.

    `printed`: what the reader sees near the title; `stamps`: the machine-readable ones, best first.
    """
    usable = ((stamp, source) for stamp, source in stamps if stamp.day <= (read_at + _AHEAD).date())
    stamp, source = next(usable, (None, ""))
    if stamp is None:
        return _without_stamp(printed, in_address)
    if not vietnamese and in_address is not None and _day_of_address(printed, stamp, in_address):
        return day(in_address), "url", [FOREIGN]
    stamped, flags = at_vietnam(stamp, vietnamese)
    if printed is None or printed.precision == "month":
        return stamped, source, flags
    if not vietnamese and abs(printed.day - stamp.day) <= _A_DAY:
        return stamped, source, flags
    if printed.day in (stamped.day, stamp.day):
        if printed.precision == "minute" and (stamp.clock is None or _same_clock(printed, stamp)):
            return printed, "generic" if stamp.clock is None else source, []
        return stamped, source, flags
    if abs(stamp.at - read_at) < _RENDERED:
        return printed, "generic", [DISAGREE]
    return stamped, source, [*flags, DISAGREE]


def _without_stamp(printed: Moment | None, in_address: date | None) -> Chosen:
    """What is printed, else the address's day; flagged where the two are more than a day apart."""
    if printed is None:
        return (day(in_address), "url", []) if in_address is not None else (None, "", [])
    differs = in_address is not None and abs(printed.day - in_address) > _A_DAY
    return printed, "generic", [DISAGREE] if differs else []


def _day_of_address(printed: Moment | None, stamp: Stamp, in_address: date) -> bool:
    """Whether a foreign page's address names the day beside the stamp's: its zone is another than the stamp's."""
    if abs(in_address - stamp.day) != _A_DAY:
        return False
    return at_vietnam(stamp, vietnamese=False)[0].day != in_address and (printed is None or printed.day == in_address)


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
