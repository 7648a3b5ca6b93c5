"""Keys of listing pages that all have one address: the page number is in the form that is posted."""

from __future__ import annotations

import re

_PAGE = re.compile(r"#page=(\d{1,9})")  # no canonical address has a fragment


def page_of(key: str) -> int:
    """The number of the listing page that has this key."""
    found = _PAGE.search(key)
    return int(found[1]) if found else 1


def paged_key(key: str, number: int) -> str:
    """The key of another page of the listing that the page with `key` belongs to."""
    mark = f"#page={number}"
    return _PAGE.sub(mark, key) if _PAGE.search(key) else key + mark
