"""`tintinh check --live --all`: entries prove themselves."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crawler.base.errors import UserError

if TYPE_CHECKING:
    from crawler.discovery.live import LiveReport

JOURNAL = "live-check.jsonl"  # in the output folder


def check_all(names: Sequence[str], output: Path, delay: float, write: bool, as_json: bool) -> None:
    """Visit the named portals, or all that stand, and print a report. Exit code 1 where one does not work, 130 where it
    was stopped: a second call goes on."""
    import orjson

    from crawler.base import clock
    from crawler.base.environment import environment
    from crawler.discovery.live import LiveVerdict
    from crawler.discovery.live_many import LiveCheck
    from crawler.registry import scheduled
    from crawler.terminal import live_report

    folder = environment().portals
    if write and (folder is None or not folder.is_dir()):
        raise UserError("--write needs a folder for entries of your own: set TINTINH_PORTALS to one")
    portals = scheduled(clock.now().date(), names)
    try:
        output.mkdir(parents=True, exist_ok=True)
        (output / JOURNAL).touch()
    except OSError as error:
        raise UserError(f"cannot write to the output folder {output}: {error.strerror}") from error
    found: list[LiveReport] = []
    stopped = False
    running = LiveCheck(output / JOURNAL, delay).run(portals)
    try:
        for report in running:
            found.append(report)
            typer.echo(f"[{len(found)}/{len(portals)}] {report.portal}: {report.verdict}: {report.reason}", err=True)
    except KeyboardInterrupt:
        stopped = True
    finally:
        running.close()
    found.sort(key=lambda report: report.portal)
    if as_json:
        sys.stdout.write(orjson.dumps([asdict(one) for one in found], option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        live_report.report(found)
    if write and folder is not None:
        _write(found, folder)
    counts = Counter(report.verdict for report in found)
    told = ", ".join(f"{verdict}: {counts[verdict]}" for verdict in LiveVerdict if counts[verdict])
    typer.echo(f"checked: {len(found)} of {len(portals)} ({told})", err=True)
    if stopped:
        typer.echo("stopped; what was checked is kept for a day: run it again to go on", err=True)
        raise typer.Exit(130)
    if counts.total() > counts[LiveVerdict.WORKS]:
        raise typer.Exit(1)


def _write(found: Sequence[LiveReport], folder: Path) -> None:
    from crawler.base.atomic import replace_whole

    written = 0
    for report in found:
        if report.proposal is None:
            continue
        path = folder / f"{report.portal}.toml"
        try:
            replace_whole(path, report.proposal.encode("utf-8"))
        except OSError as error:
            raise UserError(f"cannot write {path}: {error.strerror}") from error
        written += 1
    typer.echo(f"entries written into {folder}: {written}; look at what changed, then send it back", err=True)
