"""`tintinh check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import RegistryError, UserError
from crawler.commands.app import Output, app

if TYPE_CHECKING:
    from crawler.registry import Portal

PAGES = Path("tests/pages")


@app.command()
def check(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="PORTAL...", help="Ids, as `tintinh list` has; all if none.")
    ] = None,
    pages: Annotated[
        Path | None, typer.Option(help=f"The folder of saved pages; without it {PAGES}, if there is one.")
    ] = None,
    live: Annotated[
        bool,
        typer.Option("--live", help="Also fetch each one's robots.txt and start page; name portals, or say --all."),
    ] = False,
    prove: Annotated[
        bool,
        typer.Option("--all", help="With --live: sections and articles too, of the named portals or of every one."),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="With --live --all: write what was seen into the folder of TINTINH_PORTALS.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --live --all: the whole report as JSON.")] = False,
    delay: Annotated[float, typer.Option(min=0, help="With --live --all: seconds between requests to a host.")] = 1.0,
    output: Output = Path("output"),
) -> None:
    """Check registry entries by the rules and against their saved pages. Exit code 1 where there is a fault."""
    if (write or as_json or prove) and not (live and prove):
        raise UserError("--all, --write and --json go with a live check: `tintinh check --live --all`")
    if prove:
        from crawler.commands.check_live import check_all

        check_all(portals or [], output, delay, write, as_json)
        return
    from crawler import registry
    from crawler.discovery.checking import Finding, Level, check_live, check_saved, saved_pages
    from crawler.extraction import family
    from crawler.registry import invariants
    from crawler.terminal.tables import show

    if live and not portals:
        raise UserError("--live goes with named portals, or with --all: `tintinh check PORTAL... --live`")
    entries, unreadable = _entries()
    unknown = [name for name in portals or [] if name not in entries and name not in unreadable]
    if unknown:
        registry.load(unknown[0])  # raises an error that names similar ids
    names = set(portals or [*entries, *unreadable])
    chosen = [portal for portal in entries.values() if portal.id in names]
    saved = saved_pages(pages or PAGES) if pages or PAGES.is_dir() else []

    def findings() -> Iterator[Finding]:
        for name, fault in unreadable.items():
            if name in names:
                yield Finding(name, "entry", Level.FAULT, fault)
        broken = invariants.faults(entries, family.names())
        for one in broken:
            if one.portal in names or (not one.portal and not portals):
                yield Finding(one.portal, "entry", Level.FAULT, one.what)
        for portal in chosen:
            if all(one.portal != portal.id for one in broken):
                yield Finding(portal.id, "entry", Level.OK, "keeps the rules")
                yield from check_saved(portal, saved)
                if live:
                    yield from check_live(portal)

    found = list(findings())
    counts = Counter(one.level for one in found)
    shown = [one for one in found if portals or one.level is Level.FAULT]
    if shown:
        show("Checks", ["portal", "check", "verdict", "what"], [[o.portal, o.check, o.level, o.what] for o in shown])
    unproved = sum(portal.unverified for portal in chosen)
    typer.echo(f"entries: {len(names)}, faults: {counts[Level.FAULT]}, unverified: {unproved}", err=True)
    if counts[Level.FAULT]:
        raise typer.Exit(1)


def _entries() -> tuple[dict[str, Portal], dict[str, str]]:
    """All entries by id, and the faults of those that cannot be read."""
    from crawler import registry

    entries: dict[str, Portal] = {}
    unreadable: dict[str, str] = {}
    for name in registry.ids():
        try:
            entries[name] = registry.load(name)
        except RegistryError as error:
            unreadable[name] = str(error)
    return entries, unreadable
