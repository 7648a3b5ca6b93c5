"""Spans of time in one unit, for tables."""

from __future__ import annotations


def duration(seconds: int | None) -> str:
    """'12 min', '3 h', '5 d'; nothing where it is not known."""
    if seconds is None:
        return ""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= 2 * size:
            return f"{round(seconds / size)} {unit}"
    return f"{seconds} s"
