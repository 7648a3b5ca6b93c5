"""Assemblies act only when they sit: 'Quốc hội biểu quyết …', 'HĐND tỉnh đã bầu …' report a session without naming it.

Where such a body is the subject of a verb of deliberation, a session of it was held; nothing else that it could have
done would be said of it in these words (Rules of procedure of the National Assembly, 71/2022/QH15; Law 72/2025/QH15).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.body_names import read_body_name
from crawler.meetings.scan import first_match
from crawler.meetings.text import Text

_ASSEMBLIES = ("ủy ban thường vụ quốc hội", "ubtvqh", "quốc hội", "hđnd", "hội đồng nhân dân")
_SITS = re.compile(
    r"(?<!\w)(?<!đoàn )(?<!thường trực )(?<!ban )(?<!chủ tịch )(?<!của )(?<!ủy viên )(?<!được )(?<!do"
    r" )(?<!trước )(?<!để )(?<!theo )"
    rf"(?P<body>(?:các )?(?:đại biểu )?(?:{'|'.join(_ASSEMBLIES)})"
    r"(?: (?:tỉnh|thành phố|tp|huyện|xã|phường|quận|đặc khu|thị xã)\.?(?: ?\w+){0,4}?)?)"
    r"(?: \(\w+\))?(?:,? khóa \w+)?(?:,? nhiệm kỳ \d{4} ?- ?\d{4})?,? (?:(?:đã|vừa|chính thức|tiếp tục"
    r"|cũng|tiến hành|các"
    r"|đại biểu|100%|đa số|nhất trí|tán thành|bỏ phiếu kín|có mặt|dự họp|tham dự kỳ họp|dự kỳ họp) )*"
    r"(?P<verb>bầu|biểu quyết|bỏ phiếu|lấy phiếu|thông qua|thảo luận|nghe|miễn nhiệm|bấm nút|làm việc tại hội trường"
    r"|quyết nghị|thống nhất(?: thông qua| bầu)|cho ý kiến|họp(?! báo)|chất vấn|tiến hành chất vấn)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An assembly that is said to deliberate: where its name stands, and the verb."""

    start: int
    end: int
    verb: str


def find_sitting(body: Text, end: int) -> Sitting | None:
    """The assembly that is said to deliberate before `end`; None where none is."""
    lead = body.low[:end]
    if not any(name in lead for name in _ASSEMBLIES):
        return None
    match = first_match(_SITS, body.low, ("các ", "đại biểu ", *_ASSEMBLIES), 0, end)
    return Sitting(*match.span("body"), match["verb"]) if match else None


_MEMBERS = re.compile(r"(?:các )?(?:đại biểu )?")


def sitting_body(body: Text, end: int) -> tuple[int, int] | None:
    """The name of the assembly that sits, without 'các đại biểu'."""
    sitting = find_sitting(body, end)
    if sitting is None:
        return None
    members = _MEMBERS.match(body.low, sitting.start)
    return read_body_name(body, members.end() if members else sitting.start, end)


def acting_body(body: Text, act: int) -> tuple[int, int] | None:
    """The body that is the subject of the act at `act`, in its own sentence."""
    first, last = body.sentence_at(act, 600)
    for match in _ACTOR.finditer(body.low, first, act):
        if (name := read_body_name(body, match.start(), last)) and name[1] <= act:
            gap = body.low[name[1] : act]
            if _TO_ACT.fullmatch(gap):
                return name
    return None


_ACTOR = re.compile(
    r"(?<!\w)(?:hđnd|hội đồng nhân dân|quốc hội|ban chấp hành|bch|ban thường vụ|btv|ủy ban|đại hội|hội nghị ban"
    r"|bộ chính trị|ban bí thư|tỉnh ủy|thành ủy)(?!\w)"
)
_TO_ACT = re.compile(
    r"[ ,]*(?:khóa \w+[ ,]*)?(?:nhiệm kỳ \d{4} ?- ?\d{4}[ ,]*)?(?:(?:đã|tiến hành|vừa|cũng|nhất trí"
    r"|thống nhất|bỏ phiếu kín"
    r"|bỏ phiếu|tiếp tục|chính thức|biểu quyết|và|tán thành)[ ,]*)*"
)
