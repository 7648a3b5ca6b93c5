"""`tintinh watch`."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import UserError
from crawler.base.extras import needs_extra
from crawler.commands.app import Database, Output, RulesFile, app, open_store

if TYPE_CHECKING:
    from crawler.crawl.store import Store
    from crawler.watch.rules import Rules


@app.command()
def watch(
    output: Output = Path("output"),
    database: Database = None,
    rules_file: RulesFile = None,
    every: Annotated[
        float | None, typer.Option(min=1, metavar="SECONDS", help="Go on for ever, a round each so many seconds.")
    ] = None,
    test: Annotated[str | None, typer.Option(metavar="RULE", help="Send a test notice to the rule's targets.")] = None,
    days: Annotated[
        int | None,
        typer.Option("--backfill", min=1, metavar="DAYS", help="Note reports of the last days stored before a rule."),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Print the rules, what waits and what was sent.")] = False,
) -> None:
    """Judge the portals, write the feeds, send the notices that are due. A crawl does so at its end."""
    from crawler.base import clock
    from crawler.terminal import watch_report
    from crawler.watch.watcher import backfill

    rules = _rules(output, rules_file)
    if test is not None:
        _test(rules, test, output)
        return
    store = open_store(output, database)
    try:
        if show:
            watch_report.list_rules(store, rules)
            _check_targets(rules)
            return
        if days is not None:
            typer.echo(f"{backfill(store.engine, rules, clock.now() - timedelta(days=days))} noted")
        fine = _round(store, output, rules)
        while every is not None:
            time.sleep(every)
            _round_again(store, output, rules_file)
    finally:
        store.close()
    if not fine:
        raise typer.Exit(1)


def _rules(output: Path, rules_file: Path | None) -> Rules:
    from crawler.watch.rules import FILE_NAME, find_rules

    rules = find_rules(output, rules_file)
    if rules is None:
        raise UserError(f"there are no rules: write {output / FILE_NAME}, or name a file with --rules")
    return rules


def _round(store: Store, output: Path, rules: Rules) -> bool:
    from crawler import registry
    from crawler.base import clock
    from crawler.discovery.entry_file import kept_entries
    from crawler.health.noting import note
    from crawler.health.survey import survey
    from crawler.terminal import watch_report
    from crawler.watch.rounds import watch_round
    from crawler.watch.watcher import Watcher

    now = clock.now()
    Watcher.of(store.engine, rules, now)  # stores since when each rule is known
    note(store, survey(store, (kept_entries(output) | registry.load_all()).values(), now), rules.health, now)
    done = watch_round(store.engine, output, rules, watch_report.portal_names())
    watch_report.print_round(done)
    return not done.problems


def _round_again(store: Store, output: Path, rules_file: Path | None) -> None:
    """A round of an endless watch: an error that a person can mend is printed, and the next round tries again."""
    try:
        _round(store, output, _rules(output, rules_file))
    except UserError as error:
        typer.echo(f"watch: {error}", err=True)


def _check_targets(rules: Rules) -> None:
    """Raise `RulesError` where a target's address cannot be used; without Apprise, which knows, nothing is checked."""
    try:
        from crawler.watch.sending import Sender
    except ModuleNotFoundError:
        return
    sender = Sender(rules, {})
    for target in rules.targets:
        sender.plugin(target)


def _test(rules: Rules, name: str, output: Path) -> None:
    from crawler.terminal import watch_report

    if name not in rules.rules:
        raise UserError(f"no rule called {name}; there are: {', '.join(rules.rules) or 'none'}")
    if not rules.rules[name].targets:
        raise UserError(f"the rule {name} names no target: its reports go to {output / 'feeds' / name}.atom alone")
    with needs_extra("notify", "sending notices"):
        from crawler.watch.sending import Sender
    results = Sender(rules, watch_report.portal_names()).test(rules.rules[name])
    for target, problem in results.items():
        typer.echo(problem or f"{target}: the far end took the test notice", err=bool(problem))
    if any(results.values()):
        raise typer.Exit(1)
