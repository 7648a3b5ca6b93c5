"""What must hold over the whole registry, beyond what the model checks of one entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from crawler.registry import provinces
from crawler.registry.portal import Portal

_EVIDENCE = re.compile(r"^(?:saved pages|seen live|served by|unverified)\b")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that an entry breaks; `portal` is empty where it is the registry's fault as a whole."""

    portal: str
    what: str


def faults(portals: Mapping[str, Portal], families: Collection[str]) -> list[Fault]:
    """Every rule that the entries break, in order of id; `families`: the names that have a file."""
    found = [*_shared_hosts(portals), *_entries(portals, families)]
    return [*sorted(found, key=lambda fault: fault.portal), *_missing(portals)]


def _shared_hosts(portals: Mapping[str, Portal]) -> Iterator[Fault]:
    """One host is one portal's: by it a page finds its entry. Demo portals share loopback and differ by port."""
    owner: dict[str, str] = {}
    for portal in portals.values():
        if portal.kind == "demo":
            continue
        for host in sorted({one.removeprefix("www.") for one in portal.hosts}):
            first = owner.setdefault(host, portal.id)
            if first != portal.id:
                yield Fault(portal.id, f"host {host} is {first}'s already")


def _entries(portals: Mapping[str, Portal], families: Collection[str]) -> Iterator[Fault]:
    former = provinces.former_names()
    for portal in portals.values():
        if portal.family not in families:
            yield Fault(portal.id, f"unknown family {portal.family!r}; known: {', '.join(sorted(families))}")
        if not _EVIDENCE.match(portal.evidence):
            yield Fault(portal.id, "evidence begins neither with 'saved pages' or 'seen live' nor with 'unverified'")
        if portal.start.startswith("http:") and portal.kind != "demo" and "http://" not in portal.evidence:
            yield Fault(portal.id, "start is http, and the evidence does not say that http:// was seen")
        if portal.province is None and portal.kind != "demo":
            yield Fault(portal.id, "no province")
        for name in portal.replaces:
            if name == portal.id or (name not in portals and name not in former):
                yield Fault(portal.id, f"replaces {name!r}, which is neither another entry nor a former province")


def _missing(portals: Mapping[str, Portal]) -> Iterator[Fault]:
    """Every province has a portal that stands."""
    have = {portal.province for portal in portals.values() if portal.kind == "portal" and portal.valid_to is None}
    for province in provinces.all_provinces().values():
        if province.code not in have:
            yield Fault("", f"no portal of {province.full_name} ({province.code})")
