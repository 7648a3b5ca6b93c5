"""A person and a document across reports, in the form that the API and the exports give them."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from crawler.meetings.dossiers import Cited, Dossier
from crawler.model.items import Act, DocumentCited


class PostHeld(BaseModel):
    """A post that reports give somebody."""

    post: str = Field(description="As the first of them prints it.")
    since: str | None = Field(description="Day of the first report that gives it.")
    until: str | None = Field(description="Day of the last.")
    reports: int = Field(description="How many give it.")


class ReportedAct(BaseModel):
    """A personnel act and the report that states it."""

    day: str | None = Field(description="Day of the meeting, else of the report.")
    article: str = Field(description="The report's id.")
    act: Act = Field(description="The act.")


class OnePerson(BaseModel):
    """A person across reports. Two people who may differ are not merged."""

    name: str = Field(description="As the first report prints it.")
    province_code: str | None = Field(description="Province of the reports.")
    posts: list[PostHeld] = Field(description="Posts over time.")
    acts: list[ReportedAct] = Field(description="Acts of meetings about the person, the earliest first.")
    reports: list[str] = Field(description="Ids of the articles that name the person.")


class OneDocument(BaseModel):
    """A document across reports, joined on number, kind and issuer."""

    document: DocumentCited = Field(description="The fullest of what the reports say of it.")
    reports: list[str] = Field(description="Ids of the articles that cite it.")


def person(one: Dossier) -> OnePerson:
    """The person of a dossier."""
    return OnePerson(
        name=one.name,
        province_code=one.province,
        posts=[
            PostHeld(post=held.printed, since=_day(held.since), until=_day(held.until), reports=held.reports)
            for held in one.posts
        ],
        acts=[ReportedAct(day=_day(told.day), article=told.article, act=act) for act, told in one.acts],
        reports=one.reports,
    )


def document(one: Cited) -> OneDocument:
    """The document that reports cite."""
    return OneDocument(document=one.document, reports=one.reports)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
