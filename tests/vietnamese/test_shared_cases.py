"""The shared tables of what real pages carry: each row at its level, each date."""

from __future__ import annotations

from datetime import datetime

from crawler.base.clock import VIETNAM
from crawler.vietnamese import Level, normalize, parse_date
from tests.vietnamese.optional import shared, unescape

READ_AT = datetime(2020, 6, 29, 14, 0, tzinfo=VIETNAM)


def test_normalization_cases() -> None:
    rows = shared("vietnamese/normalization_cases.tsv").read_text("utf-8").rstrip("\n").split("\n")[1:]
    wrong = []
    for row in rows:
        kind, given, wanted, _, level = row.split("\t")
        levels: dict[str, Level] = {"safe": "safe", "canonical": "canonical", "repair": "repair"}
        got = normalize(unescape(given), levels[level]).text
        if got != unescape(wanted):
            wrong.append((kind, given, wanted, got))
    assert len(rows) > 100
    assert wrong == []


def test_date_cases() -> None:
    rows = shared("vietnamese/date_cases.tsv").read_text("utf-8").rstrip("\n").split("\n")
    rows = [row for row in rows if not row.startswith(("#", "text\t"))]
    wrong = []
    for row in rows:
        text, wanted = row.split("\t")
        reading = parse_date(unescape(text), READ_AT)
        got = "None"
        if reading is not None:
            value, precision = reading
            got = f"{value:%Y-%m-%d %H:%M}" if precision == "minute" else f"{value:%Y-%m-%d}"
        if got != wanted:
            wrong.append((text, wanted, got))
    assert len(rows) > 30
    assert wrong == []
