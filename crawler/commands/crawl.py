"""`tintinh crawl`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, RulesFile, app
from crawler.crawl.limits import JOBS

if TYPE_CHECKING:
    from crawler.registry import Portal
    from crawler.schedule.errands import Errand

DAY = ["%Y-%m-%d"]


@app.command()
def crawl(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="PORTAL|URL...", help="Ids, as `tintinh list` has, or addresses.")
    ] = None,
    all_portals: Annotated[bool, typer.Option("--all", help="Every portal whose body still stands; no demo.")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="Portals due by their schedule, of those named or of all: for cron.")
    ] = False,
    fill_gaps: Annotated[
        bool,
        typer.Option("--fill-gaps", help="Walk the weeks again that `tintinh gaps` shows, of the named or of all."),
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="So many portals at once.")] = JOBS,
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, metavar="DAY", help="Only what listings date on or after this day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=DAY, metavar="DAY", help="Only what listings date on or before this day.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many articles.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Walk every listing to its end, not only as far as there is news.")
    ] = False,
    section: Annotated[str | None, typer.Option(help="One section's path, e.g. /tin-tuc.")] = None,
    output: Output = Path("output"),
    database: Database = None,
    base_url: Annotated[str | None, typer.Option(help="Crawl the portal at this address instead of its own.")] = None,
    delay: Annotated[
        float | None, typer.Option(min=0, help="Seconds between requests, if not 1 or more as the server needs.")
    ] = None,
    from_archive: Annotated[
        list[Path] | None, typer.Option(help="Answer every request from this WARC archive, with no network.")
    ] = None,
    family: Annotated[str | None, typer.Option(help="For an address: the CMS, where it is detected wrongly.")] = None,
    archive: Annotated[
        bool | None, typer.Option("--archive/--no-archive", help="Keep every page as fetched, in OUTPUT/archive.")
    ] = None,
    attachments: Annotated[
        bool | None, typer.Option("--attachments/--no-attachments", help="Fetch and read the files of articles, too.")
    ] = None,
    rules: RulesFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the summary.")] = False,
) -> None:
    """Crawl portals: what is new or due goes into the store and the JSONL log. Run it again to go on after a stop."""
    from crawler.base import clock
    from crawler.commands.crawl_side_by_side import crawl_side_by_side
    from crawler.crawl.request import CrawlRequest
    from crawler.registry import scheduled

    by_itself = due or fill_gaps
    if by_itself and ((due and fill_gaps) or all_portals or full or since or until or limit or section or from_archive):
        raise UserError(f"{'--due' if due else '--fill-gaps'} decides what to fetch; it takes names of portals only")
    if not by_itself and all_portals == bool(portals):
        raise UserError("name the portals to crawl, or say --all or --due; `tintinh list` prints them")
    if since and until and since > until:
        raise UserError(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}")
    chosen = [_portal(name, family, output) for name in dict.fromkeys(portals or [])] or scheduled(clock.now().date())
    if base_url is not None:
        if len(chosen) != 1:
            raise UserError("--base-url goes with one portal")
        if not base_url.startswith(("http://", "https://")):
            raise UserError(f"--base-url {base_url}: must begin with http:// or https://")
    request = CrawlRequest(
        chosen,
        output,
        database,
        {chosen[0].id: base_url} if base_url else {},
        delay,
        since.date() if since else None,
        until.date() if until else None,
        limit,
        full,
        section,
        tuple(from_archive or ()),
        quiet,
        {
            name: value
            for name, value in (("TINTINH_ARCHIVE", archive), ("TINTINH_ATTACHMENTS", attachments))
            if value is not None
        },
        rules,
    )
    errand: Errand = "due" if due else "gaps" if fill_gaps else "asked"
    crawl_side_by_side(request, jobs, errand, by_person=base_url is not None)


def _portal(name: str, family: str | None, output: Path) -> Portal:
    """The entry called `name`; for an address, the entry of its host, else one derived from its start page."""
    from crawler import registry

    if not name.startswith(("http://", "https://")):
        return registry.load(name)
    from crawler.discovery.entry_file import keep_entry
    from crawler.discovery.unknown import portal_at, registered

    known = registered(name)
    if known is not None and family is None:
        typer.echo(f"{name} is in the registry: {known.id}", err=True)
        return known
    portal = portal_at(name, family)
    registry.add(portal)
    try:
        keep_entry(portal, output)
    except OSError as error:
        raise UserError(f"cannot write to the output folder {output}: {error.strerror}") from error
    return portal
