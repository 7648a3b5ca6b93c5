"""Answers with validators: a client that has the answer already gets 304.

The ETag is made of the answer's bytes. An ETag made of the store's last `seq` would save the queries, too, which take
milliseconds. But then every new revision would change the ETag of every answer, and 304 would be rare.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"
_TAG = re.compile(r'"[^"]*"')


def json_answer(
    request: Request,
    value: Any,
    *,
    changed_at: str | None = None,
    keep: int = 0,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`value` as JSON; see `answer`."""
    return answer(request, orjson.dumps(value), JSON, changed_at=changed_at, keep=keep, headers=headers)


def answer(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    changed_at: str | None = None,
    keep: int = 0,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content, or 304 where the client has the same.

    `changed_at` (ISO 8601): when the newest part of it was stored, where that is known. `keep`: for how many seconds
    a client may use it without asking again.
    """
    tag = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    known = {
        "ETag": tag,
        "Cache-Control": f"private, max-age={keep}" if keep else "private, no-cache",
        **(headers or {}),
    }
    if changed_at is not None:
        with suppress(ValueError):  # a damaged row: the ETag alone validates then
            known["Last-Modified"] = format_datetime(datetime.fromisoformat(changed_at).astimezone(UTC), usegmt=True)
    asked = request.headers.get("if-none-match")
    if asked is None:
        same = _is_as_old(known.get("Last-Modified"), request.headers.get("if-modified-since"))
    else:
        same = asked.strip() == "*" or tag in _TAG.findall(asked)
    if same:
        return Response(status_code=304, headers=known)
    return Response(content, headers=known, media_type=media_type)


def _is_as_old(modified: str | None, since: str | None) -> bool:
    """Whether an answer is no newer than the client's (RFC 9110, 13.1.3); a date that is none asks for nothing."""
    if modified is None or since is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
