"""Stored records, read back. A damaged record is logged, and its readers skip it."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from pydantic import ValidationError

from crawler.base.errors import StoreError
from crawler.model.items import Article
from crawler.model.upcasting import read_record

logger = logging.getLogger(__name__)


def stored_article(seq: int, record: str) -> Article | None:
    """The article of a revision; None where its record does not keep the schema."""
    try:
        return read_record(record)
    except ValidationError as error:
        logger.error("revision %s: its record cannot be read: %s faults, %s", seq, error.error_count(), _first(error))
    except (StoreError, ValueError, TypeError, AttributeError) as error:
        logger.error("revision %s: its record cannot be read: %s", seq, error)
    return None


def stored_fields(seq: int, record: str) -> dict[str, Any] | None:
    """The fields of a revision's record as they stand there; None where it is no JSON object."""
    try:
        fields = orjson.loads(record)
    except orjson.JSONDecodeError as error:
        logger.error("revision %s: its record is no JSON: %s", seq, error)
        return None
    if not isinstance(fields, dict):
        logger.error("revision %s: its record is no JSON object", seq)
        return None
    return fields


def _first(error: ValidationError) -> str:
    one = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, one['loc'])) or 'record'}: {one['msg']}"
