"""Running the console's server, and who may reach it."""

from __future__ import annotations

import gc
import ipaddress
import socket
from dataclasses import replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from crawler.base.environment import environment
from crawler.base.errors import UserError
from crawler.web.app import create_app
from crawler.web.connections import connections
from crawler.web.settings import ConsoleSettings

VARIABLE = "TINTINH_TOKEN"
LEAST_TOKEN = 16  # characters
BACKLOG = 128  # connections that may wait
AT_ONCE = 100  # connections; if all of them are being answered, a further one gets 503


def access(host: str, token_file: Path | None, behind_proxy: bool) -> str | None:
    """The token that clients must show, if any. Raises `UserError` where anybody on a network could read."""
    token = environment().token.get_secret_value() or None
    if token_file is not None:
        try:
            token = token_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"cannot read the token in {token_file}: {error}") from error
    if token is not None and len(token) < LEAST_TOKEN:
        raise UserError(f"the token is shorter than {LEAST_TOKEN} characters")
    if token is None and not behind_proxy and not _is_loopback(host):
        raise UserError(
            f"--host {host} can be reached from other machines: give --token-file FILE (or {VARIABLE}),"
            " or --behind-proxy where a proxy decides who may read"
        )
    return token


def run_console(settings: ConsoleSettings, host: str, port: int, behind_proxy: bool = False) -> None:
    """Serve until told to stop. Raises `UserError` where the address can't be listened on."""
    given = environment()
    if behind_proxy or not _is_loopback(host):
        settings = replace(settings, rate=given.client_rate)
    app = create_app(settings)
    listener = listen(host, port)
    shown = listener.getsockname()
    name = f"[{shown[0]}]" if ":" in shown[0] else shown[0]
    print(f"The console: http://{name}:{shown[1]}/  (stop with Ctrl+C)", flush=True)
    # Behind a proxy all connections are the proxy's.
    serve(app, listener, behind_proxy, None if behind_proxy else given.client_connections)


def serve(app: FastAPI, listener: socket.socket, behind_proxy: bool = False, most: int | None = None) -> None:
    """Answer on a socket of `listen` until told to stop. `most`: connections of one client; None: no limit."""
    gc.collect()
    gc.freeze()  # these objects stay: the garbage collector need not check them again
    server(app, behind_proxy, most).run(sockets=[listener])


def server(app: FastAPI, behind_proxy: bool = False, most: int | None = None) -> uvicorn.Server:
    """The server of a console, as `serve` runs it."""
    config = uvicorn.Config(
        app,
        http=connections(most),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A socket that connections may wait on from now. Raises `UserError`.

    It names its protocol: only then asyncio turns Nagle's algorithm off, which costs 40 ms an answer.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        raise UserError(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error
    return listener


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
