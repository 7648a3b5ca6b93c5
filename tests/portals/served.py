"""The demo portals and those of the families on loopback, with a log, faults, and the truth of what they show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from crawler import demo
from crawler.demo import CANARY, PORTALS
from crawler.demo.dirt import Level
from crawler.demo.library import DEFAULT_MOMENT
from crawler.demo.newsroom import Newsroom
from crawler.demo.response import plain
from crawler.demo.site import Site
from tests.portals.connection import WatchedConnection, WatchedHost
from tests.portals.families import FAMILY_SITES, FamilySite
from tests.portals.families.webforms import WebFormsSite
from tests.portals.faults import Fault, FaultKind
from tests.portals.log import RequestLog
from tests.portals.scripted import Scripted
from tests.portals.truth import ExpectedArticle, expected

FAMILIES = tuple(FAMILY_SITES)
SCRIPTED = "demo-scripted"


class DemoPortals(demo.DemoPortals):
    """Serves `portals` while it is open: `with DemoPortals() as demo: demo.base_url(DEPARTMENT)`.

    Controls act from any thread and are in force when they return; none can be reached over HTTP. `log` has every
    request, also those to the canary.
    """

    sites: ClassVar = {**demo.DemoPortals.sites, SCRIPTED: Scripted, **FAMILY_SITES}
    addresses: ClassVar = {
        **demo.DemoPortals.addresses,
        SCRIPTED: "127.0.0.4",
        **{portal: f"127.0.0.{number}" for number, portal in enumerate(FAMILIES, 11)},
    }
    connection = WatchedConnection

    def __init__(self, port: int = 0, moment: datetime = DEFAULT_MOMENT, portals: Sequence[str] = PORTALS) -> None:
        super().__init__(port, moment, portals)
        self.log = RequestLog()

    def newsroom(self, portal: str, moment: datetime) -> Newsroom:
        site = self.sites[portal]
        return site.newsroom_at(moment) if issubclass(site, FamilySite) else super().newsroom(portal, moment)

    def host(self, portal: str, site: Site | None) -> WatchedHost:
        if site is None:
            return WatchedHost(CANARY, lambda _target, _headers: plain(200, "never to be read"), log=self.log)
        return WatchedHost(portal, site.answer, site.post if isinstance(site, FamilySite) else None, log=self.log)

    def truth(self, portal: str, level: Level = "canonical") -> list[ExpectedArticle]:
        """What the portal shows now, as a reader has it who normalises at `level`."""
        return expected(self.shown[portal], portal, level)

    def edit(self, portal: str, key: str) -> ExpectedArticle:
        """Changes title and text of the article with that id. Raises `KeyError` where it is not shown."""
        self.edit_story(portal, key)
        return next(one for one in self.truth(portal) if one.key == key)

    def publish_late(self, portal: str) -> list[ExpectedArticle]:
        """An article with an old date appears at its place in the listings."""
        return self._published(portal, "late")

    def publish_new(self, portal: str) -> list[ExpectedArticle]:
        """An article dated an hour before the moment (the newspaper: that day) appears at the top."""
        return self._published(portal, "new")

    def remove(self, portal: str, key: str) -> None:
        """Takes an article down: the department then says 'not found' with 200, the newspaper 410."""
        self.shown[portal].newsroom.remove(key)
        self.shown[portal].rebuild()

    def count_views(self, portal: str) -> None:
        """View counters rise: every article's page changes, no article does."""
        self.shown[portal].newsroom.count_views()
        self.shown[portal].rebuild()

    def forget_forms(self, portal: str) -> None:
        """Restarts an ASP.NET portal's server: it refuses every view state given so far."""
        site = self.shown[portal]
        assert isinstance(site, WebFormsSite)
        site.restart()

    def set_fault(
        self, portal: str, kind: FaultKind, *, prefix: str = "", times: int | None = None, seconds: float = 0.0
    ) -> None:
        """Lets requests whose target begins with `prefix` meet a fault (see `Fault`), `times` of them or all."""
        self.hosts[portal].faults.add(Fault(kind, prefix, times, seconds))

    def clear_faults(self, portal: str) -> None:
        """Ends the portal's faults."""
        self.hosts[portal].faults.clear()

    def _published(self, portal: str, appears: str) -> list[ExpectedArticle]:
        site = self.shown[portal]
        added = {site.key(story) for story in self.publish(portal, appears)}
        return [one for one in self.truth(portal) if one.key in added]
