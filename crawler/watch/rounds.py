"""One round of watching: feeds are written, notices that are due go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select

from crawler.base import clock
from crawler.base.errors import UserError
from crawler.base.extras import ExtraMissingError, needs_extra
from crawler.database.engine import reading
from crawler.database.tables import outbox
from crawler.watch.outbox import deliver
from crawler.watch.rules import FEED, Rules


@dataclass(slots=True)
class Round:
    """The result of a round: reports that arrived, by target; feed files that changed; and what failed."""

    arrived: dict[str, int] = field(default_factory=dict)
    feeds: int = 0
    problems: list[str] = field(default_factory=list)


def watch_round(
    engine: Engine,
    output: Path,
    rules: Rules | None,
    portal_names: Mapping[str, str],
    now: Callable[[], datetime] = clock.now,
) -> Round:
    """Write the feeds and send what is due. What fails is reported and stays due; a failure stops nothing else.

    Without rules the feeds of meeting reports are still written, if the extra for them is installed.
    """
    done = Round()
    try:
        with needs_extra("notify", "writing feeds"):
            from crawler.watch.feeds import write_feeds
        done.feeds = write_feeds(engine, output, rules or Rules(), now, portal_names)
    except ExtraMissingError as missing:
        if rules is not None:
            done.problems.append(str(missing))
    except UserError as error:
        done.problems.append(str(error))
    waiting = _waiting(engine) if rules is not None else []
    if rules is not None and (waiting or rules.targets):
        try:
            _send(engine, rules, waiting, portal_names, now, done)
        except ExtraMissingError as missing:
            done.problems.append(str(missing))
    return done


def _send(
    engine: Engine,
    rules: Rules,
    waiting: Sequence[str],
    portal_names: Mapping[str, str],
    now: Callable[[], datetime],
    done: Round,
) -> None:
    """Send each target's due notices, and enter in `done` what arrived and what failed."""
    with needs_extra("notify", "sending notices"):
        from crawler.watch.sending import Sender
    sender = Sender(rules, portal_names)
    for target in waiting:
        if target not in rules.targets:
            done.problems.append(f"reports wait for the target {target}, which the rules do not name any more")
            continue
        try:
            arrived, problem = deliver(engine, target, sender.most(target), sender.send, now)
        except UserError as error:
            arrived, problem = 0, str(error)
        if arrived:
            done.arrived[target] = arrived
        if problem:
            done.problems.append(problem)


def _waiting(engine: Engine) -> list[str]:
    o = outbox.c
    query = select(o.target).where(o.status.in_(("due", "sending")), o.target != FEED).distinct().order_by(o.target)
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())
