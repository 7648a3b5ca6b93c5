"""What the meeting asked of whom: 'yêu cầu các sở, ngành khẩn trương rà soát … trước ngày 30/6'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from crawler.meetings.people import Spot
from crawler.meetings.scan import matches
from crawler.meetings.text import Text

MOST = 60

_ASKS = re.compile(
    r"(?<!\w)(?:yêu cầu|giao(?! thông| dịch| ban| lưu| đất| nhiệm)|giao nhiệm vụ(?: cho)?|chỉ đạo|đề nghị)\s+(?:cho )?"
    r"(?P<to>(?:các |lãnh đạo |thường trực |chủ tịch |thủ trưởng |giám đốc |người đứng đầu |cấp ủy"
    r"|chính quyền|từng |mỗi "
    r"|ngành |sở |ubnd|hđnd|ban |phòng |đơn vị|địa phương|đảng ủy|huyện|xã|phường|công an|văn phòng|đồng chí |ông |bà "
    r"|tỉnh|thành phố|bộ |cơ quan|chủ đầu tư|nhà thầu|ủy ban|mặt trận|hội |đoàn |liên đoàn|trung tâm|đại biểu|toàn "
    r"|bí thư|hai |cục |chi cục |doanh nghiệp|công ty)[^.;:\n\"]{0,160}?)\s*,?\s+(?:trong thời gian tới,? )?"
    r"(?P<do>(?:cần|phải|khẩn trương|tập trung|tiếp tục|đẩy mạnh|phối hợp|chủ trì|chỉ đạo|rà soát|tham mưu|xây dựng"
    r"|thực hiện|triển khai|tăng cường|chủ động|sớm|nghiêm túc|quan tâm|làm tốt|làm rõ|hoàn thành|hoàn thiện|báo cáo"
    r"|kiểm tra|nghiên cứu|tổ chức|đôn đốc|theo dõi|xử lý|giải quyết|quán triệt|bám sát|phát huy|nâng cao|đổi mới"
    r"|bảo đảm|đảm bảo|căn cứ|trên cơ sở|xem xét|có (?:kế hoạch|giải pháp|biện pháp|trách nhiệm)|cung cấp|tạo|hướng dẫn"
    r"|tuyên truyền|lập|thành lập|phân công|bố trí|hỗ trợ|khắc phục|thống kê|tiến hành|không"
    r"|phát triển|duy trì|giám sát"
    r"|thanh tra|điều tra|công khai|đánh giá|xác định|chấn chỉnh|tháo gỡ|thường xuyên|quyết liệt|khai thác|đưa|coi|rút"
    r"|lựa chọn|ưu tiên|đề xuất|chuẩn bị|huy động|cùng|giữ|thẩm định|trình|ban hành|đề ra|nêu cao|gương mẫu)(?!\w)"
    r"[^.;\n]{6,500})"
)
_LEFT = re.compile(r"(?<!\w)(?:theo|được|sự|do|công tác|ban|thực hiện|tăng cường|trực tiếp|ý kiến|văn bản)\s+$")
_DEADLINE = re.compile(
    r"(?<!\w)(?P<when>(?:(?:chậm nhất|xong|hoàn thành) )?(?:trước|đến(?: hết)?|trong|hết|vào"
    r"|đến trước)(?: (?:ngày|tháng|quý|năm"
    r"|cuối|đầu|giữa|tuần))+(?: này| tới| sau)?(?: \d{1,2}\s?[-/.]\s?\d{1,4}(?:[-/.]\d{4})?| [ivx]+(?:/\d{4})?| \d{1,4}"
    r"(?:/\d{4})?)?|trước \d{1,2}[-/.]\d{1,2}(?:[-/.]\d{4})?|chậm nhất [^,.;]{4,40})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the addressee, the words of the task and its deadline stand."""

    to: Spot
    text: Spot
    deadline: Spot | None


def find_tasks(text: Text) -> list[Asked]:
    """Tasks in order, at most `MOST`."""
    found: list[Asked] = []
    for match in islice(matches(_ASKS, text.low, ("yêu cầu", "giao", "chỉ đạo", "đề nghị")), MOST):
        if _LEFT.search(text.low, max(0, match.start() - 20), match.start()):
            continue
        start, end = match.span("do")
        while text.flat[end - 1] in ' ,"':
            end -= 1
        deadline = _DEADLINE.search(text.low, start, end)
        found.append(Asked(_to(text, *match.span("to")), (start, end), deadline.span("when") if deadline else None))
    return found


def _to(text: Text, start: int, end: int) -> Spot:
    while end > start and text.flat[end - 1] in " ,":
        end -= 1
    return start, end
