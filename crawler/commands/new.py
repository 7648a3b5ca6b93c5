"""`tintinh new`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import app

PAGES = Path("tests/pages")


@app.command()
def new(
    portal: Annotated[str, typer.Argument(metavar="PORTAL", help="The entry's id, e.g. son-la-so-y-te.")],
    url: Annotated[str, typer.Option("--from", metavar="URL", help="The portal's front page.")],
    folder: Annotated[
        Path | None, typer.Option(help="Where the entry goes, if not where TINTINH_PORTALS says or into the registry.")
    ] = None,
    pages: Annotated[Path | None, typer.Option(help=f"Where the fixture goes, if not {PAGES}.")] = None,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between requests.")] = 1.0,
    family: Annotated[str | None, typer.Option(help="The CMS, where it is detected wrongly.")] = None,
) -> None:
    """Begin a registry entry: probe the portal, write the entry, a fixture page whose test fails until reviewed."""
    from crawler import registry
    from crawler.base import clock
    from crawler.base.environment import environment
    from crawler.discovery.entry_file import entry_toml
    from crawler.discovery.probing import Prober
    from crawler.discovery.template_page import template_page
    from crawler.vietnamese import decode

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", portal):
        raise UserError(f"{portal}: an id has only lower-case letters, digits and single hyphens")
    if portal in registry.ids():
        raise UserError(f"there is an entry called {portal} already")
    target = folder or environment().portals or Path(str(registry.PORTALS))
    shelf = pages or PAGES
    for one in (target, shelf):
        if not one.is_dir():
            raise UserError(f"{one} is not a folder")
    probe = Prober(url, clock.now(), delay, family).run()
    entry = probe.portal.model_copy(update={"id": portal})
    _write(target / f"{portal}.toml", entry_toml(entry))
    typer.echo(
        f"{target / portal}.toml: {len(entry.sections)} sections, family {entry.family}; complete and correct it"
    )
    if not probe.pages:
        typer.echo("no article could be read, so there is no fixture: save one under tests/pages yourself", err=True)
        raise typer.Exit(1)
    address, saved = next(iter(probe.pages.items()))
    markup = template_page(decode(saved.body, saved.content_type).text)
    fixture = shelf / f"{portal}.html"
    _write(fixture, f"{markup}\n<!-- fixture url={address} family={entry.family} -->\n")
    typer.echo(f"{fixture}: the markup of {address} with words of our own")
    typer.echo(
        "`pytest tests/extraction/test_golden.py` now fails: it writes what was read beside the page, for review"
    )


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UserError(f"{path} is there already") from error
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from error
