"""The Typer application and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.crawl.store import Store

app = typer.Typer(
    name="tintinh",
    help="Crawl Vietnam's provincial portals into clean, dated, versioned records.\n\nStart with: tintinh demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Output = Annotated[Path, typer.Option("--output", "-o", envvar="TINTINH_OUTPUT", help="Where JSONL and store go.")]
Database = Annotated[
    str | None,
    typer.Option("--database", envvar="TINTINH_DATABASE", help="The store, if not OUTPUT/tintinh.db: a database URL."),
]


RulesFile = Annotated[
    Path | None,
    typer.Option("--rules", envvar="TINTINH_RULES", help="Whom to tell of what, if not OUTPUT/watch.toml."),
]


def database_url(output: Path, database: str | None) -> str:
    """The store's address: as given, else SQLite in the output folder."""
    return database or f"sqlite:///{output / 'tintinh.db'}"


def open_store(output: Path, database: str | None) -> Store:
    """The store that crawls have filled. Raises `UserError` where nothing was crawled into `output` yet."""
    if not database and not (output / "tintinh.db").exists():
        raise UserError(f"nothing was crawled into {output} yet: there is no {output / 'tintinh.db'}")
    return Store.open(database_url(output, database))
