"""Portals and their state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.health.coverage import shares
from crawler.health.finding import Word
from crawler.registry.portal import PortalKind
from crawler.web.api.answers import JSON, answer
from crawler.web.api.parameters import Parameters
from crawler.web.api.routing import MISSING, api_route, router
from crawler.web.console import Console
from crawler.web.kept import SECONDS, Kept
from crawler.web.overview import NOTHING, WEEKS, OnePortal, Overview, Row, one_portal
from crawler.web.queries.portals import by_week
from crawler.web.refusals import NoSuchError

ID_CHARS: Final = 80
COVERAGE_DAYS: Final = 28


class PortalAsked(Parameters):
    """Parameters of one portal."""

    id: str = Field(min_length=1, max_length=ID_CHARS, description="The registry's id.", examples=["son-la"])


class PortalLine(BaseModel):
    """A portal in the list. Values of its registry entry are null where it no longer has one."""

    id: str = Field(description="The registry's id.")
    name: str = Field(description="What people call it.")
    province_code: str | None = Field(description="Statistics office's code, 34 provinces since 2025-07-01.")
    kind: PortalKind | None = Field(description="What sort of body it speaks for.")
    url: str | None = Field(description="Where crawling starts.")
    verdict: Word = Field(description="Its state: docs/operating.md says what causes each verdict.")
    reason: str = Field(description="Why, in words.")
    since: datetime | None = Field(description="Since when, by the figures; null for healthy.")
    crawled: bool = Field(description="Whether it was ever crawled.")
    newest: date | None = Field(description="Day of its newest article.")
    articles_7_days: int = Field(description="Articles published in the last 7 days, today included.")
    articles_28_days: int = Field(description="The same of 28 days.")
    next_due: datetime | None = Field(
        description="When it is next due by its schedule (it may be due already); null where it was never crawled."
    )


class PortalList(BaseModel):
    """All portals."""

    items: list[PortalLine] = Field(description="Those of the registry, then those that were crawled without an entry.")


class FindingLine(BaseModel):
    """One thing that the figures say of the portal."""

    verdict: Word = Field(description="The verdict that it causes, unless another finding is graver.")
    check: str = Field(description="Which check found it.")
    reason: str = Field(description="In words.")
    since: datetime = Field(description="Since when, by the figures.")


class CoverageLine(BaseModel):
    """How many of the pages give a field."""

    field: str = Field(description="In words.")
    share: float | None = Field(description="From 0 to 1; null where there is no page to judge by.")
    pages: int = Field(description="How many pages it is measured on.")


class SourceLine(BaseModel):
    """A feed, sitemap, API or section, and the articles that it showed."""

    source: str = Field(description="Its address.")
    kind: str = Field(description="Which of these it is.")
    entries: int = Field(description="Articles that it showed when it was last read.")
    new_total: int = Field(description="Articles that it was the first to show, ever.")
    newest: str | None = Field(description="Newest day that it showed, ISO 8601.")
    tried_at: str | None = Field(description="When it was last asked, ISO 8601 at +07:00.")
    answered_at: str | None = Field(description="When it could last be read.")
    failures: int = Field(description="In a row.")
    trouble: str | None = Field(description="What is wrong with it, in words.")


class RunLine(BaseModel):
    """One run of the crawl."""

    id: int = Field(description="Its number.")
    started_at: datetime = Field(description="ISO 8601 at +07:00.")
    ended_at: datetime | None = Field(description="Null while it goes on, or where it was killed.")
    why_ended: str | None = Field(description="Scrapy's closing reason, or 'interrupted'.")
    counts: dict[str, int] = Field(description="Pages by outcome, articles new, updated, unchanged.")
    failed: dict[str, str] = Field(description="The checks that it failed, with the reason in words.")


class WeekLine(BaseModel):
    """A week's articles."""

    monday: date = Field(description="Its first day.")
    articles: int = Field(description="Published in it.")


class GapLine(BaseModel):
    """Days without an article between two with some."""

    first: date = Field(description="First day that lacks one.")
    last: date = Field(description="Last day that lacks one.")
    days: int = Field(description="How many days.")


class PortalDetail(PortalLine):
    """One portal with its figures."""

    articles: int = Field(description="All that are stored.")
    findings: list[FindingLine] = Field(description="The reasons for the verdict, the gravest first.")
    coverage: list[CoverageLine] = Field(description=f"Of the pages read in the last {COVERAGE_DAYS} days.")
    sources: list[SourceLine] = Field(description="Where links to its articles come from.")
    runs: list[RunLine] = Field(description="The latest, the newest first.")
    weeks: list[WeekLine] = Field(description=f"The last {WEEKS} weeks, the oldest first.")
    gaps: list[GapLine] = Field(description="The longest first.")


def routes(console: Console, overview: Kept[Overview]) -> APIRouter:
    """The routes of this part."""
    made = router("portals")

    @api_route(made, "/api/portals", "All portals with their verdicts", "/api/portals", PortalList)
    def list_portals(request: Request) -> Response:
        """Every portal of the registry, crawled or not, and crawled portals without an entry. The figures are at most
        about a minute old."""
        today = console.today()
        lines = [PortalLine.model_validate(_line(row, today)) for row in overview.get().rows]
        return answer(request, PortalList(items=lines).model_dump_json().encode(), JSON, keep=int(SECONDS))

    @api_route(made, "/api/portal", "One portal with its figures", "/api/portal?id={portal}", PortalDetail, MISSING)
    def get_portal(request: Request, wanted: Annotated[PortalAsked, Query()]) -> Response:
        """Its verdict with the findings behind it, its sources, its runs, and when it published."""
        found = one_portal(console, wanted.id) if "\0" not in wanted.id else None
        if found is None:
            raise NoSuchError("no portal of this id is in the registry or was ever crawled")
        return answer(request, _detail(found, console.today()).model_dump_json().encode(), JSON)

    return made


def _line(row: Row, today: date) -> dict[str, object]:
    portal = row.portal
    return {
        "id": row.id,
        "name": row.name,
        "province_code": portal.province if portal else None,
        "kind": portal.kind if portal else None,
        "url": portal.start if portal else None,
        "verdict": row.verdict.word,
        "reason": row.verdict.reason,
        "since": row.verdict.since,
        "crawled": row.figures is not None,
        "newest": row.figures.newest if row.figures else None,
        "articles_7_days": row.articles(today, 7),
        "articles_28_days": row.articles(today, 28),
        "next_due": row.due,
    }


def _detail(found: OnePortal, today: date) -> PortalDetail:
    row = found.row
    figures = row.figures or NOTHING
    covered = shares(figures.days, today - timedelta(days=COVERAGE_DAYS - 1))
    return PortalDetail.model_validate(
        {
            **_line(row, today),
            "articles": sum(row.days.values()),
            "findings": [
                {"verdict": one.word, "check": one.check, "reason": one.reason, "since": one.since}
                for one in row.verdict.findings
            ],
            "coverage": [{"field": one.name, "share": one.share, "pages": one.pages} for one in covered],
            "sources": [{name: getattr(one, name) for name in SourceLine.model_fields} for one in figures.sources],
            "runs": [{name: getattr(one, name) for name in RunLine.model_fields} for one in figures.runs],
            "weeks": [{"monday": monday, "articles": count} for monday, count in by_week(row.days, today, WEEKS)],
            "gaps": [{"first": one.first, "last": one.last, "days": one.days} for one in found.gaps],
        }
    )
