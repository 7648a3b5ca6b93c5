"""`tintinh normalize`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crawler.commands.app import app
from crawler.vietnamese.command import run
from crawler.vietnamese.normalizing import Level
from crawler.vietnamese.syllable import ToneStyle


@app.command()
def normalize(
    level: Annotated[
        Level, typer.Option(help="safe: lose nothing; canonical: one form; repair: mend what is broken.")
    ] = "canonical",
    tone_style: Annotated[ToneStyle, typer.Option(help="old: hòa, ủy; new: hoà, uỷ.")] = "old",
    changes: Annotated[bool, typer.Option("--changes", help="List every change on stderr.")] = False,
) -> None:
    """Normalise Vietnamese text from stdin to stdout."""
    run(sys.stdin.buffer, sys.stdout, level, tone_style, sys.stderr if changes else None)
