"""The `tintinh` command: its commands are the modules of `crawler.commands`, each imported when it is used."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from crawler.base.errors import UserError
from crawler.base.extras import missing_extra
from crawler.commands.app import app


def main() -> None:
    """Entry point: errors that a person can mend end in one line and exit code 2."""
    try:
        app()
    except UserError as error:
        _end(error)
    except ModuleNotFoundError as error:
        if (missing := missing_extra(error)) is None:
            raise
        _end(missing)
    except KeyboardInterrupt:
        sys.exit(130)


def _end(error: UserError) -> NoReturn:
    typer.echo(f"error: {error}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
