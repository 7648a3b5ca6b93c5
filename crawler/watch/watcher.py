"""Matching as articles are stored: the outbox rows are part of the transaction that stores the article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, and_, func, or_, select, update

from crawler.database.engine import reading, writing
from crawler.database.tables import articles, counters, revisions, watches
from crawler.database.upsert import upsert
from crawler.model.items import Article
from crawler.model.upcasting import read_record
from crawler.watch.matching import fitting
from crawler.watch.outbox import Entry, put, take_back
from crawler.watch.rules import Rule, Rules
from crawler.watch.stages import first_of_stage, other_reports

CHUNK = 200


class Watcher:
    """Notes new reports for the rules that they fit: set it as a store's `notices`.

    A rule's target gets notices only of articles first stored after the rule was first seen with that target.
    """

    def __init__(self, connection: Connection, rules: Rules, now: datetime) -> None:
        """Part of a transaction that writes: it stores since when each rule is known."""
        self.rules = rules
        self.since = _register(connection, rules, now)

    @classmethod
    def of(cls, engine: Engine, rules: Rules, now: datetime) -> Watcher:
        """As the constructor, in a transaction of its own."""
        with writing(engine) as connection:
            return cls(connection, rules, now)

    def note(self, connection: Connection, changed: Sequence[Article], seen_at: str) -> None:
        """Write the rows for articles that just got a revision.

        An edited article that fitted before has its row already; one that fits only now gets its row now. Of one
        meeting a target gets one report for each stage.
        """
        for article in changed:
            put(connection, first_of_stage(connection, article, self._entries(connection, article, seen_at)))

    def withdraw(self, connection: Connection, changed: Sequence[Article]) -> None:
        """Remove articles that no longer fit their rule, from its feed and from notices not sent yet.

        An article's age does not matter here. Where a notice of a meeting is gone, the next report of the same stage
        gets one in its place: it got none because of the one that is gone.
        """
        for article in changed:
            if article.revision != 1:
                fits = {rule.name for rule in fitting(self.rules.rules.values(), article)}
                if gone := take_back(connection, article.id, self.rules.rules.keys() - fits):
                    self._replace(connection, article, gone)

    def _replace(self, connection: Connection, article: Article, gone: set[tuple[str, str]]) -> None:
        for other, found_at in other_reports(connection, article):
            entries = self._entries(connection, other, found_at)
            wanted = [entry for entry in entries if (entry.rule, entry.target) in gone]
            put(connection, first_of_stage(connection, other, wanted))

    def _entries(self, connection: Connection, article: Article, seen_at: str) -> list[Entry]:
        fits = fitting(self.rules.rules.values(), article, datetime.fromisoformat(seen_at))
        if not fits:
            return []
        first = _first_seq(connection, article)
        return [
            Entry(rule.name, article.id, target, seen_at)
            for rule in fits
            for target in rule.all_targets
            if first > self.since[rule.name, target]
        ]


def backfill(engine: Engine, rules: Rules, since: datetime) -> int:
    """Note articles stored before their rules, if dated (or, undated, found) since then; returns how many rows are new.

    Articles that have a row already are skipped; `max_age_days` does not matter here.
    """
    found, last = 0, ("", "")
    while True:
        with reading(engine) as connection:
            rows = _newest(connection, since, last)
        if not rows:
            return found
        with writing(engine) as connection:
            for article, first_seen, _ in rows:
                entries = [
                    Entry(rule.name, article.id, target, first_seen)
                    for rule in fitting(rules.rules.values(), article)
                    for target in rule.all_targets
                ]
                found += put(connection, first_of_stage(connection, article, entries))
        last = rows[-1][2], rows[-1][0].id


def _newest(connection: Connection, since: datetime, after: tuple[str, str]) -> list[tuple[Article, str, str]]:
    """Articles, the earliest first: each with when it was first seen, and with its day, to go on `after`."""
    a = articles.c
    dated = or_(a.published_at >= since.isoformat(), and_(a.published_at.is_(None), a.first_seen >= since.isoformat()))
    day = func.coalesce(a.published_at, a.first_seen)
    query = (
        select(revisions.c.record, a.first_seen, day.label("day"))
        .join(revisions, revisions.c.seq == a.seq)
        .where(dated, or_(day > after[0], and_(day == after[0], a.id > after[1])))
        .order_by(day, a.id)
        .limit(CHUNK)
    )
    return [(read_record(row.record), row.first_seen, row.day) for row in connection.execute(query)]


def _first_seq(connection: Connection, article: Article) -> int:
    if article.revision == 1 and article.seq is not None:
        return article.seq
    query = select(func.min(revisions.c.seq)).where(revisions.c.article == article.id)
    return int(connection.execute(query).scalar_one())


def _register(connection: Connection, rules: Rules, now: datetime) -> dict[tuple[str, str], int]:
    """Since which seq each rule is known with each target; new ones are known from now on."""
    c = counters.c
    # The counter is locked as writers of articles lock it: what they store meanwhile comes after.
    seq = connection.execute(
        update(counters).where(c.name == "seq").values(value=c.value).returning(c.value)
    ).scalar_one()
    rows = [
        {"rule": rule.name, "target": target, "since_seq": seq, "since": now.isoformat()}
        for rule in rules.rules.values()
        for target in rule.all_targets
    ]
    if rows:
        connection.execute(upsert(connection, watches), rows)
    known = connection.execute(select(watches.c.rule, watches.c.target, watches.c.since_seq)).all()
    return {(row.rule, row.target): row.since_seq for row in known}


def known_rules(connection: Connection, rules: Sequence[Rule]) -> dict[str, str]:
    """Since when each of the rules is known, by name."""
    w = watches.c
    query = select(w.rule, func.min(w.since).label("since")).where(w.rule.in_([rule.name for rule in rules]))
    return {row.rule: row.since for row in connection.execute(query.group_by(w.rule))}
