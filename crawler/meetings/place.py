"""Where a meeting was held, and whether online: 'tại Hội trường Tỉnh ủy', 'trực tiếp kết hợp trực tuyến'."""

from __future__ import annotations

import re

from crawler.meetings.text import Text
from crawler.meetings.vocabulary import PLACES, UPPER

_PLACE = re.compile(
    r"(?<!\w)(?i:tại|ở)\s+(?P<place>(?i:hội trường|trụ sở|trung tâm|nhà văn hóa|nhà khách|nhà hát|phòng (?:họp|hội"
    r"|\d+)|tầng|tòa nhà|số \d+|khách sạn"
    r"|văn phòng|ubnd|hđnd|phường|xã|huyện|quận|thành phố|tp|tỉnh|thị xã|thị trấn|thôn|bản|khu|trường|học viện|cung"
    r"|sở|tỉnh ủy|thành ủy|huyện ủy"
    r"|đảng ủy|bộ|ủy ban|đặc khu|trại|nhà|chợ|bệnh viện|thủ đô|công an|quận ủy|viện|hà nội|cơ quan|bảo tàng|thư viện"
    r"|sân vận động|quảng trường)(?!\w)"
    r"(?:(?! (?:đã|diễn ra|tổ chức|nhằm|để|với|do|dưới|có|sẽ|về|và các|được|khai mạc|nơi|cùng|chủ trì|tiến hành|vừa"
    r"|long trọng|trong|vào|từ|đến"
    r"|hội nghị|(?<!Trung tâm )(?<!trung tâm )Hội nghị|hội thảo|kỳ họp|phiên họp|đồng chí|đoàn|ngày|sáng|chiều"
    r"|nghe|sau|trước|nhân|theo)(?!\w))[^,;.:()\n\"]){0,90})"
)
_ONLINE = re.compile(
    r"(?<!\w)(?:(?:hội nghị|họp|giao ban|hội thảo|đối thoại|làm việc|kỳ họp|phiên họp|tiếp xúc cử tri|toàn quốc"
    r"|chuyên đề|truyền hình|hình thức|kết nối|trực tiếp(?:,| và| kết hợp(?: với)?)?|kết hợp(?: với)?|phát"
    r"|dự)\s+trực tuyến(?! mức)"
    r"|trực tuyến (?:đến|tới|với|kết nối|toàn (?:quốc|tỉnh|thành|ngành)|từ|tại)(?!\w)|(?:tại )?(?:các|\d+) điểm cầu"
    r"|tại (?:các )?điểm cầu|(?:hội nghị|họp) truyền hình|cầu truyền hình)"
)
_PURPOSE = re.compile(
    r"(?<!\w)(?:để|nhằm|về|nghiên cứu|đánh giá|triển khai|thảo luận|bàn|xem xét|quán triệt|tổng kết|sơ kết)(?!\w)"
)
_ADDRESS = re.compile(
    r",\s(?:tầng|phòng|tòa nhà|số \d|\d+ |đường|phố|phường|xã|thị trấn|quận|huyện|thị xã|tp|thành phố|tỉnh"
    rf"|{'|'.join(PLACES).lower()})(?!\w)[^,;.:()\n\"]{{0,70}}?"
    r"(?=,|[.;:\n]|$|\s(?:đã|diễn ra|với|nhằm|do|dưới|để)(?!\w))"
)
_BRIDGE = re.compile(
    rf"(?<!\w)(?i:dự|chủ trì|tại|ở)\s+(?P<place>điểm cầu"
    rf"(?: (?i:tỉnh|thành phố|tp|huyện|xã|phường|quận|thị xã|trụ sở|hội trường|phòng (?:họp|hội|\d+)|tầng|tòa nhà"
    rf"|số \d+|trung tâm|trực tuyến)(?!\w))*"
    rf"(?: (?!(?:Tại|Phát|Các|Đồng|Cùng|Theo|Hội nghị|Toàn|Quang|Đại biểu|Dự)(?!\w))[{UPPER}]\w*)*)"
)


def find_place(text: Text, start: int, event: int, end: int) -> tuple[int, int] | None:
    """The place stated in the sentence from `start` to `end` of a meeting named at `event`, before its purpose is."""
    purpose = _PURPOSE.search(text.low, event, end)
    match = _PLACE.search(text.flat, start, purpose.start() if purpose else end)
    if not match:
        return None
    first, last = match.span("place")
    while more := _ADDRESS.match(text.low, last, end):
        last = more.end()
    while text.flat[last - 1] in " -":
        last -= 1
    return first, last


def find_online(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The words that say the meeting was held online, wholly or in part."""
    if not any(word in text.low[start:end] for word in ("trực tuyến", "điểm cầu", "truyền hình")):
        return None
    match = _ONLINE.search(text.low, start, end)
    return match.span() if match else None


def find_bridge(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The bridge point from which the report is written: 'dự điểm cầu Đà Nẵng'."""
    match = _BRIDGE.search(text.flat, start, end)
    return match.span("place") if match and match["place"] != "điểm cầu" else None
