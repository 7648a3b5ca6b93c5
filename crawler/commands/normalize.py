"""`tintinh normalize`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import app
from crawler.vietnamese.command import run, run_files
from crawler.vietnamese.normalizing import Level
from crawler.vietnamese.syllable import ToneStyle


@app.command()
def normalize(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Text files, normalised on all cores into --into; else stdin.")
    ] = None,
    into: Annotated[Path | None, typer.Option(help="Folder for the normalised files; none is overwritten.")] = None,
    level: Annotated[
        Level, typer.Option(help="safe: lose nothing; canonical: one form; repair: mend what is broken.")
    ] = "canonical",
    tone_style: Annotated[ToneStyle, typer.Option(help="old: hòa, ủy; new: hoà, uỷ.")] = "old",
    changes: Annotated[bool, typer.Option("--changes", help="List every change on stderr.")] = False,
) -> None:
    """Normalise Vietnamese text from stdin to stdout, or files into a folder, of any size."""
    if not files:
        run(sys.stdin.buffer, sys.stdout, level, tone_style, sys.stderr if changes else None)
        return
    if into is None:
        raise UserError("files need --into FOLDER to be written to")
    try:
        for path, log in run_files(files, into, level, tone_style, log=changes):
            if changes:
                sys.stderr.write(f"## {path}\n{log}")
    except OSError as error:
        raise UserError(f"cannot normalise: {error}") from error
