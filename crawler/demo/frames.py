"""Page frames: reads and fills the templates, and writes the dates that headers show."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from string import Template

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@cache
def _template(name: str) -> Template:
    return Template((files("crawler.demo") / "templates" / f"{name}.html").read_text("utf-8"))


def fill(name: str, **values: str) -> str:
    """The template of that name with `values` in it. Raises `KeyError` where one is missing."""
    return _template(name).substitute(values)


def weekday(moment: datetime) -> str:
    """'Thứ Năm'."""
    return _WEEKDAYS[moment.weekday()]


def long_date(moment: datetime) -> str:
    """'Thứ Năm, ngày 12/03/2026'."""
    return f"{weekday(moment)}, ngày {moment:%d/%m/%Y}"
