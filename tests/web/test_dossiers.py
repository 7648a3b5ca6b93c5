"""People and documents across reports, as the API and exports have them."""

import json

import pytest
from sqlalchemy import select

from crawler.database.engine import reading, writing
from crawler.database.tables import events, meetings, outbox
from crawler.log.dossier_export import Across, export_dossiers
from crawler.log.export import Wanted
from crawler.log.segments import publish
from crawler.meetings import read_meeting
from crawler.meetings.keys import person_key
from crawler.model.items import Act, DocumentCited, Person
from crawler.watch.watcher import Watcher
from tests.watch.conftest import put, rules
from tests.web.conftest import NOW, Living, Site, article, council


def _part(living: Living) -> None:
    """Let each report have an event of its own: the log, from which exports are made, does not know events."""
    with writing(living.store.engine) as connection:
        for article_id in connection.execute(select(meetings.c.article)).scalars().all():
            row = {"kind": "other", "first_found": "2026-01-01T00:00:00+07:00"}
            event = connection.execute(events.insert().values(**row)).inserted_primary_key
            assert event
            connection.execute(meetings.update().where(meetings.c.article == article_id).values(event=event[0]))


@pytest.mark.parametrize("what", ["people", "documents"])
def test_an_export_of_people_and_documents_holds_what_the_api_gives(living: Living, what: Across) -> None:
    cited = [DocumentCited(number="45/NQ-HĐND", kind="Kết luận"), DocumentCited(number="6-KH/TU", kind="Kế hoạch")]
    moved = Act(type="personnel", act="điều động", person="Vũ Thị Mây", post="Giám đốc Sở Y tế")
    put(
        living.store,
        [
            article("m1", "Họp", "Một.", 400, meeting=council(held_on=None, documents_cited=cited, acts=[moved])),
            article(
                "m2",
                "Họp",
                "Hai.",
                3,
                meeting=council(chairs=[Person(name="Vũ Thị Mây", posts=["Bí thư Xã"])]),
            ),
            article("m3", "Họp", "Ba.", 0, meeting=council(documents_cited=cited[1:]), published_at=None),
            article("m4", "Họp", "Bốn.", -9, "lai-chau", meeting=council(chairs=[Person(name="VŨ THỊ MÂY")])),
        ],
    )
    _part(living)
    publish(living.store.engine, living.output, NOW)
    target = living.output / "exported"
    done = export_dossiers(living.output, str(target), what, "jsonl", Wanted())
    rows = [json.loads(line) for line in (target / f"{what}.jsonl").read_text("utf-8").splitlines()]
    asked = {"people": "person", "documents": "document"}[what]
    names = {row["document"]["number"] if what == "documents" else person_key(row["name"]) for row in rows}
    given = [row for name in names for row in living.get(f"/api/{what}", **{asked: name})["items"]]
    assert sorted(map(json.dumps, rows)) == sorted(map(json.dumps, given))
    assert names == {"people": {"lò thị hạnh", "vũ thị mây"}, "documents": {"45/NQ-HĐND", "6-KH/TU"}}[what]
    assert done.records == len(rows) > len(names), "some are two of one name, or of one number"


def test_a_session_from_its_announcement_to_a_correction(living: Living) -> None:
    """One event and two notices; its people, acts and documents stand in the answers."""
    these = rules(targets={"desk": "json://desk.example"}, rules={"hop": {"targets": "desk"}})
    living.store.notices = Watcher.of(living.store.engine, these, NOW)
    coming = "Kỳ họp thứ 30, HĐND tỉnh Sơn La khóa XV sẽ diễn ra ngày 31/12/2025 để xem xét ngân sách."
    held = (
        "Sáng 31/12/2025, HĐND tỉnh Sơn La khóa XV khai mạc kỳ họp thứ 30. Bà Vi Thị Thu, Chủ tịch HĐND tỉnh, chủ trì kỳ "
        "họp. Tại kỳ họp, các đại biểu đã bầu ông Lò Văn An, Giám đốc Sở Y tế, giữ chức Phó Chủ tịch UBND tỉnh với 50/51 "
        "phiếu và thông qua Nghị quyết số 88/NQ-HĐND về giá đất."
    )
    walk = [("w1", "son-la", 3.0, coming), ("w2", "son-la", 0.9, held), ("w3", "lai-chau", 0.8, f"{held} Hết.")]
    walk += [("w4", "lai-chau", 0.7, f"{held} Có 49 đại biểu."), ("w4", "lai-chau", 0.7, f"{held} Có 51 đại biểu.")]
    for key, portal, days, body in walk:
        told = article(key, "Kỳ họp thứ 30, HĐND tỉnh Sơn La khóa XV", body, days, portal, province_code="14")
        told.meeting = read_meeting(told.title, told.body, told.published_at)
        with writing(living.store.engine) as connection:
            connection.exec_driver_sql("UPDATE frontier SET due_at = 0")
        put(living.store, [told])
    with reading(living.store.engine) as connection:
        ours = meetings.c.ordinal == 30
        found = connection.execute(select(meetings.c.event, meetings.c.status).where(ours)).all()
        notices = outbox.select().where(outbox.c.target == "desk", outbox.c.article.like("%:w%"))
        noted = [row.meeting_status for row in connection.execute(notices.order_by(outbox.c.id))]
    assert (len(found), len({row.event for row in found})) == (4, 1)
    assert noted == ["announced", "held"]
    (an,) = living.get("/api/people", person="Lò Văn An")["items"]
    assert [post["post"] for post in an["posts"]] == ["Giám đốc Sở Y tế", "Phó Chủ tịch UBND tỉnh"]
    assert {(one["act"]["act"], one["act"]["vote"]) for one in an["acts"]} == {("bầu", "50/51")}
    (chair,) = living.get("/api/people", person="Vi Thị Thu")["items"]
    assert len(chair["reports"]) == 3
    (resolution,) = living.get("/api/documents", document="88/NQ-HĐND")["items"]
    assert len(resolution["reports"]) == 3


def test_people_and_documents_across_reports(site: Site) -> None:
    people = json.loads(site.get("/api/people", person="lo thi hanh").text)["items"]
    assert {one["name"] for one in people} == {"Lò Thị Hạnh"}
    assert any("son-la:1" in one["reports"] for one in people)
    assert json.loads(site.get("/api/people", person="Lo Thi Hãnh").text)["items"] == []
    documents = json.loads(site.get("/api/documents", document="45/NQ-HĐND").text)["items"]
    assert [one["document"]["number"] for one in documents] == ["45/NQ-HĐND"]
    assert "son-la:1" in documents[0]["reports"]
    assert site.get("/api/people").status == 422
