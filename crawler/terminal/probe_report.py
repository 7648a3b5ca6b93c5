"""`tintinh probe`: what was seen, for a person; the entry goes to stdout, so that it can be piped into a file."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from crawler.discovery.entry_file import entry_toml
from crawler.discovery.probing import Probe
from crawler.extraction.reading import Outcome


def report(probe: Probe) -> None:
    """Findings on stderr, the entry on stdout."""
    console = Console(stderr=True, highlight=False)
    portal = probe.portal
    console.print(f"[bold]{escape(portal.name)}[/bold]  {escape(portal.start)}")
    server = f"; server: {escape(probe.server)}" if probe.server else ""
    console.print(f"CMS: {portal.family}{server}; front page: {probe.start}")
    if probe.start is Outcome.NEEDS_BROWSER:
        console.print('Its pages are empty until scripts have run: render = "browser", or json_listing where you know')
        console.print("the service behind them.")
    if probe.tls.legacy:
        console.print("TLS: it speaks only what today's defaults refuse (legacy_tls)")
    if not probe.tls.verify:
        console.print("TLS: its certificate cannot be verified (verify_tls)")
    for one in probe.sources:
        newest = f", newest {one.newest:%Y-%m-%d}" if one.newest else ""
        trouble = f" ({escape(one.trouble)})" if one.trouble else ""
        console.print(f"{one.kind}: {escape(one.url)}: {one.entries} entries{newest}{trouble}")
    for path, name, shown in probe.sections:
        console.print(f"section: {escape(path)} ({escape(name)}): {shown} articles shown")
    for article in probe.articles:
        day = f"{article.published_at:%Y-%m-%d}" if article.published_at else "no date"
        console.print(f"article: {day} {escape(article.title[:80])}  {escape(article.url)}")
    for line in probe.refused[:5]:
        console.print(f"not fetched: {escape(line)}")
    if not probe.articles:
        console.print("No article could be read: the entry below is a bare start.")
    print(f"# {portal.id}.toml")
    print(entry_toml(portal), end="")
