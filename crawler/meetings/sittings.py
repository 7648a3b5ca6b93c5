"""Assemblies act only when they sit: 'Quốc hội biểu quyết …', 'HĐND tỉnh đã bầu …' report a session without naming it.

Where such a body is the subject of a verb of deliberation, a session of it was held; nothing else that it could have
done would be said of it in these words (Rules of procedure of the National Assembly, 71/2022/QH15; Law 72/2025/QH15).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.text import Text

_SITS = re.compile(
    r"(?<!\w)(?<!đoàn )(?<!thường trực )(?<!ban )(?<!chủ tịch )(?<!của )(?<!ủy viên )(?<!được )(?<!do )(?<!trước )(?<!để )(?<!theo )"
    r"(?P<body>(?:các )?(?:đại biểu )?(?:ủy ban thường vụ quốc hội|ubtvqh|quốc hội|hđnd|hội đồng nhân dân)"
    r"(?: (?:tỉnh|thành phố|tp|huyện|xã|phường|quận|đặc khu|thị xã)\.?(?: ?\w+){0,4}?)?)"
    r"(?: \(\w+\))?(?:,? khóa \w+)?(?:,? nhiệm kỳ \d{4} ?- ?\d{4})?,? (?:(?:đã|vừa|chính thức|tiếp tục|cũng|tiến hành|các"
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
    match = _SITS.search(body.low, 0, end)
    return Sitting(*match.span("body"), match["verb"]) if match else None
