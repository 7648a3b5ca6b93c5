"""Match keys of people, bodies and posts."""

from __future__ import annotations

import pytest

from crawler.meetings.keys import BodyKey, Post, body_key, person_key, read_post, same_person
from crawler.model.items import Person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA"),
        ("Đồng chí Lê Thị Mai", "Lê Thị Mai"),
        ("TS. Trần Bình", "Trần  Bình"),
        ("Thượng tướng Phan Văn Giang", "Phan Văn Giang"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


def test_diacritics_tell_people_apart() -> None:
    assert person_key("Lê Thị Hà") != person_key("Lê Thị Hạ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HĐND tỉnh", "Hội đồng nhân dân tỉnh"),
        ("UBND TP", "Ủy ban nhân dân thành phố"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("Uỷ ban MTTQ thành phố", "Ủy ban Mặt trận Tổ quốc thành phố"),
        ("BCH Đảng bộ tỉnh", "Ban Chấp hành Đảng bộ tỉnh"),
    ],
)
def test_one_body(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


def test_the_province_stands_apart_from_the_bodys_name() -> None:
    assert body_key("UBND tỉnh Sơn La") == BodyKey("ủy ban nhân dân tỉnh", "sơn la")
    assert body_key("UBND tỉnh").place is None
    assert body_key("Trường Đại học Thái Nguyên").name == "trường đại học thái nguyên"


@pytest.mark.parametrize(
    ("printed", "role", "body"),
    [
        ("Phó CT UBND TP", "phó chủ tịch", "ủy ban nhân dân thành phố"),
        ("Bí thư Tỉnh ủy", "bí thư", "tỉnh ủy"),
        ("Phó Bí thư Thường trực Thành uỷ", "phó bí thư thường trực", "thành ủy"),
        ("Nguyên Giám đốc Sở Y tế", "giám đốc", "sở y tế"),
        ("PGĐ Sở", "phó giám đốc", "sở"),
        ("Anh hùng Lao động", None, "anh hùng lao động"),
    ],
)
def test_posts(printed: str, role: str | None, body: str | None) -> None:
    assert read_post(printed) == Post(role, body, printed)


def test_same_person_needs_a_common_post_where_both_have_posts() -> None:
    secretary = Person(name="Nguyễn Hữu Đông", posts=["Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy"])
    assert same_person(secretary, Person(name="Nguyễn Hữu Đông", posts=["Bí thư Tỉnh ủy"]))
    assert same_person(secretary, Person(name="Nguyễn Hữu Đông"))
    assert not same_person(secretary, Person(name="Nguyễn Hữu Đông", posts=["Hiệu trưởng Trường Trung học phổ thông"]))
    assert not same_person(secretary, Person(name="Nguyễn Hữu Đồng", posts=["Bí thư Tỉnh ủy"]))
