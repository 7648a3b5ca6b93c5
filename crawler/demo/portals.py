"""The demo portals on loopback, in a thread of their own, and the controls over what they show."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any

from crawler.base.errors import UserError
from crawler.demo.department import Department
from crawler.demo.dirt import Level
from crawler.demo.families import FAMILY_SITES, FamilySite
from crawler.demo.families.webforms import WebFormsSite
from crawler.demo.faults import Fault, FaultKind
from crawler.demo.library import DEFAULT_MOMENT, stories
from crawler.demo.log import RequestLog
from crawler.demo.newspaper import Newspaper
from crawler.demo.newsroom import Newsroom
from crawler.demo.response import plain
from crawler.demo.scripted import Scripted
from crawler.demo.server import Connection, Host
from crawler.demo.site import Site
from crawler.demo.truth import ExpectedArticle, expected

DEPARTMENT = "demo-so-song-lam"
NEWSPAPER = "demo-bao-song-lam"
PORTALS = (DEPARTMENT, NEWSPAPER)
FAMILIES = tuple(FAMILY_SITES)
SCRIPTED = "demo-scripted"
CANARY = "canary"

_SITES: dict[str, type[Site]] = {DEPARTMENT: Department, NEWSPAPER: Newspaper, SCRIPTED: Scripted, **FAMILY_SITES}

# The port that the registry entries name.
DEFAULT_PORT = 8765

# Manners are kept host by host, so each portal has a loopback address of its own (all of 127/8 is, on Linux).
_ADDRESSES = {
    DEPARTMENT: "127.0.0.1",
    NEWSPAPER: "127.0.0.2",
    CANARY: "127.0.0.3",
    SCRIPTED: "127.0.0.4",
    **{portal: f"127.0.0.{number}" for number, portal in enumerate(FAMILIES, 11)},
}


def _listen(address: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(256)
    except OSError:
        made.close()
        raise
    return made


def _sockets(port: int, portals: Sequence[str]) -> list[socket.socket]:
    """One listening socket each for the portals (and the canary). Raises `UserError` where the port is taken.

    Where the system knows 127.0.0.1 alone (macOS), the others take the ports after it, or any for port 0.
    """
    opened: list[socket.socket] = []
    try:
        for number, portal in enumerate(portals):
            try:
                opened.append(_listen(_ADDRESSES[portal], port))
            except OSError:
                if number == 0:
                    raise
                opened.append(_listen(_ADDRESSES[DEPARTMENT], port + number if port else 0))
    except OSError as error:
        for one in opened:
            one.close()
        raise UserError(f"the demo portals cannot listen on port {port}: {error.strerror or error}") from error
    return opened


def _newsroom(portal: str, moment: datetime) -> Newsroom:
    site = _SITES[portal]
    if issubclass(site, FamilySite):
        return site.newsroom_at(moment)
    return Newsroom(stories(site.style, site.sections, moment), moment)


class DemoPortals:
    """Serves `portals` while it is open: `with DemoPortals() as demo: demo.base_url(DEPARTMENT)`.

    `port` 0 takes free ports; `moment` is when the portals are shown: their newest stories are hours older, their
    headers carry its date. Controls act from any thread and are in force when they return; none can be reached
    over HTTP. `log` has every request, also those to the canary: a loopback address that only links and redirects
    point to which no crawler may follow.
    """

    def __init__(self, port: int = 0, moment: datetime = DEFAULT_MOMENT, portals: Sequence[str] = PORTALS) -> None:
        self.portals = tuple(portals)
        self._port = port
        self._moment = moment
        self.log = RequestLog()
        self._bases: dict[str, str] = {}
        self._sites: dict[str, Site] = {}
        self._hosts: dict[str, Host] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._servers: list[asyncio.Server] = []

    def __enter__(self) -> DemoPortals:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begins to serve. Raises `UserError` where the port is taken, `ValueError` for too early a moment."""
        rooms = {portal: _newsroom(portal, self._moment) for portal in self.portals}
        served = (*self.portals, CANARY)
        sockets = _sockets(self._port, served)
        names = [one.getsockname() for one in sockets]
        self._bases = {portal: f"http://{host}:{port}" for portal, (host, port) in zip(served, names, strict=True)}
        canary = self._bases[CANARY]
        self._sites = {portal: _SITES[portal](rooms[portal], self._bases[portal], canary) for portal in self.portals}
        self._hosts = {
            portal: Host(portal, site.answer, self.log, site.post if isinstance(site, FamilySite) else None)
            for portal, site in self._sites.items()
        }
        self._hosts[CANARY] = Host(CANARY, lambda _target, _headers: plain(200, "never to be read"), self.log)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo portals", daemon=True)
        self._thread.start()
        self._run(self._open(sockets))

    def stop(self) -> None:
        """Ends all connections and stops serving; harmless where nothing runs."""
        if self._loop is None or self._thread is None:
            return
        self._run(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    def base_url(self, portal: str) -> str:
        """Address of the portal, with a closing slash. Raises `KeyError` for a portal that there is not."""
        return self._bases[portal] + "/"

    def truth(self, portal: str, level: Level = "canonical") -> list[ExpectedArticle]:
        """What the portal shows now, as a reader has it who normalises at `level`."""
        return expected(self._sites[portal], portal, level)

    def edit(self, portal: str, key: str) -> ExpectedArticle:
        """Changes title and text of the article with that id. Raises `KeyError` where it is not shown."""
        site = self._sites[portal]
        site.newsroom.edit(next((story.id for story in site.newsroom.shown() if site.key(story) == key), key))
        site.rebuild()
        return next(one for one in self.truth(portal) if one.key == key)

    def publish_late(self, portal: str) -> list[ExpectedArticle]:
        """An article with an old date appears at its place in the listings."""
        return self._publish(portal, "late")

    def publish_new(self, portal: str) -> list[ExpectedArticle]:
        """An article dated an hour before the moment (the newspaper: that day) appears at the top."""
        return self._publish(portal, "new")

    def remove(self, portal: str, key: str) -> None:
        """Takes an article down: the department then says 'not found' with 200, the newspaper 410."""
        self._sites[portal].newsroom.remove(key)
        self._sites[portal].rebuild()

    def count_views(self, portal: str) -> None:
        """View counters rise: every article's page changes, no article does."""
        self._sites[portal].newsroom.count_views()
        self._sites[portal].rebuild()

    def forget_forms(self, portal: str) -> None:
        """Restarts an ASP.NET portal's server: it refuses every view state given so far."""
        site = self._sites[portal]
        assert isinstance(site, WebFormsSite)
        site.restart()

    def set_fault(
        self, portal: str, kind: FaultKind, *, prefix: str = "", times: int | None = None, seconds: float = 0.0
    ) -> None:
        """Lets requests whose target begins with `prefix` meet a fault (see `Fault`), `times` of them or all."""
        self._hosts[portal].faults.add(Fault(kind, prefix, times, seconds))

    def clear_faults(self, portal: str) -> None:
        """Ends the portal's faults."""
        self._hosts[portal].faults.clear()

    def _publish(self, portal: str, appears: str) -> list[ExpectedArticle]:
        site = self._sites[portal]
        added = {site.key(story) for story in site.newsroom.publish(appears)}
        self._sites[portal].rebuild()
        return [one for one in self.truth(portal) if one.key in added]

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self, sockets: list[socket.socket]) -> None:
        loop = asyncio.get_running_loop()
        for host, one in zip(self._hosts.values(), sockets, strict=True):
            self._servers.append(await loop.create_server(partial(Connection, host), sock=one))

    async def _shut(self) -> None:
        for server in self._servers:
            server.close()
        for host in self._hosts.values():
            for connection in list(host.connections):
                connection.close()
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()
