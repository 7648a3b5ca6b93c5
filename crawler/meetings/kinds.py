"""What sort of meeting it was, by what it is called and who met.

A committee's own session is told from a conference that it calls on some work by what follows 'hội nghị': its name,
its number or nothing, against 'quán triệt', 'tổng kết', 'triển khai' and the like.
"""

from __future__ import annotations

import re

from crawler.model.items import MeetingKind
from crawler.vietnamese import fold

_THEME = re.compile(
    r"[\s,\"(]*(?:(?:cán bộ|trực tuyến|toàn quốc|trực tiếp|toàn tỉnh|toàn thành phố|chuyên đề|nhanh|để|nhằm)\s+)*"
    r"(?:quán triệt|triển khai|tổng kết|sơ kết|học tập|giao ban|công bố|tập huấn|tuyên truyền|phổ biến|thông báo"
    r"|gặp mặt|đối thoại|trực tuyến|toàn quốc|cán bộ|xúc tiến|biểu dương"
    r"|trao|nghiên cứu|hưởng ứng|ký kết|bồi dưỡng|phát động|báo cáo viên|thông tin|lấy ý kiến|chuyển giao|bàn giao"
    r"|hiệp thương|công chức|đại biểu|người lao động|sinh hoạt|về|phản biện|trao đổi|tư vấn|kết nối|giới thiệu"
    r"|hội nghị viên chức)(?!\w)"
)
_PARTY = re.compile(
    r"(?:hội nghị )?(?:ban chấp hành đảng bộ|ban chấp hành \(?bch\)? đảng bộ|bch đảng bộ|ban chấp hành|bch|(?:tỉnh"
    r"|thành|huyện|quận|thị|đảng)[ -]ủy)(?!\w)(?! (?:hiệp hội|hội|liên đoàn|đoàn|công đoàn|liên hiệp|hội nông"
    r"|mặt trận))"
)
_STANDING = re.compile(
    r"(?:ban thường vụ|btv|thường trực)(?!\w)(?! (?:đoàn|hội|công đoàn|liên đoàn|hiệp hội|ủy ban mặt|ủy ban mttq"
    r"|mặt trận|mttq))"
)
_PEOPLE_COMMITTEE = re.compile(r"(?:ubnd|ủy ban nhân dân|thường trực ubnd|lãnh đạo ubnd)(?!\w)")
_COUNCIL = re.compile(r"(?<!\w)(?:hđnd|hội đồng nhân dân)(?!\w)")
_BOARD = re.compile(
    r"(?:ban chỉ đạo|bcđ|ủy ban bầu cử|hội đồng(?! nhân dân)|tiểu ban|ban tổ chức đại hội|chính phủ|quốc hội"
    r"|thường trực chính phủ|bộ chính trị|ban bí thư|ủy ban kiểm tra)(?!\w)"
)


_PART_OF = re.compile(r"[^.;,\n]{0,30}? của (?P<whole>hội nghị|hội thảo|đại hội|kỳ họp|tọa đàm)(?!\w)")
"""A part of a meeting: what the whole is counts."""
_PLENUM = re.compile(
    r" trung ương (?:lần (?:thứ )?)?(?:\d|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)\w*(?!\w)(?! \w+ \d)"
)
"""'Hội nghị Trung ương sáu': the Central Committee's own."""
_NUMBERED = re.compile(r" kỳ (?:thứ )?\d")
"""'họp kỳ 34': a session with a number."""
_ASSEMBLY = re.compile(r"(?:các )?(?:đại biểu )?(?:quốc hội|ủy ban thường vụ quốc hội)(?!\w)")


def read_kind(noun: str, tail: str, body: str | None, context: str) -> MeetingKind:
    """The kind, from the noun, the words after it, the body's name and the sentence with the title (all lower case)."""
    name = fold(body or "")
    if noun.startswith("phiên") and (whole := _PART_OF.match(tail)):
        noun, tail = whole["whole"], tail[whole.end() :]
    if "tiếp xúc" in noun or "tiếp xúc cử tri" in tail[:25] or "đại hội" in noun:
        return MeetingKind.OTHER
    if "kỳ họp" in noun or "kì họp" in noun or tail.startswith(" kỳ thứ"):
        return MeetingKind.COUNCIL_SESSION if _COUNCIL.search(f"{name} {context}") else MeetingKind.OTHER
    if noun.endswith("làm việc") and _ASSEMBLY.match(name):
        return MeetingKind.OTHER
    if noun.endswith("làm việc") or noun.endswith(("giám sát", "đối thoại")):
        return MeetingKind.WORKING_SESSION
    session = (
        noun.startswith("phiên")
        or tail.startswith((" phiên", " thường kỳ"))
        or bool(_NUMBERED.match(tail))
        or "thường kỳ" in tail[:30]
    )
    conference = "hội nghị" in noun
    of_council = noun.endswith((" tổ", "chất vấn")) and _COUNCIL.search(context)
    if of_council or ((session or noun == "họp") and _COUNCIL.match(name)):
        return MeetingKind.COUNCIL_SESSION
    if _BOARD.match(name):
        return MeetingKind.CONFERENCE if conference else MeetingKind.OTHER
    if conference and _PLENUM.match(tail):
        return MeetingKind.PARTY_COMMITTEE
    if session and not name and "thường kỳ" in tail[:30] and _PEOPLE_COMMITTEE.search(context):
        return MeetingKind.PEOPLE_COMMITTEE_SESSION  # by law such sessions are a People's Committee's
    themed = bool(_THEME.match(tail))
    if not themed and (conference or "họp" in noun or session):
        if _STANDING.match(name):
            return MeetingKind.STANDING_COMMITTEE
        if _PARTY.match(name):
            return MeetingKind.PARTY_COMMITTEE
    if _PEOPLE_COMMITTEE.match(name) and (session or "thường kỳ" in context):
        return MeetingKind.PEOPLE_COMMITTEE_SESSION
    if "họp" in noun and "giao ban" not in tail[:25]:
        return MeetingKind.OTHER if session else MeetingKind.WORKING_SESSION
    return MeetingKind.CONFERENCE
