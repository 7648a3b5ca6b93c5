"""`tintinh status`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.app import Database, Output, app, check_known, open_to_read

if TYPE_CHECKING:
    from crawler.registry import Portal


@app.command()
def status(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="PORTAL...", help="Only these, as `tintinh list` has them.")
    ] = None,
    output: Output = Path("output"),
    database: Database = None,
    province: Annotated[
        str | None, typer.Option(help="Only this province's: its code or name, a former one's too.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that were never crawled, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with all counts.")] = False,
) -> None:
    """Print a line for each portal: its verdict (docs/operating.md), newest article, last run.

    Of portals that are named, print all that is known. Exit code 1 where one is unwell.
    """
    import orjson

    from crawler.base import clock
    from crawler.crawl.status import portal_status
    from crawler.database.engine import reading
    from crawler.health.survey import survey
    from crawler.runs import clock_error
    from crawler.terminal import status_report

    store = open_to_read(output, database)
    now = clock.now()
    try:
        judged = survey(store, _chosen(output, portals, province), now)
        crawled = [one for one in judged if one.figures.runs]
        shown = judged if everything else crawled
        found = [(one, portal_status(store, one.portal.id, now)) for one in shown]
        with reading(store.engine) as connection:
            ahead = clock_error.latest_ahead(connection, now)
    finally:
        store.close()
    for portal, moment in sorted(ahead.items()):
        typer.echo(f"{portal}: a run is dated {moment}, in the future: a clock was ahead; the portal is due", err=True)
    if as_json:
        sys.stdout.write(orjson.dumps(status_report.as_json(found), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        status_report.report(found, now, named=bool(portals))
        if never := len(judged) - len(shown):
            typer.echo(f"never crawled: {never} portals, with --all they are listed", err=True)
    if any(one.verdict.word.unwell for one in judged):
        raise typer.Exit(1)


def _chosen(output: Path, names: list[str] | None, province: str | None) -> list[Portal]:
    from crawler import registry
    from crawler.discovery.entry_file import kept_entries
    from crawler.registry import provinces

    known = kept_entries(output) | registry.load_all()
    check_known(names or (), known)
    code = provinces.find(province).code if province is not None else None
    return [
        portal
        for portal in known.values()
        if (not names or portal.id in names) and (code is None or portal.province == code)
    ]
