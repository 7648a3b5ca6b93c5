"""The `tintinh` command: its commands are the modules of `crawler.commands`."""

from __future__ import annotations

import importlib
import sys

import typer

from crawler.base.errors import UserError
from crawler.commands.app import app

COMMANDS = (
    "list_portals",
    "crawl",
    "schedule",
    "worker",
    "status",
    "runs",
    "gaps",
    "search",
    "watch",
    "metrics",
    "probe",
    "new",
    "read",
    "check",
    "normalize",
    "tail",
    "archive",
    "export",
    "mirror",
    "diff",
    "reparse",
    "serve",
    "demo",
)


def main() -> None:
    """Entry point: errors that a person can mend end in one line and exit code 2."""
    try:
        for name in COMMANDS:
            importlib.import_module(f"crawler.commands.{name}")
        app()
    except UserError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
