"""`tintinh list`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler import registry
from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, app, open_to_read


@app.command("list")
def list_portals(
    province: Annotated[
        str | None, typer.Option("--province", "-p", help="One province's: its code or name, a former one's too.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", "-k", help=f"One of {', '.join(registry.KINDS)}.")] = None,
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Print the portals by province: id, kind, family, how we know, and the newest item stored."""
    from crawler.base import clock
    from crawler.registry import provinces
    from crawler.terminal.portal_list import show_portals

    if kind is not None and kind not in registry.KINDS:
        raise UserError(f"--kind {kind}: one of {', '.join(registry.KINDS)}")
    code = provinces.find(province).code if province is not None else None
    chosen = [
        portal
        for portal in registry.load_all().values()
        if (code is None or portal.province == code) and (kind is None or portal.kind == kind)
    ]
    newest: dict[str, str] = {}
    if database or (output / "tintinh.db").exists():
        from crawler.crawl.status import newest_items

        store = open_to_read(output, database)
        newest = {portal: moment[:10] for portal, moment in newest_items(store).items()}
        store.close()
    show_portals(chosen, newest, clock.now().date())
