"""Who spoke or reported at a meeting, and what of it the report sets down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from crawler.meetings.people import Mention, Spot, last_person, read_people, subject_start
from crawler.meetings.scan import matches
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import UPPER
from crawler.model.items import ParticipantRole

MOST = 120
"""Verbs of speech that are read at most."""
LONGEST_QUOTE = 1500
NEAR = 45
"""A capital stands this near before the verb where its subject is a person: a name or a post has one."""

_SAYS = (
    r"nhấn mạnh|cho biết|cho hay|cho rằng|khẳng định|yêu cầu|đề nghị|nêu rõ|lưu ý|chia sẻ|bày tỏ|mong muốn|kiến nghị"
    r"|đề xuất|thông tin|chỉ rõ|đánh giá cao|đánh giá|ghi nhận|nói|giao nhiệm vụ|chỉ đạo|gợi mở"
    r"|lý giải|nhận định|cam kết"
)
_SPEAKS = (
    r"phát biểu(?: khai mạc| bế mạc| kết luận| chỉ đạo| chào mừng| ý kiến| tham luận| thảo luận| đề dẫn)?|kết luận"
    r"|giải trình|trả lời|làm rõ|cảm ơn|quán triệt|nêu(?! gương)|tham luận|biểu dương|tiếp thu"
)
_REPORTS = r"thông qua|trình(?! độ)|báo cáo|trình bày|thông báo|công bố|đọc"
_VERB = re.compile(
    rf"(?<!\w)(?<!đề )(?<!theo )(?<!được )(?<!nghe )(?:(?P<says>{_SAYS})|(?P<speaks>{_SPEAKS})"
    rf"|(?P<reports>{_REPORTS}))(?!\w)"
)
_NESTED = re.compile(r"\([^)]*\)\??")
_WORDS = tuple(sorted({word for group in (_SAYS, _SPEAKS, _REPORTS) for word in _NESTED.sub("", group).split("|")}))
_ADVERB = re.compile(r"[ ,]+(?:đã|vừa|cũng|tiếp tục|lần lượt|trực tiếp|đồng thời)$")
_ADVERBS = re.compile(
    r"[ ,)]*(?:(?:đã|cũng|tiếp tục|trực tiếp|thay mặt [^,;.]{3,80},?|một lần nữa|đồng thời|cho rằng,"
    r"|phát biểu|và|có bài"
    r"|có|lên|lần lượt|thẳng thắn|trân trọng|vui mừng|thống nhất|đồng tình|tham dự|dự|chủ trì|kết luận|bày tỏ)[ ,]+)*"
)
"""What may stand between a person and the verb."""
_SHORT_POST = re.compile(rf"[ -]+[{UPPER}][{UPPER}&.-]+(?:[ -]+[\w&-]+){{0,6}} (?:đã )?")
"""A post in letters that no list has: 'Lê Văn Hòa PBT - CT HĐND xã đã đánh giá'."""
_AND_VERB = re.compile(r" \w[^,.;:()\n]{0,60} và ")
_INTRODUCED = re.compile(r"\s*(?:rằng|là|việc)?\s*[,:]?\s*")
_ACCORDING = re.compile(r"(?<!\w)theo (?=(?:ông|bà|đồng chí|đ/c|phó |chủ tịch|giám đốc|bí thư|trưởng |chánh ))")
_OF_WORDS = (
    "phát biểu",
    "chỉ đạo",
    "khẳng định",
    "yêu cầu",
    "chia sẻ",
    "nhấn mạnh",
    "ý kiến",
    "nhận xét",
    "nhắn nhủ",
    "lời",
)
_OF = re.compile(
    r"(?:phát biểu|chỉ đạo|khẳng định|yêu cầu|chia sẻ|nhấn mạnh|ý kiến|nhận xét|nhắn nhủ|lời)(?: \w+){0,3}? của"
    r"(?= (?:ông|bà|đồng chí|đ/c|phó|chủ tịch|giám đốc|bí thư|trưởng|ủy viên|thủ tướng|bộ trưởng|thứ trưởng)(?!\w)) "
)
"""'Đó là khẳng định của ông …'"""
_QUOTE_OPENS = re.compile(r"[^\"\n]{0,40}:\s*\"")
_QUOTE_BEFORE = re.compile(r"\"([^\"\n]{10,800})\"?[,.]?\s*$")


@dataclass(frozen=True, slots=True)
class Speech:
    """A person who spoke, in which role, and where what was said stands."""

    mention: Mention
    role: ParticipantRole
    said: Spot | None


def find_speeches(text: Text) -> list[Speech]:
    """Everybody named as the subject of a verb of speech, in order; one person may come several times."""
    found: list[Speech] = []
    floor = 0
    for match in islice(matches(_VERB, text.low, _WORDS), MOST):
        first, last = text.sentence_at(match.start(), 700)
        start = max(first, floor)
        if text.flat[match.start()].isupper():
            continue  # part of a name: 'Sở Thông tin'
        if speaker := _subject(text, start, match.start()):
            role = ParticipantRole.REPORTER if match["reports"] else ParticipantRole.SPEAKER
            said = _said(text, match.end(), last, start) if match["says"] else _quoted(text, match.end(), last)
            found.append(Speech(speaker, role, said))
            floor = match.end()
    for match in islice(matches(_ACCORDING, text.low, ("theo ",)), MOST):
        found.extend(_according(text, match.end()))
    for match in islice(matches(_OF, text.low, _OF_WORDS), MOST):
        _, last = text.sentence_at(match.end(), 700)
        people = read_people(text, match.end(), last)[:1]
        if people and people[0].name[0] - match.end() < 120:
            found.append(Speech(people[0], ParticipantRole.SPEAKER, None))
    return sorted(found, key=lambda speech: speech.mention.name)


def _subject(text: Text, start: int, verb: int) -> Mention | None:
    """The one person whose name or last post ends right before the verb."""
    near = max(start, verb - NEAR)
    if verb - start < 5 or text.flat[near:verb] == text.low[near:verb]:
        return None
    stop = start + len(text.low[start:verb].rstrip(" ,"))
    while adverb := _ADVERB.search(text.low, max(start, stop - 14), stop):
        stop = adverb.start()
    last = last_person(text, subject_start(text, start, stop), stop)
    if last is None:
        return None
    end = max([last.name[1], *(post[1] for post in last.posts)])
    follows = _ADVERBS.fullmatch(text.low, end, verb) or not text.low[end:verb].strip(" ,)")
    return (
        last
        if follows or _SHORT_POST.fullmatch(text.flat, end, verb) or _AND_VERB.fullmatch(text.low, end, verb)
        else None
    )


def _said(text: Text, start: int, end: int, first: int) -> Spot | None:
    """The words behind the verb, a whole quotation or the rest of the sentence; else a quotation before it."""
    at = _INTRODUCED.match(text.low, start, end)
    begin = at.end() if at else start
    if quoted := _quoted(text, start, end):
        return quoted
    if end - begin >= 10:
        return begin, _right(text, begin, end)
    before = _QUOTE_BEFORE.search(text.flat, max(0, first - LONGEST_QUOTE), first)
    return before.span(1) if before else None


def _quoted(text: Text, start: int, end: int) -> Spot | None:
    """A quotation that begins in the rest of the sentence, to its closing mark."""
    opening = _QUOTE_OPENS.match(text.flat, start, end + 2)
    if opening is None:
        return None
    closing = text.flat.find('"', opening.end(), opening.end() + LONGEST_QUOTE)
    return (opening.end(), closing) if closing - opening.end() > 9 else None


def _according(text: Text, start: int) -> list[Speech]:
    """'Theo ông Lê Văn Hòa, Giám đốc Sở, …'"""
    _, last = text.sentence_at(start, 700)
    comma = text.flat.find(",", start, last)
    people = read_people(text, start, last, strict=True)[:1] if comma > 0 else []
    if not people:
        return []
    end = max([people[0].name[1], *(post[1] for post in people[0].posts)])
    if not text.flat.startswith(",", end) or last - end < 15 or people[0].name[0] - start > 30:
        return []
    return [Speech(people[0], ParticipantRole.SPEAKER, (end + 2, _right(text, end + 2, last)))]


def _right(text: Text, start: int, end: int) -> int:
    while end > start and text.flat[end - 1] in ' ."':
        end -= 1
    return end
