"""`tintinh tail`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Output, app, check_known


@app.command()
def tail(
    after: Annotated[int, typer.Option(min=0, help="The last seq that you have: what comes later is printed.")] = 0,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Then wait for what is published later.")] = False,
    portal: Annotated[list[str] | None, typer.Option(help="Only this portal; may be given again.")] = None,
    output: Output = Path("output"),
) -> None:
    """Print the log's revisions in seq order, a JSON line each: remember the last seq and go on from there."""
    from crawler.log.reading import follow_log, read_log

    if not output.is_dir():
        raise UserError(f"there is no folder {output}")
    if portal:
        check_known(portal, [one.name for one in output.iterdir() if one.is_dir()])
    out = sys.stdout.buffer
    lines = (follow_log if follow else read_log)(output, after, portal or ())
    try:
        for _, line in lines:
            out.write(line + b"\n")
            if follow:
                out.flush()
        out.flush()
    except BrokenPipeError:
        # The reader of the pipe has closed it: what Python would still flush has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
