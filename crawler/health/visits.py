"""What the latest runs say: refused, failing, led away to another host, killed, or not crawled at all though due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

from crawler.base.reasons import Reason
from crawler.health.finding import Finding, Word
from crawler.registry import Portal
from crawler.registry.cron import ticks
from crawler.runs.daily import MarkFigures
from crawler.runs.portal_figures import PortalFigures, RunFigures

IN_A_ROW = 2  # runs that must go wrong before it is more than a bad hour …
OF_LATEST, HALF = 6, 3  # … or this many of the latest
SHARE = 0.5  # of a run's pages that are refused or fail
FEW_PAGES = 6  # a share of fewer pages says nothing
MISSED_RUNS = 3  # due runs in a row that did not take place, …
MISSED_FOR = timedelta(hours=24)  # … and so long without any
LATE = timedelta(hours=2)  # a run may begin so much after it was due
LONGEST_RUN = timedelta(hours=24)
_MOST_TICKS = 50


def tried(figures: PortalFigures) -> list[RunFigures]:
    """The runs that ended and asked for a source, or for many pages, newest first: the others show no trouble."""
    ended = [run for run in figures.runs if run.ended_at is not None]
    return [run for run in ended if run.asked or run.counts.get("pages", 0) >= FEW_PAGES]


def refused(run: RunFigures) -> bool:
    """Whether the portal refused the run: every source, or half of many pages."""
    return _went(run, "blocked")


def failed(run: RunFigures) -> bool:
    """Whether the portal's server failed the run: every source, or half of many pages."""
    return not refused(run) and not led_away(run) and _went(run, "errors")


def led_away(run: RunFigures) -> bool:
    """Whether the portal's sources led to another host."""
    away = run.counts.get("led_away", 0)
    return away > 0 and (not run.looked or away >= SHARE * run.counts.get("pages", 0))


def _went(run: RunFigures, how: str) -> bool:
    counts = run.counts
    bad, pages = counts.get(how, 0), counts.get("pages", 0)
    if run.asked and not run.looked:
        return bad > 0 and bad >= SHARE * sum(counts.get(name, 0) for name in ("blocked", "errors", "missing"))
    return pages >= FEW_PAGES and bad >= SHARE * pages


def findings(portal: Portal, figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    """What is wrong with the visits."""
    runs = tried(figures)
    if (row := _in_a_row(runs, refused)) > 0:
        reason = Reason.of("refused", count=row, detail=_detail(figures.marks, "refusal"))
        yield Finding(Word.BLOCKED, "refused", reason, runs[row - 1].started_at)
    if (row := _in_a_row(runs, led_away)) > 0:
        reason = Reason.of("led_away", count=row, detail=_detail(figures.marks, "host"))
        yield Finding(Word.MOVED, "led away", reason, runs[row - 1].started_at)
    if (row := _in_a_row(runs, failed)) > 0:
        reason = Reason.of("server_failed", count=row, detail=_detail(figures.marks, "failure"))
        yield Finding(Word.DEGRADED, "failing", reason, runs[row - 1].started_at)
    elif bad := _on_and_off(runs):
        reason = Reason.of(
            "server_failed_often", bad=len(bad), runs=OF_LATEST, detail=_detail(figures.marks, "failure")
        )
        yield Finding(Word.DEGRADED, "failing", reason, bad[-1].started_at)
    ended = [run for run in figures.runs if run.ended_at is not None]
    if (row := _in_a_row(ended, lambda run: run.unreachable_robots)) > 0:
        reason = Reason.of("robots_unreachable", count=row)
        yield Finding(Word.DEGRADED, "robots.txt", reason, ended[row - 1].started_at)
    yield from _not_crawled(portal, figures, now)


def _in_a_row(runs: Sequence[RunFigures], wrong: Callable[[RunFigures], bool]) -> int:
    """How many of the latest runs went wrong one after the other; 0 too where that is one run after good ones."""
    row = next((n for n, run in enumerate(runs) if not wrong(run)), len(runs))
    return row if row >= IN_A_ROW or row == len(runs) else 0


def _on_and_off(runs: Sequence[RunFigures]) -> list[RunFigures]:
    """The runs that failed, where about every other does; none where the last two went well."""
    bad = [run for run in runs[:OF_LATEST] if failed(run) or refused(run)]
    return bad if len(bad) >= HALF and any(run in bad for run in runs[:IN_A_ROW]) else []


def _detail(marks: Sequence[MarkFigures], mark: str) -> str:
    """The most common value of this mark on the latest day with one."""
    of_mark = [one for one in marks if one.mark == mark]
    if not of_mark:
        return ""
    latest: date = of_mark[-1].day
    values = Counter({one.value: one.pages for one in of_mark if one.day == latest})
    return f": {values.most_common(1)[0][0]}"


def _not_crawled(portal: Portal, figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    if not figures.runs:
        return
    last = figures.runs[0]
    if last.ended_at is None and now - last.started_at > LONGEST_RUN:
        hours = int((now - last.started_at).total_seconds() // 3600)
        yield Finding(Word.DEGRADED, "unended", Reason.of("unended", hours=hours), last.started_at)
    elif now - last.started_at > MISSED_FOR:
        missed = _missed(portal.schedule, last.started_at, now - LATE)
        if len(missed) >= MISSED_RUNS:
            key = "not_crawled_long" if len(missed) >= _MOST_TICKS else "not_crawled"
            reason = Reason.of(key, days=(now - last.started_at).days, runs=len(missed))
            yield Finding(Word.DEGRADED, "not crawled", reason, missed[0])
    killed = [run.why_ended == "interrupted" for run in figures.runs if run.ended_at is not None][:MISSED_RUNS]
    if len(killed) == MISSED_RUNS and all(killed):
        yield Finding(Word.DEGRADED, "interrupted", Reason.of("interrupted", runs=MISSED_RUNS), last.started_at)


def _missed(schedule: str, after: datetime, until: datetime) -> list[datetime]:
    """When runs were due after a moment, at most `_MOST_TICKS`; a tick that falls into the run itself is not missed."""
    due = islice(ticks(schedule, after + timedelta(minutes=1)), _MOST_TICKS)
    return list(takewhile(lambda tick: tick <= until, due))
