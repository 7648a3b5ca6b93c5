"""The record: the public schema of what tintinh publishes.

Every field that a page does not state is null; nothing is guessed. `SCHEMA_VERSION` goes up with any change of
meaning or type. The models are plain pydantic ones, so that Scrapy's itemadapter takes them as items.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 4

Precision = Literal["minute", "day", "month"]
PartOfDay = Literal["sáng", "trưa", "chiều", "tối", "đêm"]


class Record(BaseModel):
    """Base of the schema's models: unknown fields are an error, never silently kept."""

    # Built when first used: many commands import the record and never make one.
    model_config = ConfigDict(extra="forbid", defer_build=True)


class Image(Record):
    """A picture inside an article."""

    url: str = Field(description="Absolute address of the picture.")
    caption: str | None = Field(None, description="Caption printed with it; null where the page prints none.")


class Attachment(Record):
    """A file that an article links to as part of itself."""

    url: str = Field(description="Absolute address of the file.")
    name: str | None = Field(None, description="The link's text, else the file's name.")
    media_type: str | None = Field(None, description="By the file's first bytes; null until it was fetched.")
    text: str | None = Field(None, description="Its text; null until read, or where it has none.")
    sha256: str | None = Field(None, description="Of the file's bytes, hexadecimal; null until fetched.")


class Hyperlink(Record):
    """A link inside an article's text."""

    url: str = Field(description="Canonical address that it leads to.")
    text: str = Field(description="The words that are linked, the first 300 characters of them.")


class MeetingKind(StrEnum):
    """What sort of meeting a report is about."""

    PARTY_COMMITTEE = "party_committee"
    STANDING_COMMITTEE = "standing_committee"
    COUNCIL_SESSION = "council_session"
    PEOPLE_COMMITTEE_SESSION = "people_committee_session"
    CONFERENCE = "conference"
    WORKING_SESSION = "working_session"
    OTHER = "other"


class MeetingStatus(StrEnum):
    """Whether the meeting took place when the article appeared."""

    HELD = "held"
    ANNOUNCED = "announced"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class ParticipantRole(StrEnum):
    """What somebody did at a meeting; of several roles the one that comes first here."""

    CHAIR = "chair"
    REPORTER = "reporter"
    SPEAKER = "speaker"
    GUEST = "guest"
    DELEGATE = "delegate"


class Person(Record):
    """Somebody named in a report, with the posts it gives, in the page's own words and order."""

    name: str = Field(description="As printed, without title or post.")
    posts: list[str] = Field(default_factory=list, description="Posts as printed; empty where none is given.")


class Participant(Record):
    """A person or an organisation that took part, with the role that the report gives it."""

    name: str = Field(description="As printed: a person's name without title, an organisation's name in full.")
    type: Literal["person", "organisation"] = Field(description="Whether it is a person or an organisation.")
    role: ParticipantRole = Field(
        description="chair; reporter: presented a report; speaker; guest: attended by invitation or to direct; delegate"
    )
    posts: list[str] = Field(
        default_factory=list, description="A person's posts as printed; empty where none is given."
    )
    said: str | None = Field(None, description="What a speaker said, as printed; null where it is not set apart.")


class Act(Record):
    """Something that the meeting decided: who holds a post, or what was passed."""

    type: Literal["personnel", "decision"] = Field(description="Whether it is about a person or about a document.")
    act: str = Field(description="The verb, lower case: bầu, miễn nhiệm, bãi nhiệm, chuẩn y, bổ nhiệm, thông qua, …")
    person: str | None = Field(None, description="Whom a personnel act is about, as printed without title.")
    post: str | None = Field(None, description="The post given or taken, as printed.")
    from_posts: list[str] = Field(
        default_factory=list,
        description="Posts by which the act names the person, as printed: 'bầu ông A, Phó Giám đốc Sở X, …'.",
    )
    body: str | None = Field(None, description="The body that decided, as printed.")
    kind: str | None = Field(None, description="Nghị quyết, Kế hoạch, Chương trình, … as printed.")
    number: str | None = Field(None, description="The document's full symbol, where given.")
    title: str | None = Field(None, description="What the document is about, as printed.")
    vote: str | None = Field(None, description="The votes for it as printed: '82/90', '91,48%'.")


class Task(Record):
    """What the meeting asked somebody to do."""

    addressee: str = Field(description="Who is to do it, as printed.")
    text: str = Field(description="What is to be done, as printed.")
    deadline: str | None = Field(None, description="By when, as printed.")


class DocumentCited(Record):
    """A numbered document that a report cites."""

    number: str = Field(description="The full symbol, e.g. 45-CT/TW or 123/QĐ-UBND.")
    kind: str | None = Field(None, description="Chỉ thị, Nghị quyết, … as printed.")
    issuer: str | None = Field(None, description="Who issued it, as printed.")
    date: Annotated[str | None, Field(description="Date of issue, ISO 8601 (may be a year alone).")] = None
    title: str | None = Field(None, description="What it is about, as printed.")


class Figure(Record):
    """A number that a report states."""

    value: float = Field(description="The number, decimal comma and thousands dots resolved.")
    unit: str | None = Field(None, description="tỷ đồng, triệu USD, %, … as printed.")
    what: str | None = Field(None, description="What it measures, in the page's words.")
    whole: float | None = Field(None, description="Of how many: 86 in '77/86 đại biểu'.")
    upper: float | None = Field(None, description="Upper end of a range: 80000 in '75.000 - 80.000 tấn'.")
    hedge: str | None = Field(None, description="What makes it inexact, as printed: 'hơn', 'gần', 'khoảng'.")
    change: str | None = Field(None, description="Rise or fall as printed, e.g. 'tăng 0,03%'.")
    compared_with: str | None = Field(None, description="Against what, e.g. 'cùng kỳ năm trước'.")
    text: str = Field(description="The number and unit as printed.")


class Span(Record):
    """Where in the body (or the title) a value is stated: character offsets, end exclusive."""

    field: str = Field(description="The meeting's field, e.g. 'held_on' or 'chairs.0'.")
    source: Literal["title", "body"] = Field("body", description="Which text the offsets count in.")
    start: int = Field(description="Offset of the first character.")
    end: int = Field(description="Offset behind the last character.")


class Meeting(Record):
    """The facts of one meeting, held or to come, as one article reports them."""

    status: MeetingStatus = Field(MeetingStatus.HELD, description="held, announced, postponed or cancelled.")
    kind: MeetingKind = Field(description="What sort of meeting it was.")
    body_name: str | None = Field(None, description="The body that met, else the organiser.")
    ordinal: int | None = Field(None, description="'lần thứ 21' is 21.")
    term: str | None = Field(None, description="Khóa, as printed without the word: 'XIV'.")
    tenure: str | None = Field(None, description="Nhiệm kỳ, '2020-2025'.")
    held_on: date | None = Field(None, description="First day of the meeting.")
    held_on_precision: Precision | None = Field(None, description="How exactly held_on is stated.")
    ends_on: date | None = Field(None, description="Last day of a meeting of several days, where stated.")
    part_of_day: PartOfDay | None = Field(None, description="When on that day.")
    place: str | None = Field(None, description="Where, as printed.")
    online: bool | None = Field(None, description="true where stated; null otherwise, never false.")
    chairs: list[Person] = Field(default_factory=list, description="Who chaired it, in the report's order.")
    attendees: list[Person] = Field(default_factory=list, description="Who else is named as present.")
    participants: list[Participant] = Field(default_factory=list, description="All who took part, chairs first.")
    agenda: str | None = Field(None, description="What the meeting was for, one clause as printed.")
    acts: list[Act] = Field(default_factory=list, description="What it decided, in the report's order.")
    tasks: list[Task] = Field(default_factory=list, description="What it asked of whom, in the report's order.")
    documents_cited: list[DocumentCited] = Field(default_factory=list, description="Numbered documents it cites.")
    figures: list[Figure] = Field(default_factory=list, description="Numbers that it states.")
    evidence: list[Span] = Field(default_factory=list, description="Where each value is stated.")


class Provenance(Record):
    """Where a record comes from: which extractor gave each field, and how the page was fetched."""

    fields: dict[str, str] = Field(
        default_factory=dict, description="Field name → extractor: 'liferay', 'json-ld', 'meta', 'generic', …"
    )
    fetched_at: datetime | None = Field(None, description="When the page was fetched, +07:00.")
    http_status: int | None = Field(None, description="Status code of the answer.")
    warc_file: str | None = Field(None, description="Archive segment that holds the raw page.")
    warc_offset: int | None = Field(None, description="Byte offset of the response record in it.")
    tls_verified: bool | None = Field(
        None, description="Whether the server's certificate was checked; null where the page came without TLS."
    )
    tls_legacy: bool | None = Field(
        None, description="Whether TLS that today's defaults refuse was allowed; null where the page came without TLS."
    )


class Article(Record):
    """One article of one portal, at one revision."""

    id: str = Field(
        description="Stable: portal, colon, the site's own article id, else the canonical URL. An article whose number "
        "is another article's, too, has the words of its address behind it."
    )
    portal: str = Field(description="Registry id of the portal.")
    province_code: str | None = Field(None, description="Statistics office's code, 34 provinces since 2025-07-01.")
    url: str = Field(description="Address that it was fetched from.")
    canonical_url: str = Field(description="The address that the page calls its own, else the cleaned url.")
    section: str | None = Field(None, description="Section path or name under which it was found.")
    title: str = Field(description="The headline.")
    summary: str | None = Field(None, description="The page's own lead paragraph, where it sets one apart.")
    body: str = Field(description="Paragraphs joined by blank lines; captions are not in it.")
    published_at: datetime | None = Field(None, description="+07:00; midnight where the time is unknown.")
    published_precision: Precision | None = Field(None, description="How exactly published_at is stated.")
    updated_at: datetime | None = Field(None, description="When the page says that it was changed, +07:00.")
    author: str | None = Field(None, description="As printed.")
    images: list[Image] = Field(default_factory=list, description="Pictures of the article itself, in its order.")
    attachments: list[Attachment] = Field(default_factory=list, description="Files that it links to as its own.")
    links: list[Hyperlink] = Field(
        default_factory=list,
        description="Links inside the body, in its order, each once, without files.",
    )
    language: str | None = Field(None, description="ISO 639-1, of the text itself.")
    duplicate_of: str | None = Field(None, description="Id of the earliest stored article with (nearly) the same text.")
    similarity: float | None = Field(
        None, description="To the text of duplicate_of, from 0 to 1: 1 for the same; null where that is null."
    )
    meeting: Meeting | None = Field(None, description="The facts of the meeting that it reports.")
    flags: list[str] = Field(
        default_factory=list,
        description="What was repaired or is doubtful; 'forgotten' alone: a tombstone, the article was taken down.",
    )
    provenance: Provenance = Field(default_factory=Provenance, description="Where each field and the page came from.")
    content_hash: str | None = Field(None, description="Of normalised title and body: decides on a new revision.")
    revision: int | None = Field(None, description="1 for the first; null until stored.")
    seq: int | None = Field(None, description="Place in the store's log of revisions; null until stored.")
    schema_version: int = Field(SCHEMA_VERSION, description="Version of this schema that the record keeps.")
