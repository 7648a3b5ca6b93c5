"""What watching prints: after a crawl, after a round of `tintinh watch`, and for `tintinh watch --list`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from crawler import registry
from crawler.base import clock
from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.health.noting import note
from crawler.health.survey import survey
from crawler.registry import Portal
from crawler.terminal.durations import duration
from crawler.terminal.tables import show
from crawler.watch.outbox import Tally, tallies
from crawler.watch.rounds import Round, watch_round
from crawler.watch.rules import HEALTH, Rules, find_rules
from crawler.watch.watcher import known_rules


def portal_names() -> dict[str, str]:
    """The names of all portals, by id."""
    return {portal.id: portal.name for portal in registry.load_all().values()}


def after_crawl(database_url: str, output: Path, rules_file: Path | None, crawled: Iterable[Portal] = ()) -> None:
    """The round that follows a crawl: verdicts on the portals crawled, feeds, notices.

    What fails is printed on stderr, stays due, and does not fail the crawl.
    """
    try:
        store = Store.open(database_url)
        try:
            rules, now = find_rules(output, rules_file), clock.now()
            note(store, survey(store, crawled, now), rules.health if rules else None, now)
            print_round(watch_round(store.engine, output, rules, portal_names()))
        finally:
            store.close()
    except UserError as error:
        typer.echo(f"watch: {error}", err=True)


def print_round(done: Round) -> None:
    """Print a line for each target that got something and each problem, on stderr: stdout is the crawl's."""
    for target, count in done.arrived.items():
        typer.echo(f"watch: sent {_subjects(count)} to {target}", err=True)
    for problem in done.problems:
        typer.echo(f"watch: {problem}", err=True)


def list_rules(store: Store, rules: Rules) -> None:
    """A row for each rule and target: since when, what waits, what was sent, how long after publication, what fails."""
    with reading(store.engine) as connection:
        found = {(one.rule, one.target): one for one in tallies(connection)}
        since = known_rules(connection, list(rules.rules.values()))
    rows = []
    for rule in rules.rules.values():
        for target in rule.all_targets:
            one = found.pop((rule.name, target), None)
            rows.append(_row(rule.name, target, since.get(rule.name), one))
    for target in rules.health.targets if rules.health else ():
        rows.append(_row("[health]", target, "", found.pop((HEALTH, target), None)))
    rows += [_row(*key, None, one) for key, one in found.items() if one.due]
    columns = ["rule", "target", "since", "waiting", "sent", "publication to notice", "last failure"]
    show("Rules", columns, rows, numbers=("waiting", "sent"))


def _row(rule: str, target: str, since: str | None, one: Tally | None) -> list[str]:
    first = [rule, target, ("not yet" if since is None else since)[:16].replace("T", " ")]
    if one is None:
        return [*first, "0", "0", "", ""]
    return [*first, str(one.due), str(one.sent), duration(one.seconds), one.reason or ""]


def _subjects(count: int) -> str:
    return "1 report or verdict" if count == 1 else f"{count} reports or verdicts"
