"""`tintinh serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.extras import needs_extra
from crawler.commands.app import Database, Output, app, database_url, open_to_read

HOST, PORT = "127.0.0.1", 8720


@app.command()
def serve(
    output: Output = Path("output"),
    database: Database = None,
    host: Annotated[str, typer.Option(help="The address to listen on; others than loopback need a token.")] = HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = PORT,
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the token that clients must show, if not in TINTINH_TOKEN.")
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A reverse proxy in front decides who may read.")
    ] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name under which the console is asked, beside loopback's.")
    ] = None,
) -> None:
    """Serve the console: meetings, search, articles and portals as web pages, from a store that it only reads."""
    with needs_extra("console", "the console"):
        from crawler.web.serving import access, run_console
    from crawler.web.settings import ConsoleSettings

    token = access(host, token_file, behind_proxy)
    open_to_read(output, database).close()  # brings an older store up to date
    settings = ConsoleSettings(database_url(output, database), output, token, tuple(allow_host or ()))
    run_console(settings, host, port, behind_proxy)
