"""Answers, made ready as bytes once and served many times."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

HTML = "text/html;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: `head` is the status line and all headers but Date and Connection."""

    status: int
    head: bytes
    body: bytes
    etag: str | None = None
    modified: datetime | None = None

    def answers_unchanged(self, headers: Mapping[str, str]) -> bool:
        """Whether a conditional request of these (lower-case) headers is to be answered 304 (RFC 9110, 13.2.2)."""
        if self.etag is None:
            return False
        if (wanted := headers.get("if-none-match")) is not None:
            return wanted.strip() == "*" or self.etag in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        since = headers.get("if-modified-since")
        if since is None or self.modified is None:
            return False
        try:
            return self.modified <= parsedate_to_datetime(since)
        except (TypeError, ValueError):  # no date, or one without a zone: the header is to be ignored
            return False

    def unchanged(self) -> Response:
        """The 304 that stands for this answer."""
        return make(304, b"", extra=_validators(self.etag, self.modified))


def _validators(etag: str | None, modified: datetime | None) -> dict[str, str]:
    out = {"ETag": etag} if etag else {}
    if modified:
        out["Last-Modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    return out


def make(
    status: int,
    body: bytes,
    content_type: str | None = None,
    *,
    extra: Mapping[str, str] | None = None,
    etag: str | None = None,
    modified: datetime | None = None,
) -> Response:
    """An answer of `status` with its headers."""
    headers = {"Server": "tintinh-demo", "Content-Length": str(len(body)), **_validators(etag, modified)}
    if content_type:
        headers["Content-Type"] = content_type
    if status == 304:
        del headers["Content-Length"]
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        *(f"{k}: {v}" for k, v in (headers | dict(extra or {})).items()),
    ]
    return Response(status, ("\r\n".join(lines) + "\r\n").encode("latin-1"), body, etag, modified)


def page(html: str, modified: datetime, content_type: str = HTML) -> Response:
    """A page, UTF-8, with ETag (of its bytes) and Last-Modified."""
    return document(html.encode("utf-8"), modified, content_type)


def document(body: bytes, modified: datetime, content_type: str) -> Response:
    """A file with ETag (of its bytes) and Last-Modified."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return make(200, body, content_type, etag=etag, modified=modified.replace(microsecond=0))


def redirect(location: str, status: int = 301) -> Response:
    """A redirect; its body is the short note that servers send along."""
    return make(status, b"<html><body>Moved</body></html>", "text/html", extra={"Location": location})


def plain(status: int, text: str) -> Response:
    """A short plain text, without validators."""
    return make(status, text.encode("utf-8"), "text/plain; charset=utf-8")
