"""Who chaired: the people whom the words of chairing name, before them, after them, or under a picture."""

from __future__ import annotations

import re

from crawler.meetings.names import find_name
from crawler.meetings.people import Mention, read_people
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

_CHAIRING = re.compile(
    r"(?<!\w)(?:đồng )?(?:chủ trì|chủ tọa)(?!\w)|(?<!\w)điều hành(?= (?:hội nghị|kỳ họp|phiên|cuộc họp|buổi"
    r"|đại hội|hội thảo))|(?<!\w)đoàn chủ tịch(?= (?:gồm|có))"
)
_DUTY = re.compile(
    r"(?:,? phối hợp|,? tham mưu| xây dựng| thực hiện| triển khai| soạn thảo| xử lý| giải quyết| giúp| tổng hợp"
    r"| nghiên cứu| đề tài| dự án| rà soát| hướng dẫn"
    r"| (?:buổi |cuộc )?họp báo| lễ| đón| tiếp(?! xúc)| khối| việc| công tác| đề án)(?!\w)"
)
_MEETING_AFTER = re.compile(
    rf"(?:[ ,]+(?:và|cùng|điều hành|phát biểu|khai mạc|kết luận|chỉ đạo|tham dự|trực tiếp|đồng|chủ trì|buổi|cuộc"
    rf"|phiên|các|toàn bộ|nội dung|ngày|làm việc|thứ|nhất|hai|lễ|dự|tại))*[ ,]*(?:{EVENT}|họp|làm việc|nghe)(?!\w)"
    r"|[ ,]+(?:(?:tại|ở) )?(?:các )?(?:điểm cầu|đầu cầu)|\s*[.…]?\s*$|[,;]| \(|\)"
)
_AFTER_LIST = re.compile(
    rf"(?: và điều hành| điều hành|, điều hành)?(?: (?:buổi|cuộc|phiên))?(?: (?:{EVENT}|buổi lễ"
    rf"|họp))?[^:,;.\n]{{0,60}}?\s(?:là|có|gồm có|gồm|bao gồm|do)(?: có)?(?:\s|:)"
    rf"|(?: và điều hành)?(?: (?:{EVENT}))?(?: [^:,;.\n]{{0,50}}?)?:\s*|(?: (?:{EVENT}))? (?=phó |giám đốc|bí thư"
    rf"|chủ tịch|đồng chí|đ/c|ông |bà )|(?: (?:{EVENT})), (?=phó |giám đốc|bí thư|chủ tịch|đồng chí|đ/c|ông |bà )"
)
_OPENING = re.compile(r"^[\s\"(-]*(?:tham dự và |dự và |(?:cùng|đồng|tham gia) |tới dự và |đến dự và )?$")
_ASSIGNED = re.compile(
    r"(?<!\w)(?:giao(?! thông| dịch| ban| lưu)|phân công|yêu cầu|đề nghị|sẽ|để|ủy quyền"
    r"|(?<!bầu )(?<!ứng )(?<!đề )cử)(?!\w)[^;]{0,120}$"
)
_SPEECH = re.compile(
    r"(?<!\w)(?:cho biết|phát biểu (?:tại|khai mạc|kết luận|chỉ đạo)[^,;]{0,30},|nhấn mạnh|khẳng định|cho rằng"
    r"|nêu rõ)(?!\w)"
)
_DO = re.compile(r"(?<!\w)(?:do|dưới sự) ")
_UNDER = re.compile(r"dưới sự (?:đồng )?$")


def find_chairs(text: Text) -> list[Mention]:
    """People named as chairing, each once, in order, with the posts of the first mention that gives any."""
    chairs: dict[str, Mention] = {}
    for match in _CHAIRING.finditer(text.low):
        for person in _around(text, match.start(), match.end()):
            key = text.low[slice(*person.name)]
            known = chairs.get(key)
            if known is None:
                chairs[key] = person
            elif not known.posts:
                known.posts.extend(person.posts)
    return list(chairs.values())


def _around(text: Text, start: int, end: int) -> list[Mention]:
    sentence_start, sentence_end = text.sentence_at(start)
    before = text.low[sentence_start:start]
    after = text.low[end:sentence_end]
    if _DUTY.match(after):
        return []
    if _UNDER.search(before):
        of = re.match(r" của\s*:?\s*", after)
        return read_people(text, end + of.end(), sentence_end) if of else []
    listed = _AFTER_LIST.match(after)
    if (
        _OPENING.match(before)
        or text.low[start:end].startswith("đoàn")
        or (listed and re.search(r"[;,] (?:đồng )?$", before) and listed[0].endswith((":", ": ")))
    ):
        if not listed:
            return []
        first = end + listed.end()
        on_lines = not text.low[first:sentence_end].strip(" :")
        return read_people(text, first, _list_end(text, sentence_end) if on_lines else sentence_end)
    if not _MEETING_AFTER.match(after) and not re.search(rf"(?<!\w){EVENT}(?!\w)", before):
        return []
    if _ASSIGNED.search(before):
        return []
    begin = sentence_start
    for pattern in (_DO, _SPEECH):
        for found in pattern.finditer(before):
            begin = sentence_start + found.end()
    return read_people(text, _without_opening(text, begin, start), start, strict=False)


_WHEN_OPENING = re.compile(
    r"[\s\"(-]*(?:(?:vào )?(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày|hôm nay|hôm qua|trong|từ|lúc|vừa qua|mới đây"
    r"|thực hiện|nhằm|để|tại|tham dự|cùng|ảnh)(?!\w)[^;]*?,\s+|(?:sáng|chiều|tối"
    r"|ngày)[^,;]{0,25}?\d\d?[-/.]\d\d?(?:[-/.]\d{4})?,?\s+)"
)


def _without_opening(text: Text, begin: int, start: int) -> int:
    """Past the words of time, place and purpose that open a sentence."""
    at = begin
    for _ in range(6):
        match = _WHEN_OPENING.match(text.low, at, start)
        if not match or find_name(text.flat[at : match.end()]):
            return at
        at = match.end()
    return at


def _list_end(text: Text, end: int) -> int:
    """End of a list that goes on over the following lines, each an item."""
    at = end
    for first, last in text.sentences:
        if first < end:
            continue
        if first - at > 4 or not re.match(r"[-+*•]|(?:đồng chí|đ/c|ông|bà)(?!\w)", text.low[first : first + 12]):
            break
        at = last
    return at
