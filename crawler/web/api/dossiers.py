"""People and documents across meeting reports."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.meetings.dossiers import Cited, Dossier, cited, of_name
from crawler.model.items import Act, DocumentCited
from crawler.web.api.answers import json_answer
from crawler.web.api.parameters import Missing, Parameters, Text
from crawler.web.api.routing import api_route, router
from crawler.web.console import Console
from crawler.web.queries.dossiers import reports_naming
from crawler.web.refusals import refuse_faults


class PeopleAsked(Parameters):
    """Parameters of the people."""

    person: Text = Field(description="Full name; diacritics matter where some are typed.", examples=["Lò Thị Hạnh"])
    province: Text | Missing = Field(
        None, description="Province by today's code of the statistics office, or by name.", examples=["14", "Sơn La"]
    )


class DocumentsAsked(Parameters):
    """Parameters of the documents."""

    document: Text = Field(description="The document's number.", examples=["45/NQ-HĐND"])


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


class People(BaseModel):
    """Everybody with a name."""

    items: list[OnePerson] = Field(description="The earliest first; from the 200 newest reports with the name.")


class OneDocument(BaseModel):
    """A document across reports, joined on number, kind and issuer."""

    document: DocumentCited = Field(description="The fullest of what the reports say of it.")
    reports: list[str] = Field(description="Ids of the articles that cite it.")


class Documents(BaseModel):
    """The documents of a number."""

    items: list[OneDocument] = Field(
        description="One for each kind and issuer; of the 200 newest reports that cite one."
    )


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("meetings")

    @api_route(made, "/api/people", "A person across meeting reports", "/api/people?person=lo+thi+hanh", People)
    def list_people(request: Request, wanted: Annotated[PeopleAsked, Query()]) -> Response:
        """Posts over time, personnel acts and reports of everybody of that name."""
        asked = wanted.asked()
        name, province = asked.named("person"), asked.province()
        refuse_faults(asked)
        with console.reader.reading() as connection:
            told = reports_naming(connection, "person", name or "", province)
        return json_answer(request, {"items": [_person(one) for one in of_name(name or "", told)]})

    @api_route(
        made, "/api/documents", "A document across meeting reports", "/api/documents?document=45/NQ-HĐND", Documents
    )
    def list_documents(request: Request, wanted: Annotated[DocumentsAsked, Query()]) -> Response:
        """What reports say of a document, and which cite it."""
        asked = wanted.asked()
        number = asked.named("document")
        refuse_faults(asked)
        with console.reader.reading() as connection:
            told = reports_naming(connection, "document", number or "", None)
        return json_answer(request, {"items": [_document(one) for one in cited(number or "", told)]})

    return made


def _person(one: Dossier) -> dict[str, Any]:
    return {
        "name": one.name,
        "province_code": one.province,
        "posts": [
            {
                "post": held.printed,
                "since": held.since.isoformat() if held.since else None,
                "until": held.until.isoformat() if held.until else None,
                "reports": held.reports,
            }
            for held in one.posts
        ],
        "acts": [
            {
                "day": told.day.isoformat() if told.day else None,
                "article": told.article,
                "act": act.model_dump(mode="json"),
            }
            for act, told in one.acts
        ],
        "reports": one.reports,
    }


def _document(one: Cited) -> dict[str, Any]:
    return {"document": one.document.model_dump(mode="json"), "reports": one.reports}
