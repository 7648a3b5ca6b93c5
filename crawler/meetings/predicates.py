"""What governs a mention of a meeting: the predicates before and behind the noun, and what they say of it.

A mention is read by the words that govern it, not by those that happen to stand in its sentence: the verb that has it
as object ("tổ chức hội nghị"), the verb that has it as subject ("kỳ họp khai mạc"), the preposition that makes it the
place of a speech or a vote ("tại kỳ họp, đại biểu bầu …"), or the noun that it only qualifies ("nghị quyết hội nghị").
"""

from __future__ import annotations

import re

from crawler.meetings.scan import last_words, may_end
from crawler.meetings.vocabulary import EVENT

_PLANNING = (
    r"kế hoạch|công tác|chuẩn bị|hướng dẫn|về việc|việc|phục vụ|yêu cầu|đề nghị|quy định|thông báo|quy chế"
    r"|giấy mời|chương trình|tham mưu"
    r"|phương án|thời gian|giao|phân công|cần|phải|khẩn trương|chủ động|tiếp tục|thường xuyên|quyết định|mong muốn|để"
    r"|lịch|không"
)
_HOLDING = (
    r"chỉ đạo(?= thành công)|tiếp tục|tổ chức|khai mạc|bế mạc|tiến hành|diễn ra|triệu tập|chủ trì|đồng chủ trì"
    r"|chủ tọa"
    r"|đồng chủ tọa|điều hành|tham dự|dự|có|họp|mở|bước vào|hoàn thành|long trọng"
    r"|tổng kết"
)
_HELD_HOW = (
    r"thành công|và|chỉ đạo|phát biểu|chỉ đạo,|các|một|cuộc|buổi|phiên|lễ|đồng|điều hành|trực tiếp|cùng|đã|tại"
    r"|trọng thể|trọng thể|làm việc|hình thức|trang trọng|long trọng|nhanh|khẩn|trao đổi|hội đàm|diễn ra|ngày|thứ"
    r"|gặp gỡ,?|nhất|hai|ba|bế mạc|khai mạc|phiên"
)
_BEFORE_HELD = re.compile(rf"(?<!\w)(?P<verb>{_HOLDING})(?: (?:{_HELD_HOW}))*[ ,]*[\"']?$")
_BEFORE_HELD_ENDS = last_words(f"{_HOLDING}|{_HELD_HOW}")
AFTER_HELD = re.compile(
    r"(?P<gap>(?:[^.;\n]|(?<=tp)\.){0,220}?)(?<!\w)(?P<verb>(?:đã |được |chính thức |vừa |long trọng )*"
    r"(?:diễn ra|khai mạc|bế mạc|được tổ chức|được tiến hành|tổ chức|bước vào|do .{3,120}? chủ trì|thành công tốt đẹp"
    r"|có sự tham dự|có sự tham gia|kết thúc|hoàn thành|tiến hành|tiếp tục|bầu|bước sang|họp(?= phiên)"
    r"|nghe|thảo luận|xem xét|cho ý kiến|biểu quyết|thống nhất|nhất trí|hiệp thương|thông qua|quyết nghị|miễn nhiệm"
    r"|bãi nhiệm|phê chuẩn|bỏ phiếu|lấy phiếu|kiện toàn|tiến hành bầu))(?!\w)"
)
"""A verb whose subject the mention is."""
_AHEAD = r"(?:sẽ|dự kiến|sắp(?: tới)?|tới đây|chuẩn bị)"
BEFORE_FUTURE = re.compile(rf"(?<!\w){_AHEAD}(?:,? (?!báo cáo|hồ sơ|nội dung)\w+){{0,2}},? ?$")
"""'sẽ' before the verb of holding, at most two words apart."""
_AFTER_FUTURE = re.compile(
    r"(?P<gap>[^.;\n]{0,160}?)(?<!\w)(?:sẽ|dự kiến|sắp|tới đây)(?: (?:sẽ|được|chính thức|long trọng))*"
    r" (?:diễn ra|tổ chức|khai mạc|họp|tiến hành|vào (?:sáng|chiều|ngày|cuối|đầu|giữa|tháng|thời)|bế mạc)(?!\w)"
)
_FUTURE_SIGNS = ("sẽ ", "dự kiến ", "sắp ", "tới đây ")
SUMMONS = re.compile(
    r"(?<!\w)(?<!đã )(?<!vừa )(?:triệu tập|mời|giấy mời)(?! (?:họp|bị can|đối tượng|nhân chứng))(?: [^.;\n]{0,70}?)?"
    r"(?: (?:tham dự|dự|đến dự|tới dự|tham gia))?(?: các)? ?$"
)
"""Those who are to attend are called: 'triệu tập đại biểu HĐND dự kỳ họp'."""
_PARENTHESIS = re.compile(r"\([^)]*\)|- kỳ họp (?:chuyên đề|thường lệ|bất thường|không thường lệ|cuối năm|giữa năm)")
_OCCURS = re.compile(r"(?<!\w)(?:diễn ra|khai mạc|bế mạc|được tổ chức|kết thúc)(?!\w)")
_PUTS_OFF = ("hoãn", "lùi", "dời", "tạm dừng")
_POSTPONED = re.compile(
    r"(?<!\w)(?:hoãn|lùi|tạm hoãn|dời|tạm dừng)(?: (?:lại|thời gian|thời điểm|ngày|việc|tổ chức|khai mạc|tiến hành))*"
    r" ?$"
)
_POSTPONED_AFTER = re.compile(r"[^.;\n]{0,60}? (?:bị|được|phải|tạm|tạm thời)(?: tạm)? (?:hoãn|lùi|dời)(?! \w+ phiếu)")
_CANCELLED = re.compile(r"(?<!\w)(?:hủy|hủy bỏ|dừng|không)(?: (?:việc|tổ chức|kế hoạch))+ ?$|(?<!\w)(?:hủy|hủy bỏ) ?$")
_CANCELLED_ENDS = frozenset({"hủy", "bỏ", "việc", "chức", "hoạch"})
_CANCELLED_AFTER = re.compile(r"[^.;\n]{0,60}? (?:bị|được|đã|phải) (?:hủy|hủy bỏ)(?!\w)")
_CITERS = (
    r"nghị quyết|kết luận|tinh thần|chỉ thị|nội dung|kết quả|sau|trước|trước thềm|chào mừng|hướng tới"
    r"|tiến tới|thành công của|văn kiện|phục vụ|theo|triển khai|quán triệt|tuyên truyền|thực hiện|bên lề"
    r"|thông báo|biên bản|quy chế|chương trình|kế hoạch|lịch|báo cáo|công tác|chuẩn bị|các kỳ|(?<!giải )trình|từ|kể từ"
    r"|giữa hai|thời gian|thời điểm|địa điểm|dự kiến|tờ trình|dự thảo|chỉ tiêu|nhiệm vụ|các nghị quyết|mục tiêu"
    r"|để|về|bằng|đưa ra|trình ra|công nghệ|hệ thống|thiết bị|giải pháp"
)
_CITED_THROUGH = (
    r"của|tại|các|cho|kết quả|nghị quyết|phiên|khai mạc|công tác|chuẩn bị|tổ chức|và|số [\w/-]+|kỳ|những"
    r"|nội dung|cuộc|trong|được|thông qua|một số|trung ương|chương trình|sau|phục vụ|diễn ra|việc|đại biểu|một|hơn"
    r"|nửa|gần|\d+"
)
_CITING = re.compile(rf"(?<!\w)(?:{_CITERS})(?: (?:{_CITED_THROUGH}))* ?$")
_CITING_ENDS = last_words(f"{_CITERS}|{_CITED_THROUGH}")
COMPOUND = re.compile(
    r"(?<!\w)(?:hệ thống|trung tâm|phòng|nhà|sảnh|công nghệ|thiết bị|phần mềm|hội trường|phòng họp|màn hình|quy chế"
    r"|chế độ|đường truyền)(?: (?:các|phục vụ|tổ chức|quản lý))* ?$"
)
"""A noun that the mention only names the kind of: a centre, a system, a room."""
_PLANNED = re.compile(rf"(?<!\w)(?:{_PLANNING})(?: \w+)? ?$")
_PLANNED_WORDS = 3
"""So many words a match of it has at most."""
_IN_ORDER_TO = re.compile(r"(?<!\w)(?:để|nhằm|tạo (?:mọi )?điều kiện)(?!\w)[^,]{0,60}$")
_PURPOSES = ("để", "nhằm", "điều kiện")
NOT_HELD = re.compile(
    r"(?<!\w)(?:(?:kế hoạch|chuẩn bị|hướng dẫn|về việc|việc|yêu cầu|đề nghị|quy định|quy chế|giấy mời"
    r"|phân công|cần|phải"
    r"|thường xuyên|để|lịch|không|lề lối|tác phong|cách|tuổi|khi|từng|thời gian|chương trình|môi trường|được|thời giờ)"
    r"(?: (?!đến|đã)\w+)?|(?:ngày|giờ|buổi|sau \w+ ngày|phòng|biên bản|cuộc)) ?$"
)
"""What keeps 'họp' and 'làm việc' from being the predicate of the sentence."""
CHAIRS = re.compile(r"(?<!\w)(?:chủ trì|chủ tọa)(?: (?:cuộc|buổi|phiên))? $")
PLACED = re.compile(r"(?<!\w)(?:tại|trong|ở|qua|theo)(?: (?:buổi|cuộc|phiên|chính|ngay|khuôn khổ))* $")
PLACED_VERB = re.compile(r"(?<!\w)(?:tại|trong|của|về|sau|trước|kết luận)(?: (?:cuộc|buổi|phiên))? $")
ABOUT = re.compile(rf"(?<!\w)(?:nghị quyết|kết luận|ban hành|chuẩn bị)(?!\w)|(?<!\w){EVENT}(?!\w)")
_IN_COURSE = re.compile(
    r"(?<!\w)(?:tiếp tục|thực hiện|theo|trong|bước vào|kết thúc) (?:chương trình|ngày làm việc|phiên làm việc|nội dung)"
    r"(?: (?!chuẩn bị)[^,.;]{0,30})? ?$"
    r"|(?<!\w)(?:buổi|ngày|phiên) làm việc(?: [^,.;]{0,20})? của $"
)
_COURSES = ("chương trình", "làm việc", "nội dung")
SUBORDINATE = re.compile(r"(?<!\w)(?:sau khi|trước khi|khi|nếu|trong khi)(?!\w)[^,;]{0,70}$")
"""The clause only says when something else happens."""
AFTERWARDS = re.compile(
    r"(?<!\w)(?:ngay )?sau (?:khi|chỉ đạo|yêu cầu|phát biểu|ý kiến|kết luận|phản ánh)(?!\w)[^,;]{0,90}$"
    r"|(?<!\w)trong bối cảnh(?!\w)[^,;]{0,90}$"
    r"|(?<!\w)(?:ban hành|thông báo kết luận|thông báo số|có văn bản|có công văn|có thông báo)(?!\w)[^;]{0,150}$"
)
"""What happened after or beside the meeting is told, or a document that it led to, and not the meeting."""
TOLD = re.compile(r"(?<!\w)(?:cho biết|cho hay|xác nhận)(?!\w)[^.;:\n]{0,90}$")
"""'họp' and 'làm việc với' in what somebody tells: a fact of the story, and no report of the meeting."""
TOLD_BY = re.compile(r"(?<!\w)(?:ông|bà)(?!\w)[^.;:\n]{3,90}(?:cho biết|cho hay|xác nhận)(?!\w)[^.;:\n]{0,70}$")
"""The same of a noun, where a person tells it."""
_BESIDE = re.compile(rf"(?<!\w)bên lề (?:các )?{EVENT}[^.;\n]{{0,60}} - $")
GENERIC = re.compile(r" (?:đảng |đảng bộ |chi bộ |cấp ủy )?(?:ở )?(?:các cấp|các địa phương|cơ sở)(?!\w)")
"""'đại hội đảng bộ các cấp': many meetings of a kind."""
IDENTIFIES = re.compile(r"\s*(?:đây|đó) (?:cũng )?(?:là|chính là) ")
"""'Đây là kết quả … tại hội nghị': the sentence says at which meeting the news arose."""
_TAKES_PLACE = re.compile(r"[^.;\n]{0,110}?(?<!\w)(?:diễn ra|tổ chức)(?: vào)?(?: (?:sáng|chiều|tối))?,? ngày \d")
NOMINAL = re.compile(
    r"(?<!\w)(?:chất lượng|hoạt động|công tác|hình thức|tăng|việc|nội dung|chương trình|lịch|kế hoạch"
    r"|trước|sau|về|qua|đợt"
    r"|hiệu quả|tăng cường|đổi mới|điểm|tại các điểm|cho) ?$"
)
"""'tiếp xúc cử tri' as a noun: work of that kind, and no meeting."""
PLACED_PROGRAMME = re.compile(r"(?<!\w)(?:tại|trong)(?: khuôn khổ)? chương trình $")
POLICE = re.compile(r"(?<!\w)(?:công an|csgt|luật sư|cảnh sát|chị|anh|nạn nhân|bị can|gia đình)(?!\w)[^,;.]{0,40}$")
"""Who is questioned by or speaks to the police holds no meeting."""
WITH_POLICE = re.compile(
    r" với (?:các )?(?:cơ quan (?:công an|cảnh sát điều tra|điều tra|csđt)|csgt|tổ công tác" r"|luật sư)(?!\w)"
)
WITH_PRESS = re.compile(r" với (?:phóng viên|báo|pv|báo chí|nhà báo)(?!\w)")
_MANY = "các|những|nhiều|mỗi|từng|mọi"
_SITTINGS = "cuộc|buổi|phiên"
_SEVERAL = re.compile(rf"(?<!\w)(?:{_MANY})(?: (?:{_SITTINGS}))? $")
_SEVERAL_ENDS = last_words(f"{_MANY}|{_SITTINGS}")
AT = re.compile(
    r"(?<!\w)(?:tại|trong|kết thúc|phát biểu(?: \w+){0,4}|kết luận|khai mạc|bế mạc|dự|tham dự|đến dự|tới dự|chỉ đạo"
    r"|của|toàn cảnh|quang cảnh|đại biểu|đề nghị|trước|sau|theo|báo cáo(?: \w+){0,2}|diễn ra|nội dung)"
    r"(?: (?:tại|các|buổi|toàn thể|trên|chỉ đạo|,))* $"
)
DOING = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|chỉ đạo|cho biết|cho rằng|cho hay|nhấn mạnh|khẳng định|phát biểu|kết luận|báo cáo"
    r"|trình bày|thông qua|bầu|miễn nhiệm|biểu quyết|thảo luận|nghe|chất vấn|trả lời|giải trình|kiến nghị|phản ánh|nêu"
    r"|đánh giá|ghi nhận|công bố|trao đổi|thống nhất|xem xét|tham luận|chia sẻ|thông tin|lưu ý|đề xuất|góp ý"
    r"|cho ý kiến|giao|quán triệt|đề cập|bày tỏ|bỏ phiếu|lấy phiếu|ký kết|biểu dương|tặng|trao|được nghe|nhất trí"
    r"|đóng góp|giải đáp|tháo gỡ|lắng nghe|ký|tuyên dương|khen thưởng|tiếp thu|thông báo|hứa|truy"
    r"|tặng thưởng|giới thiệu|có ý kiến|phát biểu|nhận định|thừa nhận|giải thích|phân tích|cảnh báo|kêu gọi|cam kết"
    r"|tuyên bố|chỉ ra)(?!\w)"
)
"""What is said, voted and decided at a meeting: with it the place of a speech is the meeting that is reported."""
EARLIER = re.compile(
    r"(?: \w+){0,3} (?:vừa qua|vừa rồi|trước đó|lần trước|hôm trước|năm ngoái|tuần trước|tháng trước|trước đây)(?!\w)"
)
"""A meeting before the one that is reported."""


DAY_NEAR = re.compile(
    r"[^.;\n]{0,110}?(?<!\w)(?:(?:ngày|sáng|chiều|tối|hôm nay|hôm qua)[ ,(]+(?:nay|qua|ngày)?[ ,(]*"
    r"\d{1,2}\s?[-/.]\s?\d{1,2}|(?:sáng|chiều|tối|hôm) (?:nay|qua))(?!\w)"
)
"""A day behind the mention that it belongs to: 'tại cuộc họp giao ban ngày 6/2'."""
_WORD_START = r"(?<!\w)"
_TO_COME = re.compile(rf"{_WORD_START}sẽ(?: \w+){{0,3}} {DOING.pattern.removeprefix(_WORD_START)}")


def held_before(before: str) -> re.Match[str] | None:
    """The verb of holding, chairing or attending whose object the mention behind `before` is, and all behind it."""
    return _BEFORE_HELD.search(before) if may_end(before, _BEFORE_HELD_ENDS) else None


def future_after(after: str) -> re.Match[str] | None:
    """'Kỳ họp thứ 5 … sẽ diễn ra': the words to the verb; those between are its group `gap`."""
    return _AFTER_FUTURE.match(after) if any(sign in after for sign in _FUTURE_SIGNS) else None


def is_postponed(before: str, after: str) -> bool:
    """Whether the words round a mention put the meeting off."""
    if not any(verb in before or verb in after for verb in _PUTS_OFF):
        return False
    return _POSTPONED.search(before) is not None or _POSTPONED_AFTER.match(after) is not None


def is_cancelled(before: str, after: str) -> bool:
    """Whether the words round a mention say that the meeting is not held."""
    ends = may_end(before, _CANCELLED_ENDS) and _CANCELLED.search(before) is not None
    return ends or ("hủy" in after and _CANCELLED_AFTER.match(after) is not None)


def is_cited(before: str) -> bool:
    """Whether a noun or preposition makes the mention behind it a mere qualifier."""
    number = before[-1:].isdigit() or before[-2:-1].isdigit() or " số " in before
    return (number or may_end(before, _CITING_ENDS)) and _CITING.search(before) is not None


def is_beside(before: str) -> bool:
    """Whether the mention is in apposition to a meeting in whose margin something was said: 'bên lề cuộc họp … - '."""
    return before.endswith(" - ") and "bên lề" in before and _BESIDE.search(before) is not None


def is_planned(before: str) -> bool:
    """Whether the words before a verb of holding make it a plan, a duty or a request."""
    few = before.rsplit(" ", _PLANNED_WORDS + 1)
    return _PLANNED.search(before, len(few[0]) if len(few) > _PLANNED_WORDS + 1 else 0) is not None


def is_purpose(before: str) -> bool:
    """Whether the words before a verb of holding make it what something else is for: 'để tổ chức'."""
    return any(sign in before for sign in _PURPOSES) and _IN_ORDER_TO.search(before) is not None


def is_in_course(before: str) -> bool:
    """In the course of a session: 'Tiếp tục chương trình Kỳ họp thứ ba'."""
    return any(sign in before for sign in _COURSES) and _IN_COURSE.search(before) is not None


def are_several(before: str) -> bool:
    """'các', 'nhiều cuộc': the mention is of several meetings."""
    return may_end(before, _SEVERAL_ENDS) and _SEVERAL.search(before) is not None


def other_meeting(gap: str) -> bool:
    """Whether the words between a mention and its verb name another meeting or a document, appositions aside."""
    return ABOUT.search(_PARENTHESIS.sub("", gap)) is not None


def is_to_come(before: str) -> bool:
    """'sẽ trả lời chất vấn tại kỳ họp': what is done at the meeting is still to come."""
    return _TO_COME.search(before) is not None


def takes_place(after: str) -> bool:
    """Whether the words behind a mention say on which day it took place: 'diễn ra vào ngày 12/12'."""
    return "ngày" in after and _TAKES_PLACE.match(after) is not None


def occurs_before(gap: str) -> bool:
    """Whether the words between a mention and 'sẽ' say already that it takes place."""
    return _OCCURS.search(gap) is not None
