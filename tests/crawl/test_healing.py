"""Portals that change while they are crawled: nothing published after it is lost, it is told, nothing is stored twice."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.crawl.conftest import tintinh
from tests.discovery.changing import Changing
from tests.discovery.served import Served
from tests.discovery.skin import SECTIONS, STORIES, home_of

CHANGES = ("redesign", "cms", "sections", "category", "host", "merger")
# Three stories a section that are there from the beginning, and three new ones that appear one after the other.
BY_SECTION = {section: [one for one in STORIES if home_of(one) == section] for section in SECTIONS}
NEW = BY_SECTION["kinh-te"][2::-1]  # of the category that is renamed, the oldest first
OLD = [one for told in BY_SECTION.values() for one in told[3:6]]
OTHERS = [one for told in BY_SECTION.values() for one in told[6:8]]  # of the portal into which one is merged
pytestmark = pytest.mark.timeout(180)


class Fleet:
    """Six portals of one shape, each of which will change in its own way, and the portal into which one is merged."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.output, self.entries = folder / "out", folder / "entries"
        self.entries.mkdir()
        self.sites: dict[str, Changing] = {}
        for name in (*CHANGES, "new-host", "merged-into"):
            self.sites[name] = stack.enter_context(Served(Changing())).skin  # type: ignore[assignment]
        self.publish(0)
        for name in (*CHANGES, "merged-into"):
            (self.entries / f"{name}.toml").write_text(self.sites[name].entry(), "utf-8")

    def publish(self, count: int) -> None:
        """Show so many of the new stories wherever the portal's articles appear now."""
        for name, site in self.sites.items():
            told = OTHERS if name == "merged-into" else OLD
            site.told = sorted([*told, *NEW[:count]], key=lambda one: one.published_at, reverse=True)

    def run(self, *arguments: object) -> CompletedProcess[str]:
        return tintinh(*arguments, "--output", self.output, TINTINH_PORTALS=str(self.entries))

    def crawl(self, names: Sequence[str] = (*CHANGES, "merged-into")) -> CompletedProcess[str]:
        return self.run("crawl", *names, "--delay", 0, "--no-archive")

    def titles(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        with sqlite3.connect(self.output / "tintinh.db") as connection:
            for portal, title in connection.execute("SELECT portal, title FROM articles"):
                found.setdefault(portal, Counter())[title] += 1
        return found

    def status(self) -> dict[str, dict[str, object]]:
        return {one["portal"]: one for one in json.loads(self.run("status", "--json").stdout)}


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    with ExitStack() as stack:
        yield Fleet(stack, tmp_path)


def missing(fleet: Fleet, count: int) -> list[str]:
    """What is wrong with what is stored after `count` new stories, a line a fault."""
    faults, stored = [], fleet.titles()
    for name in CHANGES:
        own = stored.get(name, Counter())
        faults += [f"{name} has {title!r} {times} times" for title, times in own.items() if times > 1]
        where = stored.get("merged-into", Counter()) if name == "merger" else own
        faults += [f"{name} misses {one.title!r}" for one in NEW[:count] if one.title not in where]
        faults += [f"{name} lost {one.title!r}" for one in OLD if one.title not in own]
        strange = set(own) - {one.title for one in (*OLD, *NEW)}
        faults += [f"{name} has {sorted(strange)}"] if strange else []
    return faults


def test_a_portal_that_changes_is_walked_on_told_and_mended(fleet: Fleet) -> None:
    first = fleet.crawl()
    assert not missing(fleet, 0), first.stderr
    fleet.publish(1)
    for name in ("redesign", "sections", "category"):
        fleet.sites[name].change = name
    fleet.sites["cms"].coming, fleet.sites["cms"].after = "cms", 2  # in the middle of the crawl
    fleet.sites["host"].moved_to = fleet.sites["new-host"].base
    fleet.sites["merger"].change, fleet.sites["merger"].moved_to = "merger", fleet.sites["merged-into"].base
    second = fleet.crawl()
    assert not missing(fleet, 1), second.stderr

    told = fleet.status()
    for name in CHANGES:
        assert told[name]["verdict"] == "moved", told[name]
        assert f"`tintinh heal {name}`" in str(told[name]["reason"])
    assert "merged-into" in str(told["merger"]["reason"])

    fleet.publish(2)
    before = {name: len(site.asked) for name, site in fleet.sites.items()}
    third = fleet.crawl()
    assert not missing(fleet, 2), third.stderr
    asked = {name: len(site.asked) - before[name] for name, site in fleet.sites.items()}
    assert max(asked.values()) <= 16, f"no second probe on one day: {asked}"

    flagged = [one for one in records(fleet) if any("healed entry" in flag for flag in one["flags"])]
    assert {(one["portal"], one["title"]) for one in flagged} >= {(name, NEW[1].title) for name in CHANGES[:5]}

    for name in CHANGES:
        shown = fleet.run("heal", name, "--write")
        assert shown.returncode == 0, shown.stderr
        assert f"+++ {name}.toml, healed" in shown.stdout
    fleet.publish(3)
    last = fleet.crawl(CHANGES[:5])
    fleet.crawl(["merged-into"])
    assert not missing(fleet, 3), last.stderr
    told = fleet.status()
    assert {name: told[name]["verdict"] for name in CHANGES if "heal" in str(told[name]["reason"])} == {}


def records(fleet: Fleet) -> list[dict[str, object]]:
    with sqlite3.connect(fleet.output / "tintinh.db") as connection:
        return [json.loads(row[0]) for row in connection.execute("SELECT record FROM revisions")]
