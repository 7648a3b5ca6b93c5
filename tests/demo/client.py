"""A plain HTTP client for the demo's own tests: no redirects followed, no cookies kept."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

import turbohtml


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def tree(self) -> turbohtml.Document:
        return turbohtml.parse(self.text)


def fetch(url: str, method: str = "GET", timeout: float = 5.0, **headers: str) -> Reply:
    """One request on a connection of its own; header names take underscores for hyphens."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def text_of(node: turbohtml.Element) -> str:
    """The node's text with white space as a browser shows it (no-break spaces kept)."""
    return " ".join(part for part in node.text.replace("\n", " ").split(" ") if part)
