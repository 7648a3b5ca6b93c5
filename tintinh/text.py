"""Vietnamese text: one form of it, keys to compare it by, and the dates in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from crawler.vietnamese.normalizing import Normalized


def normalize(
    text: str, level: Literal["safe", "canonical", "repair"] = "canonical", tone_style: Literal["old", "new"] = "old"
) -> Normalized:
    """`text` in one form; `.text` is the result, `.changes` says what was done, `.flags` what was repaired or lost.

    `safe` loses nothing (NFC, spaces, invisible characters). `canonical` adds one tone style and one form of each
    letter. `repair` adds legacy encodings, mojibake and misplaced tones, where only one reading is possible. It never
    raises on any string, and is idempotent at each level. docs/text.md has the rules.

    >>> normalize("Uỷ ban nhân dân  tỉnh").text
    'Ủy ban nhân dân tỉnh'
    >>> normalize("hoà bình", tone_style="new").text
    'hoà bình'
    """
    from crawler.vietnamese.normalizing import normalize as apply

    return apply(text, level, tone_style)


def fold(text: str, diacritics: bool = True) -> str:
    """The match key of `text`: two texts that people call the same have one key. Idempotent.

    Case, width, tone style, kinds of quotes and dashes and white space do not count; with `diacritics=False` neither do
    marks, for people who type without them.

    >>> fold("Hoà  Bình") == fold("hòa bình")
    True
    >>> fold("Đại hội Đảng bộ", diacritics=False)
    'dai hoi dang bo'
    """
    from crawler.vietnamese.folding import fold as key

    return key(text, diacritics)


class StatedDate(NamedTuple):
    """What a text states of a moment: a `datetime` at +07:00 with precision `minute`, else a `date`.

    With precision `month` the date is the month's first day.
    """

    value: date | datetime
    precision: Literal["minute", "day", "month"]


def parse_date(text: str, read_at: datetime) -> StatedDate | None:
    """The date or moment that a field of a page states; None where it states none, or an impossible one.

    Day before month, Vietnamese time. `read_at` is the moment of fetching: it gives "29/6" its year (the latest that is
    not more than two days ahead) and is the base of "2 giờ trước". For dates inside running text see docs/text.md.

    >>> from datetime import datetime
    >>> now = datetime(2026, 1, 5, 9, 30)
    >>> parse_date("Thứ Năm, 21/07/2022, 10:05", now).value.isoformat()
    '2022-07-21T10:05:00+07:00'
    >>> parse_date("29/12", now)
    StatedDate(value=datetime.date(2025, 12, 29), precision='day')
    >>> parse_date("31/02/2022", now) is None
    True
    """
    from crawler.base.clock import to_vietnam
    from crawler.vietnamese.dates import parse_date as parse

    found = parse(text, to_vietnam(read_at))
    return StatedDate(*found) if found is not None else None
