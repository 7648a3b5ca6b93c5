"""`tintinh runs`: a row a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from crawler.terminal.durations import duration
from crawler.terminal.tables import show


def report(runs: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """One row a run, the latest first."""
    columns = ["run", "portal", "started", "lasted", "from", "asked", "requests", "new", "updated", "unchanged", "MB"]
    rows = [
        [
            str(run["id"]),
            run["portal"],
            run["started_at"][:19].replace("T", " "),
            duration(_seconds(run, now)),
            run["location"],
            _asked(run["options"]),
            _requests(run["requests"]),
            *(str(run["counts"].get(name, 0)) for name in ("new", "updated", "unchanged")),
            f"{run['counts'].get('bytes', 0) / 1e6:.1f}",
            run["why_ended"] or "has not ended",
        ]
        for run in runs
    ]
    show("Runs", [*columns, "ended"], rows, numbers=("run", "new", "updated", "unchanged", "MB"))


def _seconds(run: Mapping[str, Any], now: datetime) -> int:
    end = datetime.fromisoformat(run["ended_at"]) if run["ended_at"] else now
    return int((end - datetime.fromisoformat(run["started_at"])).total_seconds())


def _asked(options: Mapping[str, Any]) -> str:
    purpose = str(options.get("purpose", "visit"))
    shown = [f"{name} {value}" if value is not True else name for name, value in options.items() if name != "purpose"]
    return ", ".join([purpose, *(one.replace("_", " ") for one in shown)])


def _requests(requests: Mapping[str, int]) -> str:
    """As in "120× 200, 3× 304": the most frequent first."""
    ordered = sorted(requests.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count}× {outcome}" for outcome, count in ordered)
