"""Records in answers: the same bytes as in the log."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import create_model

from crawler.model.items import Article, Record
from crawler.model.upcasting import upcast
from crawler.web.queries.log import Logged

MOST_CHARS = 8_000_000  # of the records of an answer; the last one may exceed it

ArticleWithoutBody = create_model(
    "ArticleWithoutBody",
    __base__=Record,
    __doc__="A record of the log without its `body`.",
    **{name: (field.annotation, field) for name, field in Article.model_fields.items() if name != "body"},  # type: ignore[call-overload]
)


def whole(logged: Logged) -> orjson.Fragment:
    """The record as the log has it."""
    return orjson.Fragment(logged.record)


def without_body(logged: Logged) -> dict[str, Any]:
    """The record without its body."""
    record = upcast(orjson.loads(logged.record))
    record.pop("body", None)
    return record
