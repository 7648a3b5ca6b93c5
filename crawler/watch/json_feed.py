"""Feeds as JSON Feed 1.1 (jsonfeed.org): the entries of `feeds`, with the same ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from crawler.watch.feeds import HOME, SUMMARY_CHARS, TITLE_CHARS, Feed, Item, entry_id
from crawler.watch.plain import plain, web_address

VERSION = "https://jsonfeed.org/version/1.1"


def render_json(feed: Feed, items: Sequence[Item], portal_names: Mapping[str, str], own: str, home: str) -> bytes:
    """The feed as JSON. `own`: its address; `home`: that of the page that shows the same."""
    made = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": home,
        "feed_url": own,
        "language": "vi",
        "items": [_entry(item, portal_names) for item in items],
    }
    return orjson.dumps(made, option=orjson.OPT_INDENT_2)


def _entry(item: Item, portal_names: Mapping[str, str]) -> dict[str, Any]:
    article = item.article
    entry = {
        "id": entry_id(article.id),
        "url": web_address(article.url, article.canonical_url) or HOME,
        "title": plain(article.title, TITLE_CHARS) or "(no title)",
        "content_text": plain(article.summary or article.body, SUMMARY_CHARS) or "…",
        "date_modified": item.changed_at.isoformat(),
        "authors": [{"name": plain(portal_names.get(article.portal, article.portal), TITLE_CHARS)}],
    }
    if article.published_at:
        entry["date_published"] = article.published_at.isoformat()
    if article.meeting:
        entry["tags"] = [article.meeting.kind.value, article.meeting.status.value]
    return entry
