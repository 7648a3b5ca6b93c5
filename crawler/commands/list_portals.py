"""`tintinh list`."""

from __future__ import annotations

from pathlib import Path

from crawler import clock, registry
from crawler.commands.app import Database, Output, app, database_url
from crawler.storage.status import portal_status
from crawler.storage.store import Store
from crawler.terminal.tables import show


@app.command("list")
def list_portals(output: Output = Path("output"), database: Database = None) -> None:
    """Print the portals: id, province, kind, family, how we know, and the newest item stored."""
    portals = registry.load_all()
    newest: dict[str, str | None] = {}
    if database or (output / "tintinh.db").exists():
        store = Store.open(database_url(output, database))
        newest = {one: portal_status(store, one, clock.now()).newest for one in portals}
        store.close()
    rows = [
        [p.id, p.name, p.province or "", p.kind, p.family, p.evidence, (newest.get(p.id) or "")[:10]]
        for p in portals.values()
    ]
    show("Portals", ["portal", "name", "province", "kind", "family", "evidence", "last news"], rows)
