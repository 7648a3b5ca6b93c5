"""What a run says of itself: whence it ran, and with which versions."""

from __future__ import annotations

import os
import platform
import socket
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import crawler

# What decides on how pages are fetched, read and stored.
LIBRARIES = ("scrapy", "twisted", "turbohtml", "sqlalchemy")


def vantage() -> str:
    """Whence this process crawls: TINTINH_VANTAGE, else the machine's host name."""
    return os.environ.get("TINTINH_VANTAGE", "").strip() or socket.gethostname()


@cache
def versions() -> dict[str, str]:
    """Versions of tintinh, Python and the libraries that have a hand in a crawl."""
    found = {"tintinh": crawler.__version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
