"""Keys of pages whose address contains the site's own id: the id, and what else must agree before two pages are one.

A number alone does not name a page: each module of a site counts its own pages.
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

    An article is `portal:id` if the address contains the site's id. If another article has that id already, the whole
    key replaces the id.
    """
    site_id = site_id_of(key)
    whole = f"{portal}:{key}"
    return (whole,) if site_id is None else (whole, f"{portal}:{site_id}")
