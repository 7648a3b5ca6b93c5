"""Names, posts and lists of people; who chaired and who attended."""

from __future__ import annotations

import pytest

from crawler.meetings.attendees import find_attendees
from crawler.meetings.chairs import find_chairs
from crawler.meetings.names import find_name
from crawler.meetings.people import Mention, read_people
from crawler.meetings.text import Text


def shown(text: Text, mentions: list[Mention]) -> list[tuple[str, list[str]]]:
    return [(text.printed(*m.name), [text.printed(*post) for post in m.posts]) for m in mentions]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Bí thư Thành ủy Lê Ngọc Hòa", "Lê Ngọc Hòa"),
        ("Bí thư Đảng ủy phường Sơn Trà Hoàng Sơn Trà", "Hoàng Sơn Trà"),
        ("Giám đốc Sở Y tế Hà Nội Phan Lan Tú", "Phan Lan Tú"),
        ("Chủ tịch UBND tỉnh Quảng Trị Võ Văn Hưng", "Võ Văn Hưng"),
        ("Chủ tịch Ủy ban MTTQ Việt Nam thành phố Lê Trí Thành", "Lê Trí Thành"),
        ("Phó Chủ tịch HĐND thành phố Đoàn Ngọc Hùng Anh", "Đoàn Ngọc Hùng Anh"),
        ("Giám đốc Sở Thông tin và Truyền thông Hà Nội", None),
        ("Ủy viên Ban Thường vụ Tỉnh ủy", None),
        ("Trưởng Ban Tổ chức Tỉnh ủy Sơn La", None),
    ],
)
def test_a_name_behind_a_post(words: str, name: str | None) -> None:
    found = find_name(words)
    assert (words[slice(*found)] if found else None) == name


@pytest.mark.parametrize(
    ("words", "people"),
    [
        (
            "Ủy viên Trung ương Đảng, Bí thư Thành ủy Lê Ngọc Hòa; Phó Bí thư Thường trực Thành ủy Nguyễn Đình Sang",
            [
                ("Lê Ngọc Hòa", ["Ủy viên Trung ương Đảng", "Bí thư Thành ủy"]),
                ("Nguyễn Đình Sang", ["Phó Bí thư Thường trực Thành ủy"]),
            ],
        ),
        (
            "Tạ Văn Hà, Phó Chủ nhiệm Ủy ban Văn hóa và Xã hội của Quốc hội; Dương Văn Phúc, Ủy viên và Đặng "
            "Thị Trinh, Phó Chủ tịch Hội",
            [
                ("Tạ Văn Hà", ["Phó Chủ nhiệm Ủy ban Văn hóa và Xã hội của Quốc hội"]),
                ("Dương Văn Phúc", ["Ủy viên"]),
                ("Đặng Thị Trinh", ["Phó Chủ tịch Hội"]),
            ],
        ),
        (
            "đồng chí Nguyễn Xuân An – Phó Bí thư Đảng ủy – Phó Giám đốc Sở, TS. Trần Bình - Viện trưởng",
            [("Nguyễn Xuân An", ["Phó Bí thư Đảng ủy", "Phó Giám đốc Sở"]), ("Trần Bình", ["Viện trưởng"])],
        ),
        (
            "bà Trương Thị Hồng, Giám đốc Sở Văn hóa, Thể thao và Du lịch",
            [("Trương Thị Hồng", ["Giám đốc Sở Văn hóa, Thể thao và Du lịch"])],
        ),
        (
            "các Phó Chủ tịch UBND tỉnh: Lê Minh Tú, Trần Thị Hoa, Giàng A Páo",
            [(name, ["Phó Chủ tịch UBND tỉnh"]) for name in ("Lê Minh Tú", "Trần Thị Hoa", "Giàng A Páo")],
        ),
        ("các đồng chí: Y Ngọc, Bí thư; A Pớt, Phó Bí thư", [("Y Ngọc", ["Bí thư"]), ("A Pớt", ["Phó Bí thư"])]),
        ("Thượng tướng Trần Quang Phúc, Phó Tổng Tham mưu trưởng", [("Trần Quang Phúc", ["Phó Tổng Tham mưu trưởng"])]),
        (
            "đồng chí Lò Văn An, Bí thư Huyện ủy Mai Sơn; đồng chí Cà Thị Bích, Chủ tịch UBND huyện Hoàng Su Phì",
            [("Lò Văn An", ["Bí thư Huyện ủy Mai Sơn"]), ("Cà Thị Bích", ["Chủ tịch UBND huyện Hoàng Su Phì"])],
        ),
        ("Phó Cục trưởng Cục Thuế Hà Nội Viên Viết Hùng", [("Viên Viết Hùng", ["Phó Cục trưởng Cục Thuế Hà Nội"])]),
        (
            "ông Viên Viết Hùng, Phó Cục trưởng Cục Thuế Hà Nội",
            [("Viên Viết Hùng", ["Phó Cục trưởng Cục Thuế Hà Nội"])],
        ),
        (
            "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Lê Văn Hòa, Phó Bí thư Thường trực Tỉnh ủy Trần Thị Mai",
            [
                ("Lê Văn Hòa", ["Phó Bí thư Tỉnh ủy", "Chủ tịch UBND tỉnh"]),
                ("Trần Thị Mai", ["Phó Bí thư Thường trực Tỉnh ủy"]),
            ],
        ),
        ("Bí thư Huyện ủy Mai Sơn", []),
        ("lãnh đạo các sở, ban, ngành; đại diện doanh nghiệp", []),
    ],
)
def test_lists_of_people(words: str, people: list[tuple[str, list[str]]]) -> None:
    text = Text(words)
    assert shown(text, read_people(text, 0, len(text), strict=False)) == people


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Chủ tịch UBND tỉnh Lê Văn Hòa chủ trì hội nghị.", ["Lê Văn Hòa"]),
        ("Đồng chí Lê Văn Hòa, Bí thư Tỉnh ủy chủ trì và phát biểu khai mạc Hội nghị.", ["Lê Văn Hòa"]),
        ("Phó Chủ tịch Lê Văn Hòa và Phó Chủ tịch Trần Thị Mai đồng chủ trì cuộc họp.", ["Lê Văn Hòa", "Trần Thị Mai"]),
        (
            "Chủ trì hội nghị có các đồng chí: Lê Văn Hòa, Bí thư; Trần Thị Mai, Phó Bí thư.",
            ["Lê Văn Hòa", "Trần Thị Mai"],
        ),
        (
            "Chủ tọa kỳ họp gồm:\n- Ông Lê Văn Hòa, Chủ tịch HĐND;\n- Bà Trần Thị Mai, Phó Chủ tịch.",
            ["Lê Văn Hòa", "Trần Thị Mai"],
        ),
        ("Tham dự và chủ trì buổi làm việc có Đ/c Lê Văn Hòa - Phó Giám đốc Sở.", ["Lê Văn Hòa"]),
        ("Chủ trì Hội thảo, Phó Giám đốc Sở Lê Văn Hòa.", ["Lê Văn Hòa"]),
        ("Hội nghị diễn ra dưới sự chủ trì của đồng chí Lê Văn Hòa, Bí thư Tỉnh ủy.", ["Lê Văn Hòa"]),
        (
            "Hội nghị do đồng chí Lê Văn Hòa, Bí thư; đồng chí Trần Thị Mai, Phó Bí thư chủ trì.",
            ["Lê Văn Hòa", "Trần Thị Mai"],
        ),
        ("Chủ tịch Ủy ban bầu cử Lê Văn Hòa chủ trì phiên họp.", ["Lê Văn Hòa"]),
        ("Giám đốc Sở Giao thông vận tải Lê Văn Hòa chủ trì cuộc họp.", ["Lê Văn Hòa"]),
        ("Đồng chí Lê Văn Hòa chủ trì tại điểm cầu thành phố.", ["Lê Văn Hòa"]),
        ("Phó Chủ tịch Lê Văn Hòa chủ trì nghe các sở báo cáo.", ["Lê Văn Hòa"]),
        ("Hội nghị diễn ra dưới chủ trì của đồng chí Lê Văn Hòa, Bí thư Tỉnh ủy.", ["Lê Văn Hòa"]),
        ("Hội nghị họp dưới sự điều hành của ông Lê Văn Hòa để bàn ngân sách.", ["Lê Văn Hòa"]),
        ("Thừa ủy quyền của Trưởng Ban Chỉ đạo, đồng chí Lê Văn Hòa, Phó Bí thư chủ trì hội nghị.", ["Lê Văn Hòa"]),
        (
            "Thủ tướng Lê Văn Hòa và Chủ tịch Ủy ban Mặt trận Tổ quốc (MTTQ) Việt Nam Trần Thị Mai đồng chủ trì Hội nghị.",
            ["Lê Văn Hòa", "Trần Thị Mai"],
        ),
        ("Chủ tọa kỳ họp (ảnh: Kim Hoa)", []),
        ("Chủ tịch giao Sở Y tế chủ trì, phối hợp với các sở thực hiện.", []),
        ("Đồng chí Lê Văn Hòa giao ông Trần Văn Bình chủ trì xây dựng đề án.", []),
        ("Nghị định do Bộ Tài chính chủ trì soạn thảo.", []),
        ("Bí thư Lê Văn Hòa phát biểu khai mạc hội nghị.", []),
        ("Phó Chủ tịch Lê Văn Hòa chủ trì họp báo.", []),
    ],
)
def test_chairs(sentence: str, names: list[str]) -> None:
    text = Text("Sáng 5/3, Sở Y tế tổ chức hội nghị.\n\n" + sentence)
    assert [name for name, _ in shown(text, find_chairs(text))] == names


def test_one_chair_named_twice_is_one() -> None:
    text = Text("Đồng chí Lê Văn Hòa chủ trì hội nghị. Bí thư Lê Văn Hòa chủ trì hội nghị.")
    assert shown(text, find_chairs(text)) == [("Lê Văn Hòa", ["Bí thư"])]


def test_attendees() -> None:
    text = Text(
        "Tham dự hội nghị có Ủy viên Trung ương Đảng, Bí thư Thành ủy Lê Ngọc Hòa cùng lãnh đạo các sở. "
        "Dự tại điểm cầu có các Phó Chủ tịch UBND: Trần Chí Cường, Lê Quang Nam."
    )
    assert shown(text, find_attendees(text)) == [
        ("Lê Ngọc Hòa", ["Ủy viên Trung ương Đảng", "Bí thư Thành ủy"]),
        ("Trần Chí Cường", ["Phó Chủ tịch UBND"]),
        ("Lê Quang Nam", ["Phó Chủ tịch UBND"]),
    ]
