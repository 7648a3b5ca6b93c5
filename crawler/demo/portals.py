"""The demo portals on loopback, in a thread of their own, and the changes that the demo makes to them."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, ClassVar

from crawler.base.errors import UserError
from crawler.demo.department import Department
from crawler.demo.library import DEFAULT_MOMENT, stories
from crawler.demo.newspaper import Newspaper
from crawler.demo.newsroom import Newsroom
from crawler.demo.response import plain
from crawler.demo.server import Connection, Host
from crawler.demo.site import Site
from crawler.demo.story import Story

DEPARTMENT = "demo-so-song-lam"
NEWSPAPER = "demo-bao-song-lam"
PORTALS = (DEPARTMENT, NEWSPAPER)
CANARY = "canary"

# The port that the registry entries name.
DEFAULT_PORT = 8765

_FIRST = "127.0.0.1"


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


def _sockets(port: int, addresses: Sequence[str]) -> list[socket.socket]:
    """One listening socket each for the addresses. Raises `UserError` where the port is taken.

    Where the system knows 127.0.0.1 alone (macOS), the others take the ports after it, or any for port 0.
    """
    opened: list[socket.socket] = []
    try:
        for number, address in enumerate(addresses):
            try:
                opened.append(_listen(address, port))
            except OSError:
                if number == 0:
                    raise
                opened.append(_listen(_FIRST, port + number if port else 0))
    except OSError as error:
        for one in opened:
            one.close()
        raise UserError(f"the demo portals cannot listen on port {port}: {error.strerror or error}") from error
    return opened


class DemoPortals:
    """Serves `portals` while it is open: `with DemoPortals() as demo: demo.base_url(DEPARTMENT)`.

    `port` 0 takes free ports; `moment` is when the portals are shown: their newest stories are hours older, their
    headers carry its date. Changes act from any thread and are in force when they return; none can be made over HTTP.
    The canary is a loopback address that only links and redirects point to which no crawler may follow.
    """

    sites: ClassVar[Mapping[str, type[Site]]] = {DEPARTMENT: Department, NEWSPAPER: Newspaper}
    # Manners are kept host by host, so each portal has a loopback address of its own (all of 127/8 is, on Linux).
    addresses: ClassVar[Mapping[str, str]] = {DEPARTMENT: _FIRST, NEWSPAPER: "127.0.0.2", CANARY: "127.0.0.3"}
    connection: ClassVar[type[Connection]] = Connection

    def __init__(self, port: int = 0, moment: datetime = DEFAULT_MOMENT, portals: Sequence[str] = PORTALS) -> None:
        self.portals = tuple(portals)
        self._port = port
        self._moment = moment
        self._bases: dict[str, str] = {}
        self.shown: dict[str, Site] = {}
        self.hosts: dict[str, Host] = {}
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
        rooms = {portal: self.newsroom(portal, self._moment) for portal in self.portals}
        served = (*self.portals, CANARY)
        sockets = _sockets(self._port, [self.addresses[portal] for portal in served])
        names = [one.getsockname() for one in sockets]
        self._bases = {portal: f"http://{host}:{port}" for portal, (host, port) in zip(served, names, strict=True)}
        canary = self._bases[CANARY]
        self.shown = {portal: self.sites[portal](rooms[portal], self._bases[portal], canary) for portal in self.portals}
        self.hosts = {portal: self.host(portal, site) for portal, site in self.shown.items()}
        self.hosts[CANARY] = self.host(CANARY, None)
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

    def newsroom(self, portal: str, moment: datetime) -> Newsroom:
        """The stories that the portal begins with."""
        site = self.sites[portal]
        return Newsroom(stories(site.style, site.sections, moment), moment)

    def host(self, portal: str, site: Site | None) -> Host:
        """The portal (None: the canary) as the server sees it."""
        return Host(portal, site.answer if site else lambda _target, _headers: plain(200, "never to be read"))

    def newest(self, portal: str) -> str:
        """The id of the newest article that the portal shows."""
        site = self.shown[portal]
        return next(site.key(story) for story in site.newsroom.shown() if story.page == "article")

    def edit_story(self, portal: str, key: str) -> Story:
        """Changes title and text of the article with that id. Raises `KeyError` where it is not shown."""
        site = self.shown[portal]
        story = next((story.id for story in site.newsroom.shown() if site.key(story) == key), key)
        site.newsroom.edit(story)
        site.rebuild()
        return site.newsroom.story(story)

    def publish(self, portal: str, appears: str) -> list[Story]:
        """Articles appear: 'late' ones with an old date at their place, 'new' ones at the top."""
        site = self.shown[portal]
        added = site.newsroom.publish(appears)
        site.rebuild()
        return added

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self, sockets: list[socket.socket]) -> None:
        loop = asyncio.get_running_loop()
        for host, one in zip(self.hosts.values(), sockets, strict=True):
            self._servers.append(await loop.create_server(partial(self.connection, host), sock=one))

    async def _shut(self) -> None:
        for server in self._servers:
            server.close()
        for host in self.hosts.values():
            for connection in list(host.connections):
                connection.close()
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()
