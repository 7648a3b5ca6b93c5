"""`tintinh metrics`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, app, open_to_read


@app.command()
def metrics(
    output: Output = Path("output"),
    database: Database = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen.")] = 9464,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    anyone: Annotated[
        bool, typer.Option("--anyone", help="Allow an address that others can reach: metrics have no password.")
    ] = False,
    once: Annotated[bool, typer.Option("--once", help="Print the metrics and end: for a textfile collector.")] = False,
) -> None:
    """Serve the health of all portals to Prometheus, at /metrics on loopback, until stopped."""
    from prometheus_client import start_http_server

    from crawler import registry
    from crawler.base import clock
    from crawler.discovery.entry_file import kept_entries
    from crawler.health.metrics import metrics_registry, metrics_text

    if not once and not anyone and not _is_loopback(host):
        raise UserError(f"{host} can be reached by others, and metrics have no password: say --anyone if they may")
    store = open_to_read(output, database)
    try:
        if once:
            portals = kept_entries(output) | registry.load_all()
            typer.echo(metrics_text(store, portals.values(), clock.now()), nl=False)
            return
        made = metrics_registry(store, lambda: (kept_entries(output) | registry.load_all()).values(), clock.now)
        try:
            server, thread = start_http_server(port, host, made)
        except OSError as error:
            raise UserError(f"cannot listen on {host}:{port}: {error.strerror}") from error
        typer.echo(f"metrics at http://{host}:{port}/metrics", err=True)
        try:
            thread.join()
        finally:
            server.shutdown()
    finally:
        store.close()


def _is_loopback(host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
