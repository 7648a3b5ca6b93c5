"""`tintinh demo`: the main job on the embedded portals, from start to end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from crawler.base import clock
from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import articles
from crawler.demo import DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals
from crawler.terminal.tables import show

MARK = ".demo"  # the demo made a folder with this file, and may empty it
SHOWN = 12


def run_demo(output: Path) -> None:
    """Start the portals, crawl them, change a few pages, crawl again, show the records. Raises `UserError`."""
    _empty(output)
    with DemoPortals(moment=clock.now()) as portals:
        addresses = {portal: portals.base_url(portal) for portal in PORTALS}
        _say("Two portals of our own now serve on this machine:")
        for portal, address in addresses.items():
            _say(f"  {portal}  {address}")
        _say("\nFirst crawl: everything is new; the files of articles come last, and are read.\n")
        _crawl(addresses, output)
        edited = portals.edit_story(NEWSPAPER, portals.newest(NEWSPAPER))
        portals.publish(DEPARTMENT, "late")
        portals.publish(NEWSPAPER, "new")
        _say(f"\nNow the newspaper edits “{edited.title}” and publishes a new article,")
        _say("and the department posts an article under a date long past. Second crawl: only that is fetched.\n")
        _crawl(addresses, output)
    _show_newest(output)
    _say(f"\nThe log of revisions lies in {output}/<portal>/<year>/<month>/*.jsonl,")
    _say(f"the store in {output / 'tintinh.db'}.")
    _say(f"See them in a browser: tintinh serve -o {output}  (or all in one: tintinh demo --serve)")
    _say(f"Look on: tintinh status -o {output}; head -1 {output}/{NEWSPAPER}/*/*/*.jsonl")


def _say(line: str) -> None:
    print(line, flush=True)


def _empty(output: Path) -> None:
    if output.exists() and any(output.iterdir()):
        if not (output / MARK).exists():
            raise UserError(f"{output} holds something else than a former demo: name another folder with --output")
        shutil.rmtree(output)
    output.mkdir(parents=True, exist_ok=True)
    (output / MARK).touch()


def _crawl(addresses: dict[str, str], output: Path) -> None:
    """Crawl in processes of their own, as a schedule would: Scrapy's reactor starts once a process."""
    for portal, address in addresses.items():
        command = ["crawl", portal, "--base-url", address, "--delay", "0", "--output", str(output), "--quiet"]
        done = subprocess.run([sys.executable, "-m", "crawler.cli", *command], check=False)
        if done.returncode:
            raise UserError(f"the crawl of {portal} failed with exit code {done.returncode}")


def _show_newest(output: Path) -> None:
    store = Store.open(f"sqlite:///{output / 'tintinh.db'}")
    c = articles.c
    with reading(store.engine) as connection:
        rows = connection.execute(
            select(c.published_at, c.published_precision, c.portal, c.title, c.meeting_kind, c.revision, c.duplicate_of)
            .order_by(c.published_at.desc())
            .limit(SHOWN)
        ).all()
    store.close()
    _say("")
    show(
        f"The {SHOWN} newest of them",
        ["published", "portal", "title", "meeting", "revision", "copy of"],
        [
            [
                (row.published_at or "")[: 16 if row.published_precision == "minute" else 10].replace("T", " "),
                row.portal,
                row.title,
                row.meeting_kind or "",
                str(row.revision),
                row.duplicate_of or "",
            ]
            for row in rows
        ],
        numbers=("revision",),
    )
