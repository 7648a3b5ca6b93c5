"""The parameters of the API as they are documented. `asking` reads them, for pages and programs alike."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from crawler.model.items import MeetingKind, MeetingStatus
from crawler.web.asking import MOST_CHARS, Asked
from crawler.web.queries.paging import MOST_CHARS as CURSOR_CHARS
from crawler.web.shown import parameter

MOST_SEQ: Final = 2**53 - 1  # as far as every JSON reader counts exactly
ID_CHARS: Final = 4000

Text = Annotated[str, Field(max_length=MOST_CHARS)]
Missing = SkipJsonSchema[None]
Limit = Annotated[int, Field(ge=1, le=100)]


class Parameters(BaseModel):
    """Parameters of one route. An unknown one is an error: a mistyped filter must not find everything."""

    model_config = ConfigDict(extra="forbid")

    def asked(self) -> Asked:
        """What is set, to be read as a page's parameters are."""
        return Asked({name: parameter(value) for name, value in self if value is not None and value is not False})


class Days(Parameters):
    """A range of days."""

    since: Text | Missing = Field(
        None, description="First day, as 2026-11-24.", examples=["2026-01-01"], json_schema_extra={"format": "date"}
    )
    until: Text | Missing = Field(
        None, description="Last day, itself included.", examples=["2026-12-31"], json_schema_extra={"format": "date"}
    )


class Where(Days):
    """A range of days in one place."""

    province: Text | Missing = Field(
        None, description="Province by today's code of the statistics office, or by name.", examples=["14", "Sơn La"]
    )
    portal: Text | Missing = Field(None, description="The registry's id of a portal.", examples=["son-la"])


class Paged(Parameters):
    """A part of a list."""

    after: str | Missing = Field(
        None,
        max_length=CURSOR_CHARS,
        description="Where to go on: `next` of the answer before. It stays valid: what comes in meanwhile repeats"
        " nothing and hides nothing.",
    )
    limit: Limit = Field(20, description="How many at most; fewer where records are long.")


class OfArticles(Where):
    """A filter of articles."""

    meetings: bool = Field(False, description="Meeting reports only.")
    kind: MeetingKind | Missing = Field(None, description="Reports of this kind of meeting only.")


class Marks(Parameters):
    """Whether diacritics count in a query."""

    marks: Literal["yes", "no"] | Missing = Field(
        None, description="Whether diacritics count. Not given: they do if the words have any."
    )


class OfFeed(OfArticles, Marks):
    """A filter of articles, and words that they have."""

    q: Text | Missing = Field(None, description="Words that must all be there, as `/api/search` takes them.")


class OfMeetings(Where):
    """A filter of meeting reports. Names and numbers fit as rules of `tintinh watch` do."""

    kind: MeetingKind | Missing = Field(None, description="Kind of meeting.")
    status: MeetingStatus | Missing = Field(
        None, description="held, or announced, postponed, cancelled: with `since` of today, what is to come."
    )
    body: Text | Missing = Field(
        None,
        description="The body that met: its full name, or the beginning of it in whole words. Abbreviations do not"
        " matter, diacritics only where some are typed.",
        examples=["HĐND tỉnh Sơn La"],
    )
    person: Text | Missing = Field(None, description="Full name of somebody who is named.", examples=["Lò Thị Hạnh"])
    document: Text | Missing = Field(None, description="Number of a document cited.", examples=["45-CT/TW"])
