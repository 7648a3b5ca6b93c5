"""How values are written for people: moments, days, numbers, and crawled text without misleading characters."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from crawler.base.reasons import Reason
from crawler.model.items import Figure
from crawler.web.languages import Translator, reasons

# C0 and C1 controls except tab and line feed, and the marks and overrides of direction.
_MISLEADING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WEEKDAYS: Final = {
    "vi": "Thứ Hai,Thứ Ba,Thứ Tư,Thứ Năm,Thứ Sáu,Thứ Bảy,Chủ Nhật".split(","),
    "en": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday".split(","),
}
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def harmless(text: str) -> str:
    """`text` without control characters and without what turns the direction of writing."""
    return _MISLEADING.sub("", text) if not text.isascii() or not text.isprintable() else text


def parameter(value: Any) -> str:
    """A value as it stands in an address."""
    if value is True:
        return "1"
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(moment: str) -> datetime | None:
    """A stored moment; None for an invalid one."""
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        return None


class Shown:
    """Writes values in one language."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate
        self._vietnamese = translate.language == "vi"

    def day(self, value: date | str | None, precision: str | None = "day") -> str:
        """24/11/2026, or 24 Nov 2026; a month alone where no more is known."""
        if value is None:
            return self._translate("common.no_date")
        one = value if isinstance(value, date) else _read(value)
        if one is None:
            return self._translate("common.no_date")
        if self._vietnamese:
            return f"{one:%m/%Y}" if precision == "month" else f"{one:%d/%m/%Y}"
        month = f"{_MONTHS[one.month - 1]} {one.year}"
        return month if precision == "month" else f"{one.day} {month}"

    def moment(self, value: datetime | str | None, precision: str | None = "minute") -> str:
        """Day and time; the day alone where no more is known."""
        if value is None or precision != "minute":
            return self.day(value, precision)
        one = value if isinstance(value, datetime) else _read(value)
        if one is None:
            return self._translate("common.no_date")
        return f"{one:%H:%M}, {self.day(one)}" if self._vietnamese else f"{self.day(one)}, {one:%H:%M}"

    def weekday(self, value: date) -> str:
        """Thứ Ba, 24/11/2026, or Tuesday, 24 Nov 2026."""
        return f"{_WEEKDAYS[self._translate.language][value.weekday()]}, {self.day(value)}"

    def figure(self, figure: Figure) -> tuple[str, str]:
        """A figure as printed, and what it measures without the unit where it begins with this."""
        unit, what = figure.unit or "", figure.what or ""
        repeats = bool(unit) and figure.text.endswith(unit) and f"{what} ".startswith(f"{unit} ")
        return figure.text, what[len(unit) :].strip() if repeats else what

    def reason(self, reason: Reason) -> str:
        """A reason for a verdict, in the reader's language."""
        return reason.translated(reasons(self._translate.language), self._fact)

    def _fact(self, value: object) -> object:
        return self.day(value) if isinstance(value, date) else value

    def span(self, start: datetime, end: datetime) -> str:
        """How long: 12 s, 4 min, 2 h 5 min; giây, phút, giờ."""
        seconds = max(0, round((end - start).total_seconds()))
        second, minute, hour = ("giây", "phút", "giờ") if self._vietnamese else ("s", "min", "h")
        if seconds < 90:
            return f"{seconds} {second}"
        minutes = round(seconds / 60)
        if minutes < 60:
            return f"{minutes} {minute}"
        return f"{minutes // 60} {hour}" + (f" {minutes % 60} {minute}" if minutes % 60 else "")

    def number(self, value: int) -> str:
        """1.234 or 1,234."""
        text = f"{value:,}"
        return text.replace(",", ".") if self._vietnamese else text

    def month(self, year: int, month: int) -> str:
        """Tháng 11/2026, or Nov 2026."""
        return f"Tháng {month}/{year}" if self._vietnamese else f"{_MONTHS[month - 1]} {year}"
