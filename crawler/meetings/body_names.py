"""Names of bodies in running text: where 'Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh' begins and ends.

A name begins with the kind of body and runs to the first lower-case word that cannot be part of one: a verb, a
preposition of time or purpose, 'lần thứ', 'khóa'. A board's name may hold commas, since its subject matter does.
"""

from __future__ import annotations

import re

from crawler.meetings.text import Text
from crawler.meetings.vocabulary import BODY, LOWER, UPPER

_STOP_WORDS = """
lần thứ|lần|thứ|[Nn]hiệm kỳ|để|nhằm|tháng|quý|năm|thường kỳ|với|bằng|mở rộng|đã|vừa|phối hợp|tổ chức(?! đảng)|họp
tiến hành|có(?! công)|do|cùng|chủ trì|diễn ra
khai mạc|bế mạc|tổng kết|sơ kết|thảo luận|xem xét|đánh giá|cho ý kiến|làm việc|phiên|kỳ họp|thông qua|đột xuất|định kỳ
tại|trực tuyến|nghe|trong|được|công bố|quán triệt|học tập|giao ban
bàn(?! (?:thành|tỉnh|huyện|xã|phường|quận|dân|toàn))|sáng(?! tạo| kiến)|chiều|tối(?! cao| ưu)|ngày|[Hh]ội nghị
[Kk]ỳ họp|[Pp]hiên họp|dự(?! án| toán| phòng)|tham dự|long trọng|trang trọng
chính thức|tiếp (?:tục|đoàn|ông|bà|xã giao|đồng chí|nhận|và)|cuộc họp|buổi|sẽ|dưới|liên quan|nêu|theo|đến
từ(?! thiện| trường)|chuyên đề|bất thường|gồm|phát biểu|trao|tuyên truyền|đồng loạt|lấy
biểu dương|là|nơi|đang|đồng tổ chức|kiểm điểm|cuối|đầu(?! tư)|nhất trí|gặp mặt|tiếp xúc|cũng|vào|sau|trước|ban hành
yêu cầu|đề nghị|chỉ đạo(?! phòng)|thống nhất|bầu
Tại|Phát biểu|Theo|Toàn cảnh|Quang cảnh|Các đại biểu|Tham dự|Cùng dự|Sau khi|Trước đó|Trong đó
Chủ tịch|Phó Chủ tịch|Bí thư(?<!Ban Bí thư)|Phó Bí thư
"""
_STOP = "|".join(_STOP_WORDS.split("\n")).strip("|")
_ABBREVIATED = r"(?<=TP)\.(?= ?[A-ZĐ])|(?<=TX)\.(?= ?[A-ZĐ])|(?<=Tp)\.(?= ?[A-ZĐ])|(?<=T)\.(?=Ư)"
"""The dot of 'HĐND TP.HCM', which ends no name."""
_ACRONYM = r"\([\w&/-]{2,12}\)(?= \w)"
_LISTED = (
    r", (?i:thể thao|khoa học|thanh niên|thiếu niên|thương binh|gia đình|tài chính|kinh tế|môi trường|du lịch"
    r"|phát thanh"
    r"|truyền hình|bồi dưỡng|vật tư|thủy sản)(?= (?:và|-|\w+ và) )"
)
"""Commas inside a body's own name: 'Sở Văn hóa, Thể thao và Du lịch'."""
_DASH = rf" - (?!(?!Phó|Giám|Chủ|Bí|Trưởng|Chánh|Cơ|Đơn|Ủy|Nguyên|Thường)[{UPPER}][{LOWER}]+ [{LOWER}]+)"
"""A dash that ends a name; not the one of 'Sở Quy hoạch - Kiến trúc'."""
_NAME = re.compile(
    rf"(?i:{BODY})(?!\w)(?:(?! (?:{_STOP}|về|[Kk]hóa|triển khai)(?!\w)|{_DASH})(?:[^,;.:()\n\"]"
    rf"|{_ABBREVIATED}|{_ACRONYM}"
    rf"|{_LISTED})){{0,120}}"
)
_BOARD = re.compile(
    r"(?i:ban chỉ đạo|bcđ|hội đồng(?! nhân dân)|tiểu ban|ủy ban bầu cử|ban tổ chức|tổ công tác|tổ giúp việc)(?!\w)"
    rf"(?:(?! (?:{_STOP})(?!\w)| - )(?:[^,;.:()\n\"]|{_ABBREVIATED}|{_ACRONYM}|, (?![A-ZĐ]|nhiệm kỳ"
    rf"|khóa|dưới|do|để|nhằm))){{0,140}}"
)
_LOWER_TEAM = re.compile(r"đoàn (?:công tác|kiểm tra|giám sát|khảo sát|đại biểu|thanh tra)(?: số \d+)? (?:của|liên|do)")
_NO_BODY = re.compile(
    r"(?:tổ chức|báo cáo|báo chí|tỉnh táo|bộ máy|bộ phận|đoàn kết|ban hành|khu vực|sở hữu|trường hợp|viện dẫn"
    r"|hội nghị|hội thảo|đoàn viên|hội viên"
    r"|khối lượng|cụm từ|cơ quan(?: chức năng| liên quan)|phòng,? chống|quỹ đất|xã hội|tổ viên|phòng cháy"
    r"|trường chính|tỉnh, |các |vụ việc|vụ án"
    r"|bộ luật|huyện, |thành phố, |phòng ngừa|hội đàm|báo động|viện trợ|xã giao|bộ đội cụ|tổ quốc)"
)


_BRACKET = re.compile(r"\(\S+\)(?= |$)")
_UNIT = re.compile(r"(?:tỉnh|thành phố|huyện|xã|phường|quận|thị xã|đặc khu|của)(?!\w)")


def read_body_name(text: Text, at: int, end: int) -> tuple[int, int] | None:
    """The body's name that begins with a capital at `at`; None where none does."""
    if (
        at >= end
        or not (text.flat[at].isupper() or _LOWER_TEAM.match(text.low, at, end))
        or _NO_BODY.match(text.low, at, end)
    ):
        return None
    words = text.low if text.flat[at : at + 20].isupper() else text.flat
    match = _BOARD.match(words, at, end) or _NAME.match(words, at, end)
    if not match:
        return None
    last = match.end()
    for bracket in _BRACKET.finditer(text.flat[at:last]):
        rest = text.flat[at + bracket.end() + 1 : last]
        if not rest[:1].isupper() and not _UNIT.match(rest):
            last = at + bracket.start()
            break
    while text.flat[last - 1] in " -":
        last -= 1
    return at, last
