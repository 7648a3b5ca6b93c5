"""Meeting reports from a generator of our own: a headline, a lead that states the facts, and the facts with their places."""

from __future__ import annotations

import random
from datetime import datetime

from crawler.model.items import DocumentCited, Figure, Meeting, MeetingKind, Person, Span

FAMILY = "Bùi Cao Đặng Đinh Đỗ Hà Hoàng Lò Lý Nguyễn Phạm Tô Trần Vàng Vũ".split()
MIDDLE = "Đức Hữu Ngọc Quang Thanh Thị Văn Xuân".split()
GIVEN = "An Bình Chiến Dung Giang Hạnh Hòa Khánh Lan Minh Nga Phúc Sơn Tâm Thủy Việt".split()
PLACES = (
    "An Sơn|Bình Hà|Cẩm Lĩnh|Đông Phú|Hòa Vang|Kim Động|Long Mỹ|Nam Đông|Phú Xuyên|Tân Uyên|Thạch Hà|Yên Bình".split(
        "|"
    )
)
BODIES = {
    MeetingKind.COUNCIL_SESSION: "HĐND tỉnh {place}",
    MeetingKind.PARTY_COMMITTEE: "Tỉnh ủy {place}",
    MeetingKind.PEOPLE_COMMITTEE_SESSION: "UBND tỉnh {place}",
    MeetingKind.WORKING_SESSION: "Sở Xây dựng tỉnh {place}",
}
ISSUES = {"Nghị quyết": "NQ-HĐND", "Quyết định": "QĐ-UBND", "Chỉ thị": "CT-UBND"}


def meeting_report(chance: random.Random, at: datetime) -> tuple[str, str, Meeting]:
    """Headline, lead and facts of a meeting held on the day `at`; every fact is stated in the lead."""
    kind = chance.choice(list(BODIES))
    body_name = BODIES[kind].format(place=chance.choice(PLACES))
    ordinal = chance.randrange(1, 40)
    chair = " ".join((chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN)))
    document, symbol = chance.choice(list(ISSUES.items()))
    number, money = f"{chance.randrange(1, 3000)}/{symbol}", f"{chance.randrange(2, 900)} tỷ đồng"
    day = f"{at.day}/{at.month}/{at.year}"
    lead = (
        f"Sáng {day}, {body_name} họp lần thứ {ordinal} do ông {chair} chủ trì, bàn việc thực hiện {document}"
        f" {number} với số vốn {money}."
    )

    def span(field: str, words: str) -> Span:
        return Span(field=field, start=lead.index(words), end=lead.index(words) + len(words))

    facts = Meeting(
        kind=kind,
        body_name=body_name,
        ordinal=ordinal,
        held_on=at.date(),
        held_on_precision="day",
        part_of_day="sáng",
        chairs=[Person(name=chair)],
        documents_cited=[DocumentCited(number=number, kind=document)],
        figures=[Figure(value=float(money.split()[0]), unit="tỷ đồng", what="số vốn", text=money)],
        evidence=[
            span("held_on", day),
            span("body_name", body_name),
            span("chairs.0", chair),
            span("documents_cited.0", number),
        ],
    )
    return f"{body_name} họp lần thứ {ordinal}", lead, facts
