"""A run's location, and the versions of the software that it runs with."""

from __future__ import annotations

import platform
import socket
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import crawler
from crawler.base.environment import environment

# The libraries that decide how pages are fetched, read and stored.
LIBRARIES = ("scrapy", "twisted", "turbohtml", "sqlalchemy")


def run_location() -> str:
    """The place that this process crawls from: TINTINH_LOCATION, else the machine's host name."""
    return environment().location or socket.gethostname()


@cache
def versions() -> dict[str, str]:
    """Versions of tintinh, Python and the libraries that take part in a crawl."""
    found = {"tintinh": crawler.__version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
