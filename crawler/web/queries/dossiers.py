"""People and documents across reports, found by the keys that reports are entered under."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from crawler.articles.meeting_names import KEY_CHARS
from crawler.database.tables import meeting_names, meetings
from crawler.meetings.dossiers import Told
from crawler.meetings.keys import document_key, person_key
from crawler.model.items import Meeting
from crawler.vietnamese import fold
from crawler.web.queries.meetings import COMMON

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
    some = select(n.article).where(*same).limit(COMMON).subquery()
    many = connection.execute(select(func.count()).select_from(some)).scalar_one() >= COMMON
    named = (
        select(n.article).where(n.article == m.article, *same).exists()
        if many
        else m.article.in_(select(n.article).where(*same))
    )
    newest = select(m.article).where(named).order_by(m.reported_at.desc(), m.article).limit(MOST)
    if province is not None:
        newest = newest.where(m.province_code == province)
    articles = connection.execute(newest).scalars().all()  # first without the facts: sorting these would cost most
    query = (
        select(m.article, m.province_code, m.day, m.event, m.facts)
        .where(m.article.in_(articles))
        .order_by(m.reported_at.desc(), m.article)
    )
    return [told for row in connection.execute(query) if (told := _told(row)) is not None]


def _told(row: Any) -> Told | None:
    """What a report says; None where its row is damaged, which is logged."""
    try:
        meeting = Meeting.model_validate_json(row.facts)
        return Told(row.article, row.province_code, date.fromisoformat(row.day), meeting, row.event)
    except ValueError as error:
        logger.error("meeting of %s: its row cannot be read: %s", row.article, str(error).splitlines()[0])
        return None
