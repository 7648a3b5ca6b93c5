"""What a webhook gets beside the text of a notice: the same as JSON. docs/watching.md and docs/schema describe it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote_plus

import orjson

from crawler.watch.outbox import Notice, NoticeArticle, NoticeChange
from crawler.watch.plain import web_address

VERSION: Final = 1


def structured(notice: Notice, portal_names: Mapping[str, str], console_url: str | None) -> dict[str, Any]:
    """The notice as JSON values. Texts are the portals' own, unlike in the message: escape them where you show them."""
    return {
        "version": VERSION,
        "notice": notice.id,
        "reports": [_report(one, portal_names, console_url) for one in notice.reports],
        "verdicts": [_verdict(one, portal_names) for one in notice.changes],
    }


def _report(one: NoticeArticle, portal_names: Mapping[str, str], console_url: str | None) -> dict[str, Any]:
    console = console_url.rstrip("/") if console_url else None
    asked = quote_plus(one.article)
    return {
        "id": one.article,
        "seq": one.seq,
        "portal": one.portal,
        "portal_name": portal_names.get(one.portal),
        "title": one.title,
        "published_at": one.published_at,
        "published_precision": one.published_precision,
        "event": one.event,
        "stage": one.meeting_status or None,
        "kind": one.meeting_kind,
        "meeting": _facts(one.facts),
        "rules": list(one.rules),
        "links": {
            "page": web_address(one.url),
            "article": f"{console}/article?id={asked}" if console else None,
            "record": f"{console}/api/article?id={asked}&seq={one.seq}" if console else None,
        },
    }


def _verdict(one: NoticeChange, portal_names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "portal": one.portal,
        "portal_name": portal_names.get(one.portal),
        "verdict": one.verdict,
        "before": one.before,
        "reason": one.reason,
        "since": one.since,
        "found_at": one.found_at,
    }


def _facts(stored: str | None) -> Any:
    """The meeting as the record has it, without its evidence; None for other news, or where it is damaged."""
    if stored is None:
        return None
    try:
        return orjson.loads(stored)
    except orjson.JSONDecodeError:
        return None
