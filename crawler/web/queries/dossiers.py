"""People and documents across reports, found by the keys that reports are entered under."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, select

from crawler.database.tables import meeting_names, meetings
from crawler.meetings.dossiers import Told
from crawler.meetings.keys import document_key, person_key
from crawler.meetings.named import KEY_CHARS
from crawler.model.items import Meeting
from crawler.vietnamese import fold

logger = logging.getLogger(__name__)

MOST = 200
"""Reports that one answer rests on, the newest."""


def reports_naming(
    connection: Connection, field: Literal["person", "document"], name: str, province: str | None
) -> list[Told]:
    """The newest reports that name somebody or cite a document, `MOST` at most.

    With diacritics only the same name fits; without any, all that differ in nothing else.
    """
    key = (person_key(name) if field == "person" else document_key(name))[:KEY_CHARS]
    n, m = meeting_names.c, meetings.c
    same = [n.field == field, n.plain == fold(key, False)[:KEY_CHARS]]
    if not key.isascii():
        same.append(n.marked == key)
    query = (
        select(m.article, m.province_code, m.day, m.facts)
        .where(m.article.in_(select(n.article).where(*same)))
        .order_by(m.reported_at.desc(), m.article)
        .limit(MOST)
    )
    if province is not None:
        query = query.where(m.province_code == province)
    return [told for row in connection.execute(query) if (told := _told(row)) is not None]


def _told(row: Any) -> Told | None:
    """What a report says; None where its row is damaged, which is logged."""
    try:
        meeting = Meeting.model_validate_json(row.facts)
        return Told(row.article, row.province_code, date.fromisoformat(row.day), meeting)
    except ValueError as error:
        logger.error("meeting of %s: its row cannot be read: %s", row.article, str(error).splitlines()[0])
        return None
