"""What the pages of a person, a body, a document and a province share: how to follow them, and their charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from crawler.model.items import MeetingKind
from crawler.web.api.feeds import feed_links
from crawler.web.console import address
from crawler.web.languages import Translator
from crawler.web.pictures import stacked
from crawler.web.pictures.lines import Mark, Span, line
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.shown import Shown
from crawler.web.watch_rule import rule_toml

WEEKS: Final = 26
KINDS: Final = [kind.value for kind in MeetingKind]


@dataclass(frozen=True, slots=True)
class Following:
    """How to follow what a page shows: its feeds, its calendar, its table, its JSON, its list and its rule."""

    feeds: list[tuple[str, str, str]]
    calendar: str
    table: str
    json: str
    reports: str
    month: str
    rule: str


def following(wanted: MeetingFilter, json: str | None = None) -> Following:
    """For the reports that fit a filter; `json`: another address of the page's own facts."""
    given = wanted.given
    return Following(
        feed_links("/feeds/meetings", given),
        address("/feeds/meetings.ics", **given),
        address("/api/meetings.csv", **given),
        json or address("/api/meetings", **given),
        address("/", **given),
        address("/calendar", **given),
        rule_toml(wanted),
    )


@dataclass(frozen=True, slots=True)
class Weeks:
    """Meetings a week by kind: the picture, and the sum of each kind that there is."""

    picture: Markup
    sums: list[tuple[str, int]]
    first: date
    last: date


def first_week(today: date) -> date:
    """The Monday of the first of the weeks that charts show."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def weeks_by_kind(found: Mapping[date, Mapping[str, int]], today: date, translate: Translator) -> Weeks | None:
    """The last `WEEKS` weeks; None where they have no meeting."""
    show = Shown(translate)
    first = first_week(today)
    weeks = [(monday, found.get(monday, {})) for monday in (first + timedelta(weeks=n) for n in range(WEEKS))]
    sums = {kind: sum(counts.get(kind, 0) for _, counts in weeks) for kind in KINDS}
    if not any(sums.values()):
        return None

    def tip(monday: date, counts: Mapping[str, int]) -> str:
        named = [f"{translate.known(f'kind.{kind}', kind)} {count}" for kind, count in counts.items()]
        return translate("picture.week", day=show.day(monday), what=", ".join(named) or "0")

    summary = translate("picture.weeks", weeks=WEEKS, count=show.number(sum(sums.values())))
    picture = stacked.weeks(weeks, KINDS, tip, summary)
    return Weeks(picture, [(kind, count) for kind, count in sums.items() if count], first, weeks[-1][0])


def over_time(marks: Iterable[Mark], spans: Iterable[Span], summary: str) -> tuple[Markup, date, date] | None:
    """A line of time and its ends; None where all is of one day."""
    marks, spans = list(marks), list(spans)
    days = [one.day for one in marks] + [day for one in spans for day in (one.first, one.last)]
    if not days or min(days) == max(days):
        return None
    return line(marks, spans, min(days), max(days), summary), min(days), max(days)
