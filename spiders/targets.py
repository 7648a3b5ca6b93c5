"""Where an element leads: by its `href`, or by the script and data attributes that portals use in place of one."""

from __future__ import annotations

import re

import turbohtml

# What scripts in `onclick` and `javascript:` links do with an address. RefreshPageTo: SharePoint's list views.
_SENT = re.compile(
    r"(?:location(?:\.href)?\s{0,3}=|location\.(?:assign|replace)\(|open\(|navigate\(|RefreshPageTo\(event,)"
    r"\s{0,3}['\"]([^'\"<>\s]{1,2000})['\"]"
)
_UNICODE = re.compile(r"\\u00([0-9a-fA-F]{2})")
_DATA = ("data-href", "data-url", "data-link")
LONGEST_SCRIPT = 4000  # characters of an attribute that are looked at


def target(element: turbohtml.Element) -> str | None:
    """The address, relative or absolute, that a click on `element` leads to; None where it leads nowhere."""
    href = (element.attr("href") or "").strip()
    if href and not href.startswith("#") and not href[:11].lower().startswith("javascript:"):
        return href
    for name in _DATA:
        value = (element.attr(name) or "").strip()
        if value and not value.startswith("#"):
            return value
    for script in (element.attr("onclick"), href):
        found = _SENT.search(script[:LONGEST_SCRIPT]) if script else None
        if found:
            return _UNICODE.sub(lambda code: chr(int(code[1], 16)), found[1])
    return None
