"""Lists of people as reports print them: 'Bí thư Tỉnh ủy Nguyễn Văn A; Trần B, Phó Chủ tịch UBND tỉnh'.

Posts stand before the name or after it; commas stand between posts, between people and inside posts; people are
set apart by semicolons, commas or 'và'. A reader walks the pieces between commas and dashes: a piece holds a
name, a post, both, or the rest of a post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.meetings.names import find_name
from crawler.meetings.text import Text

_HONORIFIC = re.compile(
    r"(?:(?:các|cùng|với|có|gồm có|gồm|là|và|do|như|cả|bao gồm)\s*:?\s+|[-+*•:\"]\s*)*"
    r"(?P<polite>(?:(?:các )?(?:đồng chí|đ/c|đ\.c|đc|ông|bà|quý ông|quý bà|nhà báo|luật sư|kỹ sư|bác sĩ|kiến trúc sư)"
    r"|gs|pgs|ts|ths|bs|ks|cn|cki|ckii|ncs"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá)|đại tá|đại úy|đô đốc|(?:phó |chuẩn )?đô đốc|giáo sư|phó giáo sư"
    r"|tiến sĩ|tiến sỹ"
    r"|thạc sĩ|thạc sỹ|hòa thượng|thượng tọa|đại đức|linh mục|mục sư|ni sư|nsnd|nsưt)(?:[.:](?=\S)"
    r"|[.:]?(?=[\s.]))[\s.,:-]*)*"
)
_POST = re.compile(
    r"(?:nguyên |quyền |q\.|các |thứ trưởng thường trực )*"
    r"(?:tổng bí thư|bí thư|phó|chủ tịch|ủy viên|uvtv|uvbch|uv|ut?v?tw|tuv|giám đốc|tổng|trưởng|chánh|thứ trưởng"
    r"|bộ trưởng"
    r"|thường trực(?! (?:hđnd|hội đồng|(?:tỉnh|thành|huyện|quận|thị|đảng) ủy|ubnd|ủy ban|đoàn|chính phủ|thành đoàn"
    r"|tỉnh đoàn))"
    r"|đại biểu|viện trưởng|cục trưởng|vụ trưởng|vụ phó|tư lệnh|chính ủy|chỉ huy|hiệu trưởng|hiệu phó|thành viên"
    r"|quyền|gđ|pgđ"
    r"|đảng ủy viên|thành ủy viên|tỉnh ủy viên|huyện ủy viên|quận ủy viên|thị ủy viên|đảng viên|chuyên viên|trợ lý"
    r"|thư ký|thủ tướng|chủ nhiệm"
    r"|phụ trách|kế toán trưởng|hội trưởng|đại sứ|tham tán|ct|pct|đội trưởng|trạm trưởng|chi cục trưởng|tổng cục trưởng"
    r"|anh hùng|nhà văn|chủ tọa|kiểm toán|tham mưu trưởng|phái viên|cố vấn|đội phó|điều phối)(?!\w)"
)
_CUT = re.compile(
    r" (?:cùng(?! với đồng chí)|dự(?! khuyết| bị| án)|đồng chủ trì|chủ trì|chủ tọa|đồng chủ tọa|phát biểu|đã|đang"
    r"|tham dự|tham gia|làm trưởng đoàn|dẫn đầu|làm|nhấn mạnh|cho biết"
    r"|báo cáo|trình bày|kết luận|khai mạc|bế mạc|trao|tặng|tại|đến|tới|thay mặt|chỉ đạo|điều hành|được|sẽ|vừa"
    r"|yêu cầu|đề nghị"
    r"|khẳng định|thông tin|đánh giá|ghi nhận|chúc mừng|tiếp|thống nhất|họp|tổ chức|đại diện lãnh đạo)(?!\w)"
)
_GROUP = re.compile(r"\s*(?:;|\n)\s*")
_PIECE = re.compile(r"\s*,\s*|\s+-+\s*|\s*-+\s+|\s*[()]\s*|\s*:\s+")
_AND = re.compile(r",?\s+(?:và|cùng với|cùng|với)\s+(?=[^\s,;]+)")
_ORGANISATION = re.compile(
    r"(?:thường trực|ban|sở|ubnd|hđnd|hội|tỉnh ủy|thành ủy|huyện ủy|đảng ủy|văn phòng|bộ|đoàn|hội nghị|kỳ họp"
    r"|phiên họp|cuộc họp|lãnh đạo các"
    r"|các (?!đồng chí|ông|bà|phó|ủy viên)|đại diện các|đông đảo|toàn thể|đại biểu các|gần|hơn|khoảng|\d)(?!\w)"
)


_HOLDS = frozenset({"tổ chức", "họp", "khai mạc", "bế mạc", "đã", "vừa"})
"""Verbs that make the words before them the holder of a meeting, and no post of the person before."""


@dataclass(slots=True)
class Mention:
    """A person in the text: where the name stands and where each of the posts does."""

    name: tuple[int, int]
    posts: list[tuple[int, int]] = field(default_factory=list)


def read_people(text: Text, start: int, end: int, *, strict: bool = True) -> list[Mention]:
    """The people listed between `start` and `end`, in order.

    With `strict`, the list ends at the first piece that is neither a person nor a post once somebody was found.
    """
    people: list[Mention] = []
    for first, last in _groups(text, start, end):
        found = _read_group(text, first, last)
        if not found and people and strict:
            break
        people.extend(found)
    return people


def _groups(text: Text, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches between semicolons, line breaks and those 'và' that begin another person."""
    groups: list[tuple[int, int]] = []
    for first, last in _split(_GROUP, text.flat, start, end):
        at = first
        for match in _AND.finditer(text.flat, first, last):
            if _begins_person(text, match.end(), last):
                groups.append((at, match.start()))
                at = match.end()
        groups.append((at, last))
    return groups


def _begins_person(text: Text, start: int, end: int) -> bool:
    honorific = _HONORIFIC.match(text.low, start, end)
    if honorific and honorific["polite"]:
        return True
    if find_name(text.flat[start : min(end, start + 60)], anchored=True):
        return True
    piece_end = _first(_PIECE, text.flat, start, end)
    return (
        bool(_POST.match(text.low, start, end))
        and text.flat[start].isupper()
        and (find_name(text.flat[start:piece_end]) is not None)
    )


def _read_group(text: Text, start: int, end: int) -> list[Mention]:
    people: list[Mention] = []
    waiting: list[tuple[int, int]] = []
    shared: list[tuple[int, int]] = []
    name_first = False
    for piece_start, piece_end in _split(_PIECE, text.flat, start, end):
        honorific = _HONORIFIC.match(text.low, piece_start, piece_end)
        polite = bool(honorific and honorific["polite"])
        first = honorific.end() if honorific else piece_start
        cut = _CUT.search(text.flat, first, piece_end)
        stop = _trimmed(text, first, cut.start() if cut else piece_end)
        if first >= stop:
            if cut:
                break
            continue
        name = find_name(text.flat[first:stop], anchored=True, trusted=polite)
        post = _POST.match(text.low, first, stop)
        if name:
            mention = Mention((first + name[0], first + name[1]), waiting or list(shared))
            name_first = not waiting
            waiting = []
            people.append(mention)
            at = first + name[1]
            while at < stop and text.flat[at] in " ,-":
                at += 1
            if _POST.match(text.low, at, stop):
                mention.posts.append((at, stop))
                name_first = True
        elif post:
            plural = "các " in text.low[piece_start : post.end()]
            name = find_name(text.flat[first:stop])
            if name and name[1] >= stop - first - 1:
                printed = (first, _trimmed(text, first, first + name[0]))
                posts = [*waiting, printed]
                if plural:
                    shared = posts = [(first + (4 if text.low.startswith("các ", first) else 0), printed[1])]
                people.append(Mention((first + name[0], first + name[1]), posts))
                waiting = []
                name_first = False
            elif plural and text.flat.startswith(":", stop):
                shared = [(first, stop)]
            elif cut and cut[0].strip() in _HOLDS:
                break
            elif people and name_first:
                people[-1].posts.append((first, stop))
            else:
                waiting.append((first, stop))
        elif _ORGANISATION.match(text.low, first, stop):
            if people:
                break
            waiting = []
        else:
            _continue_post(people, waiting, stop, name_first=name_first)
        if cut:
            break
    if waiting and people:
        people[-1].posts.extend(waiting)
    return people


def _continue_post(people: list[Mention], waiting: list[tuple[int, int]], stop: int, *, name_first: bool) -> None:
    """A piece that is the rest of the post before it: 'Giám đốc Sở Văn hóa, Thể thao và Du lịch'."""
    if waiting:
        waiting[-1] = (waiting[-1][0], stop)
    elif people and name_first and people[-1].posts:
        people[-1].posts[-1] = (people[-1].posts[-1][0], stop)


def _trimmed(text: Text, start: int, end: int) -> int:
    while end > start and text.flat[end - 1] in ' ,:-."':
        end -= 1
    if end < len(text) and text.flat[end] == "." and text.flat[max(start, end - 2) : end] in {"TP", "tp", "TX"}:
        end += 1
    honorific = re.search(
        r" (?:đồng chí|đ/c|ông|bà|đại tá|thiếu tướng|trung tướng|thượng tướng|đại tướng|thượng tá|ts|ths|gs|pgs)\.?$",
        text.low[start:end],
    )
    return start + honorific.start() if honorific else end


def _split(pattern: re.Pattern[str], flat: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = start
    for match in pattern.finditer(flat, start, end):
        if match.start() > at:
            pieces.append((at, match.start()))
        at = match.end()
    if at < end:
        pieces.append((at, end))
    return pieces


def _first(pattern: re.Pattern[str], flat: str, start: int, end: int) -> int:
    match = pattern.search(flat, start, end)
    return match.start() if match else end


def starts_with_post(text: Text, start: int, end: int) -> bool:
    """Whether the words at `start` are a person's: an honorific, a post or a name."""
    honorific = _HONORIFIC.match(text.low, start, end)
    if honorific and honorific["polite"]:
        return True
    return (
        bool(_POST.match(text.low, start, end))
        or find_name(text.flat[start : min(end, start + 60)], anchored=True) is not None
    )
