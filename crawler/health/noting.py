"""Changes of verdicts, stored and put into the outbox in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.health.finding import Word
from crawler.health.survey import Judged
from crawler.runs import verdicts
from crawler.runs.verdicts import Row
from crawler.watch.outbox import Entry, put
from crawler.watch.rules import HEALTH, HealthRule

# A verdict that follows so many unwell ones found within the time must last so long before it is reported.
GUARDS = (
    (4, timedelta(days=7), timedelta(hours=24)),
    (1, timedelta(hours=24), timedelta(hours=6)),
)


def note(store: Store, judged: Iterable[Judged], rule: HealthRule | None, now: datetime) -> int:
    """Enter changes since the last time, and put those that have lasted into the outbox; returns how many.

    A change is reported where the old or the new verdict is an unwell one. A verdict that comes and goes is reported
    once, and after that only where it lasts.
    """
    noted = 0
    with writing(store.engine) as connection:
        known = verdicts.latest(connection)
        for one in judged:
            if one.figures.runs:
                noted += _note(connection, one, known.get(one.portal.id), rule, now)
    return noted


def _note(connection: Connection, one: Judged, row: Row | None, rule: HealthRule | None, now: datetime) -> int:
    verdict = one.verdict
    if row is None or row.verdict != verdict.word:
        row = verdicts.enter(connection, one.portal.id, verdict.word.value, verdict.reason, verdict.since, now)
    elif row.reason != verdict.reason:
        verdicts.update_reason(connection, row, verdict.reason)
    if row.held_at is not None or now - row.found_at < _must_last(connection, row, now):
        return 0
    verdicts.mark_held(connection, row, now)
    if rule is None or not is_reported(row.before, row.verdict) or not _wanted(rule, one):
        return 0
    return put(
        connection, [Entry(HEALTH, None, target, now.isoformat(), row.id) for target in dict.fromkeys(rule.targets)]
    )


def _must_last(connection: Connection, row: Row, now: datetime) -> timedelta:
    longest = max(within for _, within, _ in GUARDS)
    found = verdicts.found_since(connection, row.portal, now - longest)
    ages = [now - other.found_at for other in found if other.id != row.id and Word(other.verdict).unwell]
    return next((lasts for count, within, lasts in GUARDS if sum(age < within for age in ages) >= count), timedelta(0))


def is_reported(before: str | None, after: str) -> bool:
    """Whether a change is worth a notice. The first verdict on a portal is, if it is an unwell one."""
    if before is None:
        return Word(after).unwell
    return before != after and (Word(before).unwell or Word(after).unwell)


def _wanted(rule: HealthRule, one: Judged) -> bool:
    if rule.portal and one.portal.id not in rule.portal:
        return False
    return not rule.province or one.portal.province in rule.province
