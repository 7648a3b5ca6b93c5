"""The address that an exchange has in the archive."""

from __future__ import annotations

import hashlib

from scrapy.http import Request

LONGEST = 2000  # bytes of a posted body that the address repeats; of a longer one (a view state) it has the digest


def archived_url(request: Request) -> str:
    """The request's address; of a POST with what was posted, so that it is not taken for the page fetched by GET.

    Source: `__wb_method` is how pywb and the tools around it write other methods into an index's address.
    """
    if request.method == "GET":
        return request.url
    body = request.body.decode("utf-8", "replace")
    if len(request.body) > LONGEST:
        body = f"__wb_post_data={hashlib.sha256(request.body).hexdigest()}"
    return f"{request.url}{'&' if '?' in request.url else '?'}__wb_method={request.method}&{body}"
