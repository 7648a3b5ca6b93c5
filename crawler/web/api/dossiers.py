"""People and documents across meeting reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.meetings.across import OneDocument, OnePerson, document, person
from crawler.meetings.dossiers import cited, of_name
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
        found = [person(one).model_dump(mode="json") for one in of_name(name or "", told)]
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
