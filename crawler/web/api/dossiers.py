"""People and documents across meeting reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.meetings.across import OneDocument, OnePerson, document, person
from crawler.meetings.dossiers import Dossier, Told, cited, dossiers
from crawler.meetings.keys import person_key
from crawler.vietnamese import fold
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


class People(BaseModel):
    """Everybody with a name."""

    items: list[OnePerson] = Field(description="The earliest first; from the 200 newest reports with the name.")


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
        found = [person(one).model_dump(mode="json") for one in _of_name(name or "", told)]
        return json_answer(request, {"items": found})

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
        found = [document(one).model_dump(mode="json") for one in cited(number or "", told)]
        return json_answer(request, {"items": found})

    return made


def _of_name(name: str, told: list[Told]) -> list[Dossier]:
    """With diacritics the person of that name; without, everybody whose name differs in nothing else."""
    key = person_key(name)
    if not key.isascii():
        return dossiers(name, told)
    names = {person_key(one) for report in told for one in _names(report)}
    alike = sorted(one for one in names if fold(one, False) == fold(key, False))
    return [dossier for one in alike for dossier in dossiers(one, told)]


def _names(report: Told) -> Iterator[str]:
    meeting = report.meeting
    yield from (person.name for person in (*meeting.chairs, *meeting.attendees))
    yield from (taking.name for taking in meeting.participants)
    yield from (act.person for act in meeting.acts if act.person)
