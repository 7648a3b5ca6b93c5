"""The browser for portals that only a script fills: the system's Chromium, driven by the extra `browser`."""

from __future__ import annotations

import importlib.util
import shutil

from crawler.base.environment import environment
from crawler.base.errors import UserError
from crawler.base.extras import ExtraMissingError

VARIABLE = "TINTINH_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def executable() -> str:
    """Path of the Chromium to use. Raises `UserError` where the extra or the browser is missing."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        raise ExtraMissingError('a portal with render = "browser"', "browser", "scrapy_playwright")
    named = environment().browser
    found = shutil.which(named) if named else next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        missing = f"{VARIABLE} names {named}, which is no program" if named else "no Chromium is installed"
        raise UserError(
            f'a portal with render = "browser" needs a browser: {missing} (Debian: apt-get install chromium; '
            f"{VARIABLE} names another)"
        )
    return found
