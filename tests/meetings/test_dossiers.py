"""A person and a document across reports; two that may differ stay two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crawler.meetings.dossiers import Told, cited, dossiers
from crawler.model.items import Meeting


def told(article: str, day: date, *, province: str | None = "14", **facts: Any) -> Told:
    return Told(article, province, day, Meeting.model_validate({"kind": "conference", **facts}))


def chair(*posts: str, name: str = "Lò Văn An") -> dict[str, Any]:
    return {"chairs": [{"name": name, "posts": list(posts)}]}


def test_posts_over_time() -> None:
    reports = [
        told("c", date(2021, 6, 2), **chair("Chủ tịch UBND tỉnh")),
        told("a", date(2020, 1, 2), **chair("Giám đốc Sở Y tế")),
        told("b", date(2020, 7, 2), **chair("Giám đốc Sở Y tế Sơn La", "Tỉnh ủy viên")),
        told(
            "d",
            date(2021, 6, 1),
            participants=[{"name": "Lò Văn An", "type": "person", "role": "delegate", "posts": ["Giám đốc Sở Y tế"]}],
            acts=[{"type": "personnel", "act": "bầu", "person": "Lò Văn An", "post": "Chủ tịch UBND tỉnh"}],
        ),
    ]
    found = dossiers("lò văn an", reports)
    director = found[0]
    assert [(held.printed, held.since, held.until, held.reports) for held in director.posts] == [
        ("Giám đốc Sở Y tế", date(2020, 1, 2), date(2021, 6, 1), 3),
        ("Tỉnh ủy viên", date(2020, 7, 2), date(2020, 7, 2), 1),
    ]
    assert director.reports == ["a", "b", "d"]
    assert [post.printed for post in found[1].posts] == ["Chủ tịch UBND tỉnh"]
    assert [(act.act, report.article) for act, report in found[1].acts] == [("bầu", "d")]
    assert found[1].reports == ["d", "c"], "nothing says that the director became chairman: two"


@pytest.mark.parametrize(
    "other",
    [
        told("b", date(2020, 7, 2), province="11", **chair("Giám đốc Sở Y tế")),
        told("b", date(2020, 7, 2), **chair("Hiệu trưởng Trường Trung học phổ thông")),
        told("b", date(2031, 7, 2), **chair("Giám đốc Sở Y tế")),
        told("b", date(2020, 7, 2), **chair("Giám đốc Sở Y tế", name="Lò Vãn An")),
    ],
)
def test_two_who_may_differ_stay_two(other: Told) -> None:
    one = told("a", date(2020, 1, 2), **chair("Giám đốc Sở Y tế"))
    found = dossiers("Lò Văn An", [one, other])
    assert found[0].reports == ["a"]


def test_a_bare_name_joins_only_where_there_is_one() -> None:
    one, bare = told("a", date(2020, 1, 2), **chair("Giám đốc Sở Y tế")), told("b", date(2020, 2, 2), **chair())
    assert [dossier.reports for dossier in dossiers("Lò Văn An", [one, bare])] == [["a", "b"]]
    two = told("c", date(2020, 1, 3), **chair("Hiệu trưởng Trường Trung học phổ thông"))
    assert [dossier.reports for dossier in dossiers("Lò Văn An", [one, two, bare])] == [["a"], ["c"]]
    assert [dossier.reports for dossier in dossiers("Lò Văn An", [bare])] == [["b"]]


def test_reports_of_one_event_mean_one_person() -> None:
    own, next_door, earlier = (
        Told(
            "b", "14", date(2020, 1, 2), Meeting.model_validate({"kind": "conference", **chair("Giám đốc Sở Y tế")}), 1
        ),
        Told("a", "12", date(2020, 1, 2), Meeting.model_validate({"kind": "conference", **chair("Giám đốc Sở")}), 1),
        told("c", date(2019, 3, 2), **chair("Giám đốc Sở Y tế")),
    )
    bare = Told("d", "11", date(2020, 1, 2), Meeting.model_validate({"kind": "conference", **chair()}), 1)
    (one,) = dossiers("Lò Văn An", [own, next_door, earlier, bare])
    assert sorted(one.reports) == ["a", "b", "c", "d"]
    elsewhere = Told("e", "12", date(2020, 1, 3), next_door.meeting, 2)
    assert len(dossiers("Lò Văn An", [own, elsewhere])) == 2


def document(**facts: Any) -> dict[str, Any]:
    return {"documents_cited": [{"number": "05-NQ/TU", **facts}]}


def test_documents_join_on_number_kind_and_issuer() -> None:
    found = cited(
        "5-NQ/TU",
        [
            told("a", date(2020, 1, 2), **document(kind="Nghị quyết", issuer="Tỉnh ủy")),
            told("b", date(2020, 2, 2), **document(kind="nghị quyết", date="2019-12-01")),
            told("c", date(2020, 3, 2), documents_cited=[{"number": "06-NQ/TU"}]),
            told("d", date(2020, 3, 2), **document(kind="Nghị quyết", issuer="Thành ủy")),
        ],
    )
    assert [(one.document.issuer, one.document.date, one.reports) for one in found] == [
        ("Tỉnh ủy", "2019-12-01", ["a", "b"]),
        ("Thành ủy", None, ["d"]),
    ]
    assert [
        one.reports
        for one in cited("45/nq-hdnd", [told("e", date(2020, 1, 1), documents_cited=[{"number": "45/NQ-HĐND"}])])
    ] == [["e"]]
