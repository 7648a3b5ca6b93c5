"""Match keys of people and bodies, and posts in a normal form with the printed one kept.

'Phó CT UBND TP' and 'Phó Chủ tịch Ủy ban nhân dân thành phố' are one post, 'HĐND tỉnh Sơn La' and 'Hội đồng nhân
dân tỉnh' one body of one province. Keys keep diacritics: Hà and Hạ are two people.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.meetings.vocabulary import PLACES, names_in
from crawler.model.items import Person
from crawler.vietnamese import fold
from crawler.vietnamese.abbreviations import LONG_FORMS

_PLAIN_LONG_FORMS = {fold(short, False): fold(long, False) for short, long in LONG_FORMS.items()}

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_SPACES = re.compile(r"\s+")
_HONORIFIC = re.compile(
    r"(?:(?:đồng chí|đ/c|ông|bà|gs|pgs|ts|ths|bs|ks|(?:đại|thượng|trung|thiếu) (?:tướng|tá)|giáo sư|tiến sĩ"
    r"|thạc sĩ)[. ]+)+"
)
_ROLES = names_in(
    """
    tổng bí thư; phó bí thư thường trực; phó bí thư; bí thư; phó chủ tịch thường trực; phó chủ tịch; chủ tịch;
    ủy viên dự khuyết; ủy viên ban thường vụ; ủy viên thường vụ; ủy viên ban chấp hành; ủy viên; phó thủ tướng;
    thủ tướng; thứ trưởng; bộ trưởng; phó giám đốc; giám đốc; phó trưởng ban thường trực; phó trưởng ban;
    trưởng ban; phó trưởng đoàn; trưởng đoàn; phó chánh văn phòng; chánh văn phòng; phó chánh thanh tra;
    chánh thanh tra; chánh án; viện trưởng; phó cục trưởng; cục trưởng; phó vụ trưởng; vụ trưởng;
    phó trưởng phòng; trưởng phòng; phó tư lệnh; tư lệnh; chính ủy; chỉ huy trưởng; phó tổng giám đốc;
    tổng giám đốc; phó hiệu trưởng; hiệu trưởng; phó chủ nhiệm; chủ nhiệm; tỉnh ủy viên; thành ủy viên;
    huyện ủy viên; đảng ủy viên; đại biểu; thành viên; phó trưởng; trưởng
    """
)
_ROLE = re.compile(rf"(?:{'|'.join(sorted(_ROLES, key=len, reverse=True))})(?!\w)")
_PLACE = re.compile(rf" (?P<place>{'|'.join(sorted((fold(place) for place in PLACES), key=len, reverse=True))})$")
_NAMED_PLACE = re.compile(
    rf"(?:tỉnh|thành phố) (?P<place>{'|'.join(sorted((fold(place) for place in PLACES), key=len, reverse=True))})(?!\w)"
)
_UNIT_BEFORE = re.compile(r"(?:tỉnh|thành phố|thủ đô|ủy|nhân dân|truyền thông|đoàn)$|(?:sở|ban) .*")


class Post(NamedTuple):
    """A post: its role from a small list (None where unknown), the body it is held in, and the printed form."""

    role: str | None
    body: str | None
    printed: str


class BodyKey(NamedTuple):
    """A body's name in long form without the province, and the province where the name says it."""

    name: str
    place: str | None


def person_key(name: str) -> str:
    """The key under which a person's name matches: no honorific, one case, one tone style."""
    return _HONORIFIC.sub("", fold(name)).strip(" .,")


def body_key(name: str) -> BodyKey:
    """The key under which a body's name matches, and the province in it."""
    words = _long(name)
    match = _PLACE.search(words)
    if match and _UNIT_BEFORE.search(words[: match.start()]):
        return BodyKey(words[: match.start()], match["place"])
    return BodyKey(words, None)


def places_in(title: str) -> set[str]:
    """The provinces that a headline names behind 'tỉnh' or 'thành phố': 'Đại hội Đảng bộ tỉnh Gia Lai'."""
    return {match["place"] for match in _NAMED_PLACE.finditer(_long(title))}


def document_key(number: str) -> str:
    """The key under which a document's number matches: '05 - NQ/TU' and '5–NQ/TU' are one."""
    return _LEADING_ZEROS.sub("", _SPACES.sub("", fold(number)))


def plain_body_key(name: str) -> str:
    """A body's name typed without diacritics, in long form with its province: 'HDND tinh Son La'."""
    return " ".join(_PLAIN_LONG_FORMS.get(word, word) for word in _WORD.findall(fold(name, False)))


def read_post(printed: str) -> Post:
    """The post's role and body: 'Phó CT UBND tỉnh' is a 'phó chủ tịch' of 'ủy ban nhân dân tỉnh'."""
    words = _long(printed)
    words = re.sub(r"^(?:nguyên|quyền) ", "", words)
    match = _ROLE.match(words)
    if not match:
        return Post(None, words or None, printed)
    return Post(match[0], words[match.end() :].strip() or None, printed)


def same_person(one: Person, other: Person) -> bool:
    """Whether two mentions are of one person: one name and, where both give posts, one post in common."""
    if person_key(one.name) != person_key(other.name):
        return False
    if not one.posts or not other.posts:
        return True
    theirs = [read_post(post) for post in other.posts]
    return any(_compatible(read_post(mine), post) for mine in one.posts for post in theirs)


def _compatible(one: Post, other: Post) -> bool:
    """'Giám đốc Sở' and 'Giám đốc Sở Thông tin và Truyền thông' are one post, printed shorter and longer."""
    if one.role != other.role:
        return False
    mine, theirs = one.body or "", other.body or ""
    return mine.startswith(theirs) or theirs.startswith(mine)


def _long(name: str) -> str:
    """Folded, punctuation dropped, abbreviations written out."""
    return " ".join(LONG_FORMS.get(word, word) for word in _WORD.findall(fold(name)))
