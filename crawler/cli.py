"""The `tintinh` command: each command a few lines over the parts."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from crawler import clock, registry
from crawler.errors import UserError
from crawler.vietnamese.normalizing import Level
from crawler.vietnamese.syllable import ToneStyle

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

DEMO_OUTPUT = Path("output") / "demo"
DAY = ["%Y-%m-%d"]


@app.command("list")
def list_portals(output: Output = Path("output"), database: Database = None) -> None:
    """Print the portals: id, province, kind, family, how we know, and the newest item stored."""
    from crawler.storage.status import portal_status
    from crawler.storage.store import Store
    from crawler.terminal.tables import show

    portals = registry.load_all()
    newest: dict[str, str | None] = {}
    if database or (output / "tintinh.db").exists():
        store = Store.open(database or f"sqlite:///{output / 'tintinh.db'}")
        newest = {one: portal_status(store, one, clock.now()).newest for one in portals}
        store.close()
    rows = [
        [p.id, p.name, p.province or "", p.kind, p.family, p.evidence, (newest.get(p.id) or "")[:10]]
        for p in portals.values()
    ]
    show("Portals", ["portal", "name", "province", "kind", "family", "evidence", "last news"], rows)


@app.command()
def crawl(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="PORTAL...", help="Ids, as `tintinh list` has.")
    ] = None,
    all_portals: Annotated[bool, typer.Option("--all", help="Every portal but the demo ones.")] = False,
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the summary.")] = False,
) -> None:
    """Crawl portals: what is new or due goes into the store and the JSONL log. Run it again to go on after a stop."""
    from crawler.crawling import CrawlRequest, run_crawls
    from crawler.terminal import crawl_report

    if all_portals == bool(portals):
        raise UserError("name the portals to crawl, or say --all; `tintinh list` prints them")
    chosen = (
        [portal for portal in registry.load_all().values() if portal.kind != "demo"]
        if all_portals
        else [registry.load(name) for name in dict.fromkeys(portals or [])]
    )
    if base_url is not None:
        if len(chosen) != 1:
            raise UserError("--base-url goes with one portal")
        if not base_url.startswith(("http://", "https://")):
            raise UserError(f"--base-url {base_url}: must begin with http:// or https://")
    results = run_crawls(
        CrawlRequest(
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
        )
    )
    crawl_report.report(results, output)
    _end(results, by_person=base_url is not None)


@app.command()
def status(
    output: Output = Path("output"),
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with all counts.")] = False,
) -> None:
    """Print what is stored of each portal and how its last run went."""
    from crawler.storage.status import portal_status
    from crawler.storage.store import Store
    from crawler.terminal import status_report

    if not database and not (output / "tintinh.db").exists():
        raise UserError(f"nothing was crawled into {output} yet: there is no {output / 'tintinh.db'}")
    store = Store.open(database or f"sqlite:///{output / 'tintinh.db'}")
    now = clock.now()
    found = [(portal, portal_status(store, portal.id, now)) for portal in registry.load_all().values()]
    store.close()
    crawled = [(portal, one) for portal, one in found if one.last_run_at]
    if as_json:
        sys.stdout.write(orjson.dumps(status_report.as_json(crawled), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        status_report.report(crawled, now)


@app.command()
def read(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or an address to fetch one from.")],
    url: Annotated[str | None, typer.Option(help="The saved page's own address.")] = None,
    portal: Annotated[str | None, typer.Option(help="Read it as this portal's, not as what its address tells.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what gave each field, and what was cut away.")
    ] = False,
) -> None:
    """Read one page into one record: a table on a terminal, else one line of JSON."""
    from crawler.extraction import explain as reading_of
    from crawler.terminal.read_page import load_page, print_reading

    page = load_page(source, url)
    known = registry.load(portal) if portal else reading_of.portal_of(page.url, registry.load_all())
    reading = reading_of.read_bytes(page.body, page.content_type, page.url, known, clock.now())
    print_reading(reading, explain)
    if reading.article is None:
        raise typer.Exit(1)


@app.command()
def reparse(
    archives: Annotated[list[Path], typer.Argument(metavar="WARC...", help="Archives of saved pages.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The JSONL file to write; it appears when whole.")],
    portal: Annotated[str | None, typer.Option(help="Read every page as this portal's.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; all cores if not given.")] = None,
) -> None:
    """Read archived pages again, with no network, on all cores: one JSON record a line, in the archives' order."""
    from crawler.reparse import reparse as read_again
    from crawler.terminal.tables import show

    counts = read_again(archives, output, registry.load(portal) if portal else None, jobs)
    rows = [[name, str(count)] for name, count in counts.outcomes.most_common()]
    show(f"{counts.pages} pages", ["what", "pages"], rows, numbers=("pages",))


@app.command()
def normalize(
    level: Annotated[
        Level, typer.Option(help="safe: lose nothing; canonical: one form; repair: mend what is broken.")
    ] = "canonical",
    tone_style: Annotated[ToneStyle, typer.Option(help="old: hòa, ủy; new: hoà, uỷ.")] = "old",
    changes: Annotated[bool, typer.Option("--changes", help="List every change on stderr.")] = False,
) -> None:
    """Normalise Vietnamese text from stdin to stdout."""
    from crawler.vietnamese.command import run

    run(sys.stdin.buffer, sys.stdout, level, tone_style, sys.stderr if changes else None)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the demo's JSONL and store go.")] = DEMO_OUTPUT,
) -> None:
    """Crawl two small portals that come with tintinh, twice, with an edit in between, and show what came out."""
    from crawler.terminal.demo_show import run_demo

    run_demo(output)


def _end(results: list, by_person: bool) -> None:  # type: ignore[type-arg]
    from crawler.terminal import crawl_report

    lines = crawl_report.failures(results)
    for line in lines:
        typer.echo(f"error: {line}", err=True)
    if lines:
        raise typer.Exit(2 if by_person or any(result.fault for result in results) else 1)


def main() -> None:
    """Entry point: errors that a person can mend end in one line and exit code 2."""
    try:
        app()
    except UserError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
