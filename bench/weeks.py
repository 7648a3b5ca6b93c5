"""Four simulated weeks over twelve portals, twice with the faults of the promise and once with others.

Prints a table: fault, verdict, delay from the fault's beginning to the verdict, what docs/operating.md promises, and
every false alarm. The weeks hold New Year (nothing new from 1 to 5 January) and Tết (nine quiet days).

    python -m bench.weeks [--days 28] [--history 70]
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from tests.health.scenarios import FAULTS, MORE_FAULTS, Row, portals, rows
from tests.health.world import live_through
from tests.stores import new_store

CALENDARS = (
    ("New Year 2026", date(2025, 12, 22), (date(2026, 1, 1), date(2026, 1, 5)), FAULTS),
    ("Tết 2026", date(2026, 2, 2), (date(2026, 2, 14), date(2026, 2, 22)), FAULTS),
    ("Tết 2026, other faults", date(2026, 2, 2), (date(2026, 2, 14), date(2026, 2, 22)), MORE_FAULTS),
)


def main() -> int:
    """Live through the weeks; exit code 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--history", type=int, default=70, help="days of articles that the first crawl finds")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    fine = True
    for title, first, quiet, faults in CALENDARS:
        made = portals(first, quiet, faults)
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            store = new_store(Path(folder) / "tintinh.db")
            life = live_through(store, Path(folder), made, first, options.days, options.history)
            store.close()
        found = rows(life, made)
        verdicts = sum(len(one) for one in life.judged.values())
        print(f"\n{title}: {first} + {options.days} days, quiet {quiet[0]} to {quiet[1]}; {verdicts} verdicts")
        report(found)
        print(f"{time.monotonic() - began:.0f} s")
        fine = fine and all(row.kept for row in found)
    return 0 if fine else 1


def report(found: Sequence[Row]) -> None:
    """The table."""
    print(f"{'fault':16} {'verdict':9} {'delay':>8} {'promised':>9} {'well again':>11} {'alarms':>6}  reason")
    for row in found:
        delay = _hours(row.delay) if row.delay is not None else "never" if row.fault else ""
        promised = _hours(row.promised) if row.promised is not None else ""
        again = row.recovered.strftime("%m-%d %H:%M") if row.recovered else ""
        mark = "" if row.kept else "  <-- BROKEN"
        name = row.fault or f"none: {row.portal}"
        print(
            f"{name:16} {row.expected:9} {delay:>8} {promised:>9} {again:>11} {len(row.alarms):>6}  {row.reason}{mark}"
        )


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.0f} h"


if __name__ == "__main__":
    sys.exit(main())
