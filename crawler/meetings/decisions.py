"""What a meeting passed: resolutions, plans, programmes; with number, title and vote where the report gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.meetings.people import Spot
from crawler.meetings.personnel import find_vote
from crawler.meetings.scan import matches
from crawler.meetings.text import Text

_PASSED = re.compile(
    r"(?<!\w)(?P<act>(?:biểu quyết|nhất trí|thống nhất|chính thức|bấm nút|bỏ phiếu"
    r"|tán thành)?,? ?(?:thông qua|ban hành|quyết nghị))"
    r"(?: toàn văn| các| một số| việc)?\s+"
)
MOST = 40
"""Documents of one list that are read at most."""
_MORE = re.compile(
    r"[;,\"]*\s*(?:và\s+)?(?=nghị quyết|kế hoạch|đề án|chương trình|về |quy định |phê duyệt |điều chỉnh |sửa đổi )"
)
_WORDS = (
    "biểu quyết", "nhất trí", "thống nhất", "chính thức", "bấm nút", "bỏ phiếu", "tán thành", "thông qua", "ban hành",
    "quyết nghị", ", thông qua", ", ban hành",
)  # fmt: skip
_ACT = re.compile(r"thông qua|ban hành|quyết nghị")
_KIND = re.compile(
    r"(?:dự thảo )?(?P<kind>nghị quyết|kế hoạch|chương trình hành động|chương trình|đề án|quy chế"
    r"|quyết định|luật|bộ luật"
    r"|tờ trình|chỉ thị|kết luận|phương án|quy hoạch|quy định|dự toán|báo cáo)(?!\w)(?: số (?P<number>[\w/.-]{2,30}))?"
)
_TITLE = re.compile(
    r"\s*:?\s*\"?(?P<title>(?:về|quy định|phê duyệt|điều chỉnh|sửa đổi|ban hành|thông qua|xác nhận)\s[^.;\n\"]{4,260})"
)
_NOT_DONE = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|để|nhằm|chuẩn bị|đề nghị|trình|xem xét,?|thảo luận,?(?: và)?|cho ý kiến(?: và)?|nghe|được"
    r"|chưa|không|trước khi|sau khi|đã được|kỳ họp trước|năm \d{4},?|vừa qua|tham mưu|do|thẩm tra|góp ý)(?!\w)"
    r"(?: [^,.;:]{0,40})?[ ,]*$"
)


@dataclass(frozen=True, slots=True)
class Passed:
    """Where the verb, the kind, the number, the title and the vote stand."""

    act: Spot
    kind: Spot
    number: Spot | None
    title: Spot | None
    vote: Spot | None


def find_passed(text: Text) -> list[Passed]:
    """Documents that the meeting passed, each title once; those of which only a count is given are none."""
    found: dict[str, Passed] = {}
    for match in matches(_PASSED, text.low, _WORDS):
        first, last = text.sentence_at(match.start(), 900)
        act = _ACT.search(text.low, match.start("act"), match.end("act"))
        if act is None or _NOT_DONE.search(text.low, max(first, match.start() - 60), match.start()):
            continue
        vote = find_vote(text, first, last)
        for kind, title in _documents(text, match.end(), last):
            number = kind.span("number") if kind["number"] and re.search(r"\d.*[/-]", kind["number"]) else None
            if title or number or vote:
                key = text.low[slice(*(title or kind.span()))]
                found.setdefault(key, Passed(act.span(), kind.span("kind"), number, title, vote))
    return list(found.values())


def _documents(text: Text, at: int, last: int) -> Iterator[tuple[re.Match[str], Spot | None]]:
    """Kind and title of each document of a list: 'nghị quyết về A; nghị quyết về B và về C'."""
    kind = _KIND.match(text.low, at, last)
    for _ in range(MOST):
        if kind is None:
            return
        title = _TITLE.match(text.low, kind.end() if at <= kind.start() else at, last)
        span = _trimmed(text, *title.span("title")) if title else None
        yield kind, span
        more = _MORE.match(text.low, span[1], last) if span else None
        if more is None:
            return
        at = more.end()
        kind = _KIND.match(text.low, at, last) or kind


_TITLE_END = re.compile(
    r"[;,]? (?:và )?(?:các )?(?:nghị quyết|kế hoạch|đề án|chương trình) (?:về|quy định|phê)|;"
    r"|,? (?:với (?=\d|100|tỷ lệ|số phiếu|đa số|sự)|đạt tỷ lệ|\(\d|(?:và|,) (?:bầu|miễn nhiệm"
    r"|thông qua"
    r"|nhiều nội dung)|cùng với)"
)


def _trimmed(text: Text, start: int, end: int) -> Spot:
    stop = _TITLE_END.search(text.low, start, end)
    end = stop.start() if stop else end
    while end > start and text.flat[end - 1] in ' ,:"':
        end -= 1
    return start, end
