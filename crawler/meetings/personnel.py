"""Personnel acts of a meeting: who was elected, appointed, approved, moved or relieved, to or from which post.

Reports print an act in four forms: 'bầu đồng chí A giữ chức B', 'A được bầu giữ chức B', 'miễn nhiệm chức vụ B đối với
ông A' and 'A trúng cử chức B'. A form that names no person, or no post, gives no act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.people import Mention, Spot, read_people, subject_start
from crawler.meetings.people_words import POST
from crawler.meetings.scan import first_match, matches
from crawler.meetings.text import Text

_ACT = (
    r"bầu(?: bổ sung| kiện toàn)?|bầu lại|miễn nhiệm|bãi nhiệm|chuẩn y|bổ nhiệm|điều động|chỉ định"
    r"|phê chuẩn|luân chuyển"
    r"|phân công|trúng cử|tái đắc cử|tái cử|đắc cử|cho thôi|thôi giữ|kỷ luật|cách chức"
)
_VERB = re.compile(
    rf"(?<!\w)(?<!ứng )(?<!giới thiệu )(?<!trúng )(?<!phiếu )(?<!cuộc )(?<!kết quả )(?<!số"
    rf" )(?:(?P<passive>(?:được|bị)(?: (?!giới|đề|dự|hiệp)[\w%]+){{0,6}}? )?)(?P<act>{_ACT})"
    r"(?!\w)(?! (?:cử(?! làm)|dân|trời|chọn|không khí))"
)
_WORDS = tuple({"được ", "bị ", *re.sub(r"\([^)]*\)\??", "", _ACT).split("|")})
_PLAN = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|để|nhằm|chuẩn bị|đề nghị|đề xuất|trình|xem xét|giới thiệu|tờ trình|về việc"
    r"|danh sách|công tác"
    r"|quy trình|vì|mới|sau khi|nhằm|được giới thiệu|hồ sơ|ứng cử|từng|(?<!, )(?<!- )nguyên|trước đó|xin|do"
    r"|cử tri đi|thẩm quyền)(?!\w)(?: [^,.;:]{0,50})?$"
)
"""The act is proposed, planned or told of in passing."""
_PASSED = re.compile(
    r"(?<!\w)(?:thông qua|ban hành)(?: các| \d+| hai)?(?: tờ trình(?:,| và))?(?: nghị quyết)?(?: về)?"
    r"(?: (?:việc|xác nhận kết quả))* $"
)
"""'thông qua nghị quyết về việc miễn nhiệm …' is the act itself."""
_BIOGRAPHY = re.compile(r"\W*(?:từ (?:tháng|năm|ngày)|hồi|vào năm|năm \d{4}|(?:đến )?tháng \d+[/-]\d{4})(?!\w)")
"""A sentence about an earlier part of somebody's life: 'Từ tháng 6/2016, ông A được bổ nhiệm …'."""
_BREAK = re.compile(r" - (?=[a-zà-ỹđ])")
_ANOTHER = re.compile(r"(?:,| và|;) (?:các )?nghị quyết(?!\w)")
_CARRIED_OUT = re.compile(r"(?<!\w)(?:đã|tiến hành|hoàn thành)(?: \w+){0,2} quy trình $")
_POST_WORDS = re.compile(
    r"[\s:,]*(?:(?:giữ|vào|đảm nhiệm|làm|là|tiếp tục|tái|các|kiêm|lại|thêm|một|hai|ba|bốn|\d+)\s+)*(?:(?:chức vụ"
    r"|chức danh|chức|vị trí|nhiệm vụ)\s+)?"
)
_HOLD_WORDS = ("giữ", "vào ", "làm", "đảm nhiệm", "là", "trúng cử")
_HOLDS = re.compile(
    r"(?<!\w)(?:giữ (?:chức vụ|chức danh|chức|vị trí)|vào (?:chức vụ|chức danh|chức|ban)|làm"
    r"|đảm nhiệm(?: chức vụ| chức danh"
    r"| chức)?|giữ|là|trúng cử(?: chức vụ| chức danh| chức)?)\s+(?=\w)"
)
_TOWARDS = re.compile(r"(?<!\w)(?:đối với|với(?= (?:ông|bà|đồng chí|đ/c|các ông|các đồng chí|hai) ))\s*:?\s+")
_LISTED = re.compile(r"[;,:]?\s*(?:gồm|là|đó là)(?: có)?\s*:?\s+(?=các|ông|bà|đồng chí|đ/c|hai)")
_POST_END = re.compile(
    r"[,;\n\"(]|(?<!tp)\.|\s-\s(?!(?:ngân sách|xã hội)(?!\w))| với(?= (?:số|tỷ lệ|tỉ lệ|phiếu|kết quả|đa số|\d))"
    r"| và(?= (?:miễn|bầu"
    r"|thông qua|biểu|ra) ?)"
    r"| (?:đối với|nhiệm kỳ|khóa|kể từ|thay|cho ông|cho bà|từ ngày|trong|tại|để|do|theo|đạt|bằng|sau khi|mới|hồi"
    r"|của hội nghị|gồm|là)(?!\w)"
)
_VOTE = re.compile(
    r"(?<![\d/])(?P<vote>(?:\d{1,3}\s?/\s?\d{1,3}|100\s?%|\d{1,2}(?:[.,]\d{1,2})?\s?%)(?!/)(?=(?: số| tổng số)?"
    r"(?: (?:đại biểu|phiếu|ủy viên|thành viên|đại hội)|[\s,.;)]|$)))"
)
_VOTE_NEAR = re.compile(
    r"(?<!\w)(?:phiếu|tỷ lệ|tán thành|biểu quyết|nhất trí|đồng ý|tín nhiệm|đại biểu|số phiếu)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Appointed:
    """Where an act, the person, the post, the vote, and the posts that the act names the person by stand."""

    act: Spot
    person: Spot
    post: Spot
    vote: Spot | None
    from_posts: tuple[Spot, ...] = ()


_TAKES = frozenset({"miễn nhiệm", "bãi nhiệm", "cho thôi", "thôi giữ", "kỷ luật", "cách chức"})
"""Acts that take a post: what stands beside the name may be the post that is taken."""


def find_appointments(text: Text) -> list[Appointed]:
    """The personnel acts that the text states as done, in order, each person and post once."""
    found: dict[tuple[str, str, str], Appointed] = {}
    for match in matches(_VERB, text.low, _WORDS):
        first, last = text.sentence_at(match.start(), 900)
        if _BIOGRAPHY.match(text.low, first):
            continue
        before = text.low[max(first, match.start() - 70) : match.start()]
        if _PLAN.search(before) and not (_PASSED.search(before) or _CARRIED_OUT.search(before)):
            continue
        stated = _read(text, match, first, last)
        votes = _votes(text, *_clause(text, match.start(), first, last), len(stated))
        for (person, post), vote in zip(stated, votes, strict=True):
            key = (text.low[slice(*person.name)], match["act"].split()[0], text.low[slice(*post)][:12])
            left = () if match["act"] in _TAKES else _held_before(text, person, post)
            found.setdefault(key, Appointed(match.span("act"), person.name, post, vote, left))
    return list(found.values())


def _held_before(text: Text, person: Mention, post: Spot) -> tuple[Spot, ...]:
    """The posts in apposition to the name, apart from the post that is given."""
    given = text.low[slice(*post)]
    apart = [spot for spot in person.posts if spot[1] <= post[0] or spot[0] >= post[1]]
    whole = [(start, cut.start() if (cut := _BREAK.search(text.flat, start, end)) else end) for start, end in apart]
    return tuple(spot for spot in whole if text.low[slice(*spot)] != given)


def _clause(text: Text, at: int, first: int, last: int) -> Spot:
    """The stretch between semicolons around `at`: the votes of one act are not another's."""
    begin = text.flat.rfind(";", first, at) + 1
    end = text.flat.find(";", at, last)
    return max(first, begin), end if end > 0 else last


def find_vote(text: Text, first: int, last: int) -> Spot | None:
    """The votes stated in a sentence, where it speaks of voting."""
    match = _VOTE.search(text.low, first, last)
    if match is None or not _VOTE_NEAR.search(text.low, max(first, match.start() - 60), min(last, match.end() + 50)):
        return None
    return match.span("vote")


def _votes(text: Text, first: int, last: int, count: int) -> list[Spot | None]:
    """One vote for all, or one for each where the sentence says 'lần lượt'."""
    several = [match.span("vote") for match in _VOTE.finditer(text.low, first, last)]
    if count > 1 and len(several) == count and "lần lượt" in text.low[first:last]:
        return list(several)
    return [find_vote(text, first, last)] * count


def _read(text: Text, match: re.Match[str], first: int, last: int) -> list[tuple[Mention, Spot]]:
    end = match.end("act")
    limit = _limit(text, end, last)
    if match["passive"] or match["act"] in {"trúng cử", "tái đắc cử", "tái cử", "đắc cử"}:
        return _passive(text, first, match.start(), end, last)
    if match["act"] == "thôi giữ":
        return _passive(text, max(first, text.low.rfind("cho ", first, match.start()) + 4), match.start(), end, limit)
    words = _POST_WORDS.match(text.low, end, limit)
    at = words.end() if words else end
    if POST.match(text.low, at, limit):
        return _post_first(text, at, limit)
    holds = first_match(_HOLDS, text.low, _HOLD_WORDS, end, limit)
    if holds and (post := _post(text, holds.end(), limit)):
        people = read_people(text, end + 1, holds.start(), strict=False)
        return [(person, post) for person in people]
    return []


def _limit(text: Text, end: int, last: int) -> int:
    """Where the act ends: before another act or another resolution in the same sentence."""
    if other := _ANOTHER.search(text.low, end, last):
        last = other.start()
    another = _VERB.search(text.low, end + 1, last)
    return another.start() if another and "và " in text.low[end : another.start()] else last


def _post_first(text: Text, at: int, limit: int) -> list[tuple[Mention, Spot]]:
    """'miễn nhiệm chức vụ B đối với ông A', 'bầu 2 Phó Chủ tịch, gồm các ông A và B'."""
    for pattern in (_TOWARDS, _LISTED):
        if (link := pattern.search(text.low, at, limit)) and (post := _post(text, at, link.start())):
            return [(person, post) for person in read_people(text, link.end(), limit)]
    return []


def _passive(text: Text, first: int, verb: int, end: int, last: int) -> list[tuple[Mention, Spot]]:
    words = _POST_WORDS.match(text.low, end, last)
    post = _post(text, words.end() if words else end, last)
    if post is None:
        return []
    people = read_people(text, subject_start(text, first, verb), verb, strict=False)
    if len(people) > 1 and " và " not in text.low[people[0].name[1] : people[-1].name[0]]:
        people = people[-1:]
    return [(person, post) for person in people]


def _post(text: Text, start: int, end: int) -> Spot | None:
    """The post that begins at `start`, up to the term, the vote or the next clause."""
    if not POST.match(text.low, start, end):
        return None
    stop = _POST_END.search(text.low, start, end)
    last = stop.start() if stop else end
    while last > start and text.flat[last - 1] in ' ,."':
        last -= 1
    if text.low.endswith(" và", start, last):
        last -= len(" và")
    return (start, last) if 3 < last - start < 160 else None
