"""The Typer application and the options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.lazy import LazyGroup

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.crawl.store import Store

app = typer.Typer(
    name="tintinh",
    cls=LazyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    # Rich takes a while to load, and is of no use where no terminal shows it.
    rich_markup_mode="rich" if sys.stdout.isatty() else None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _tintinh() -> None:
    """Crawl Vietnam's provincial portals into clean, dated, versioned records.

    Start with: tintinh demo
    """


Output = Annotated[Path, typer.Option("--output", "-o", envvar="TINTINH_OUTPUT", help="Where JSONL and store go.")]
Database = Annotated[
    str | None,
    typer.Option("--database", envvar="TINTINH_DATABASE", help="The store, if not OUTPUT/tintinh.db: a database URL."),
]


RulesFile = Annotated[
    Path | None,
    typer.Option("--rules", envvar="TINTINH_RULES", help="The file of watch rules, if not OUTPUT/watch.toml."),
]


def database_url(output: Path, database: str | None) -> str:
    """The store's address: as given, else SQLite in the output folder."""
    return database or f"sqlite:///{output / 'tintinh.db'}"


@dataclass(frozen=True, slots=True)
class ReadableStore:
    """A store for commands that only read, without the parts for crawls, which take a while to load."""

    engine: Engine

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


def open_to_read(output: Path, database: str | None) -> ReadableStore:
    """As `open_store`, for commands that only read; they also read a store that cannot be written."""
    _check_crawled(output, database)
    from crawler.database.opening import is_stale, open_database, open_read_only
    from crawler.database.read_only import can_write

    if not database and not can_write(output / "tintinh.db"):
        return ReadableStore(open_read_only(output / "tintinh.db"))
    engine = open_database(database_url(output, database))
    if is_stale(engine):
        from crawler.articles.rebuilding import rebuild_stale

        rebuild_stale(engine)
    return ReadableStore(engine)


def open_store(output: Path, database: str | None) -> Store:
    """The store that crawls have filled. Raises `UserError` where nothing was crawled into `output` yet."""
    _check_crawled(output, database)
    from crawler.crawl.store import Store

    return Store.open(database_url(output, database))


def _check_crawled(output: Path, database: str | None) -> None:
    if not database and not (output / "tintinh.db").exists():
        raise UserError(f"nothing was crawled into {output} yet: there is no {output / 'tintinh.db'}")


def check_known(portals: Iterable[str], stored: Collection[str]) -> None:
    """Raise `RegistryError` for the first portal that neither the registry nor `stored` has: it would find nothing, and
    look like an answer."""
    from crawler import registry

    for name in portals:
        if name not in stored and name not in registry.ids():
            raise registry.unknown_portal(name, [*registry.ids(), *stored])
