"""Keys of pages whose address tells the site's own id: the id, and what else must agree before two pages are one.

A number alone names no page: the modules of one site count their pages each by itself.
"""

from __future__ import annotations

_MARK = "~"


def site_key(site_id: str, words: str) -> str:
    """The key of a page with that id; `words`: the slug of its address, or the address without the id."""
    return f"{site_id}{_MARK}{words}"


def site_id_of(key: str) -> str | None:
    """The site's own id in a key made by `site_key`; None for other keys, which are addresses."""
    site_id, mark, _ = key.partition(_MARK)
    return site_id if mark and "/" not in site_id else None


def article_ids(portal: str, key: str) -> tuple[str, ...]:
    """The ids that the article on a page may have, the likeliest last.

    An article is `portal:id` where the address tells the site's id. Where that is another article's already, the whole
    key stands in for the id.
    """
    site_id = site_id_of(key)
    whole = f"{portal}:{key}"
    return (whole,) if site_id is None else (whole, f"{portal}:{site_id}")
