"""Checks before every page (pace, host name, token, length of the address), and the headers of answers.

Pages have one script of the console's own, as a file. The policy below allows no script in a page, and `nosniff` keeps
the console's other answers from being taken for scripts: crawled text that is not escaped still cannot run.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import math
import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.web.clients import Pace

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_CHARS: Final = 8000  # of path and query
PROBES: Final = frozenset({"/healthz", "/readyz"})  # they say nothing of what is stored, and ask no token or name

_HOST: Final = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^:\[\]]+))(?::\d{1,5})?")

POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
}


class Guard:
    """ASGI middleware. `token`: what clients must show, as bearer token or as password of basic authentication.

    All checks are made before anything is read, and the token is compared in constant time.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = (), token: str | None = None, rate: float = 0.0) -> None:
        self.app = app
        self.pace = Pace(rate)
        self.hosts = LOOPBACK | {host.lower().rstrip(".") for host in hosts}
        self.token = None if token is None else _digest(token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add the headers that an answer does not set itself."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if "content-encoding" in headers and headers.get("etag", "").startswith('"'):
                    headers["ETag"] = f"W/{headers['etag']}"  # compressed, the bytes are others
            await send(message)

        refused = self._refusal(scope)
        await (refused or self.app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if seconds := self.pace.wait(str((scope.get("client") or ("",))[0])):
            later = {"Retry-After": str(math.ceil(seconds))}
            return PlainTextResponse("too many requests from this address: ask again later\n", 429, later)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("only GET and HEAD are answered\n", 405, {"Allow": "GET, HEAD"})
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > MOST_CHARS:
            return PlainTextResponse("the address is too long\n", 414)
        if scope["path"] in PROBES:
            return None
        if not self._known(headers.get("host", "")):
            # Another site's name that is made to point here (DNS rebinding) must not read the console.
            return PlainTextResponse("not a name of this console: tintinh serve --allow-host NAME adds one\n", 400)
        if self.token is not None and not self._shown(headers.get("authorization", "")):
            challenge = {"WWW-Authenticate": 'Basic realm="tintinh", charset="UTF-8"'}
            return PlainTextResponse("the console asks for its token, as password\n", 401, challenge)
        return None

    def _known(self, host: str) -> bool:
        """Whether a Host header names this console; a numeric address does, too, as DNS rebinding needs a name."""
        match = _HOST.fullmatch(host.lower())
        name = (match["six"] or match["name"]).rstrip(".") if match else ""
        if name in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _shown(self, authorization: str) -> bool:
        kind, _, value = authorization.partition(" ")
        if kind.lower() == "basic":
            try:
                value = base64.b64decode(value, validate=True).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return False
        elif kind.lower() != "bearer":
            return False
        return self.token is not None and hmac.compare_digest(_digest(value.strip()), self.token)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
