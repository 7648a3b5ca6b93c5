"""Who chaired: the people whom the words of chairing name, before them, after them, or under a picture."""

from __future__ import annotations

import re

from crawler.meetings.people import Mention, read_people, subject_start
from crawler.meetings.scan import matches
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

_CHAIRING = re.compile(
    r"(?<!\w)(?:đồng )?(?:chủ trì|chủ tọa)(?:(?:,| và|, và)? (?:chủ trì|điều hành))?(?!\w)"
    r"|(?<!\w)điều hành(?= (?:hội nghị|kỳ họp|phiên|cuộc họp|buổi|đại hội|hội thảo))"
    r"|(?<=dưới sự )điều hành(?= của)"
    r"|(?<!\w)đoàn chủ tịch(?= (?:gồm|có))"
)
_FIRST_WORDS = ("đồng chủ t", "chủ trì", "chủ tọa", "điều hành", "đoàn chủ tịch")
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
_POST_FIRST = (
    r"(?=phó |giám đốc|bí thư|chủ tịch|đồng chí|đ/c|ông |bà |thủ tướng |bộ trưởng|thứ trưởng|trưởng |ủy viên|tổng "
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá) |chánh )"
)
_AFTER_LIST = re.compile(
    rf"(?: (?:buổi|cuộc|phiên))?(?: (?:{EVENT}|buổi lễ|họp))?[^:,;.(\n]{{0,60}}?"
    r"\s(?:là|có|gồm có|gồm|bao gồm|do)(?: có)?[\s:]"
    rf"|(?: {EVENT})?(?: [^:,;.(\n]{{0,50}}?)?:\s*"
    rf"|(?: {EVENT})? {_POST_FIRST}|(?: {EVENT}), {_POST_FIRST}"
)
"""What stands between a sentence's opening 'Chủ trì' and the people: 'hội nghị có các đồng chí:'."""
_OPENING = re.compile(r"^[\s\"(-]*(?:tham dự và |dự và |(?:cùng|đồng|tham gia) |tới dự và |đến dự và )?$")
_ASSIGNED = re.compile(
    r"(?<!\w)(?:giao(?! thông| dịch| ban| lưu)|phân công|yêu cầu|đề nghị|sẽ|để"
    r"|(?<!thừa )(?<!được )(?<!sự )ủy quyền(?! (?:của|trưởng|chủ tịch|giám đốc|bí thư))"
    r"|(?<!bầu )(?<!ứng )(?<!đề )cử)(?!\w)[^;]{0,120}$"
)
_ANEW = re.compile(r"[;,] (?:đồng )?$")
_EARLIER = re.compile(
    r"\W*(?:hồi (?:(?:đầu|giữa|cuối) )?(?:tháng|năm)|trước đây|(?:tháng|tuần|năm) (?:trước|ngoái))(?!\w)"
)
"""'Hồi tháng 2, … đã chủ trì cuộc họp': another meeting."""
_MEETING = re.compile(rf"(?<!\w){EVENT}(?!\w)")
_UNDER = re.compile(r"dưới (?:sự )?(?:đồng )?$")


def find_chairs(text: Text) -> list[Mention]:
    """People named as chairing, each once, in order, with the posts of the first mention that gives any."""
    chairs: dict[str, Mention] = {}
    found = list(matches(_CHAIRING, text.low, _FIRST_WORDS))
    for index, match in enumerate(found):
        floor = found[index - 1].end() if index else 0
        ceiling = found[index + 1].start() if index + 1 < len(found) else len(text)
        for person in _around(text, match.start(), match.end(), floor, ceiling):
            key = text.low[slice(*person.name)]
            known = chairs.get(key)
            if known is None:
                chairs[key] = person
            elif not known.posts:
                known.posts.extend(person.posts)
    return list(chairs.values())


def _around(text: Text, start: int, end: int, floor: int, ceiling: int) -> list[Mention]:
    """People named by the words of chairing at `start` to `end`; those before and after them have their own."""
    first, last = text.sentence_at(start)
    before = text.low[max(first, floor) : start]
    after = text.low[end:last]
    if _DUTY.match(after) or _EARLIER.match(text.low, first):
        return []
    if _UNDER.search(before):
        of = re.match(r" của\s*:?\s*", after)
        return read_people(text, end + of.end(), min(last, ceiling)) if of else []
    listed = _AFTER_LIST.match(after)
    if (
        _OPENING.match(before)
        or text.low.startswith("đoàn", start)
        or (listed and listed[0].rstrip().endswith(":") and _ANEW.search(before))
    ):
        if not listed:
            return []
        people = end + listed.end()
        on_lines = not text.low[people:last].strip(" :")
        return read_people(text, people, min(_list_end(text, last) if on_lines else last, ceiling))
    if not _MEETING_AFTER.match(after) and not _MEETING.search(before):
        return []
    if _ASSIGNED.search(before):
        return []
    return read_people(text, subject_start(text, max(first, floor), start), start, strict=False)


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
