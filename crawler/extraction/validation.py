"""Whether a page is an article to store, and whether its record keeps the schema and what JSON Schema cannot say."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from crawler.base.clock import VIETNAM
from crawler.model.items import Article

MOST_FAULTS = 10  # named for one record


# Portals in a wrong time zone and posts set for tomorrow morning are real; anything later is a mistake.
FUTURE_ALLOWED = timedelta(days=2)


def refusal(article: Article, fetched_at: datetime) -> str | None:
    """Why this is no article to store, or None for one that is; a date in the future is dropped and flagged."""
    if not article.title.strip():
        return "a page without a title"
    if not article.body.strip() and not (article.attachments or article.images or article.published_at):
        return "a page without text"
    if article.published_at is not None and article.published_at > fetched_at + FUTURE_ALLOWED:
        article.flags.append(f"date in the future: {article.published_at.isoformat()}")
        article.published_at = article.published_precision = None
    if not article.body.strip():
        article.flags.append("no text on the page")
    return None


def fault_of(article: Article) -> str | None:
    """What breaks the schema, field by field in one line; None for a record that keeps it."""
    try:
        # orjson and the validator of Python values together take half the time of the validator of JSON.
        read_back = Article.model_validate(orjson.loads(article.model_dump_json(warnings="error")))
    except ValidationError as error:
        found = [f"{'.'.join(map(str, one['loc'])) or 'record'}: {one['msg']}" for one in error.errors()]
        return "; ".join(found[:MOST_FAULTS])
    except (PydanticSerializationError, UnicodeEncodeError) as error:
        return f"no JSON can be made of it: {' '.join(str(error).split())[:500]}"
    return "; ".join(_faults(read_back)[:MOST_FAULTS]) or None


def _faults(article: Article) -> list[str]:
    faults = []
    if not article.id.startswith(f"{article.portal}:") or len(article.id) == len(article.portal) + 1:
        faults.append("id: not the portal, a colon and the article's own id")
    for name in ("url", "canonical_url"):
        if not getattr(article, name).startswith(("http://", "https://")):
            faults.append(f"{name}: not an absolute address")
    if not article.title.strip():
        faults.append("title: empty")
    if (article.published_at is None) != (article.published_precision is None):
        faults.append("published_precision: given without a date, or missing with one")
    for name in ("published_at", "updated_at"):
        moment: datetime | None = getattr(article, name)
        if moment is not None and moment.utcoffset() != VIETNAM.utcoffset(None):
            faults.append(f"{name}: not at +07:00")
    if not article.content_hash:
        faults.append("content_hash: missing")
    return faults + _meeting_faults(article)


def _meeting_faults(article: Article) -> list[str]:
    meeting = article.meeting
    if meeting is None:
        return []
    faults = []
    if (meeting.held_on is None) != (meeting.held_on_precision is None):
        faults.append("meeting.held_on_precision: given without a date, or missing with one")
    for number, span in enumerate(meeting.evidence):
        text = article.body if span.source == "body" else article.title
        if not 0 <= span.start < span.end <= len(text):
            faults.append(f"meeting.evidence.{number}: outside the {span.source}")
    return faults
