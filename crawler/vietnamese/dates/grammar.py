"""The written forms of dates and times, as patterns over NFC text. Each is linear: no repetition inside another."""

from __future__ import annotations

import re
from typing import Final

from crawler.vietnamese.letters import word_list

_DASH: Final = "[-‐‑‒–—−]"
_SEP: Final = "[-‐‑‒–—−/.]"
_S: Final = r"[ \t\n]{0,3}"
_LETTER: Final = r"[^\W\d_]"

MONTH_WORDS: Final = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
ENGLISH_MONTHS: Final = {
    name: number for number, name in enumerate(word_list("jan feb mar apr may jun jul aug sep oct nov dec"), 1)
}
ROMAN_MONTHS: Final = {
    name: number for number, name in enumerate(word_list("I II III IV V VI VII VIII IX X XI XII"), 1)
}
_ROMAN: Final = "XII|XI|IX|X|VIII|VII|VI|IV|V|III|II|I"
_MONTH_WORD: Final = r"mười\ hai|mười\ một|mười|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín"
_ENGLISH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)


def _month(group: str) -> str:
    return rf"(?:tháng|thg\.?|th\.?){_S}(?P<{group}>\d{{1,2}}(?!\d)|(?:{_MONTH_WORD})(?!{_LETTER}))"


# A digit, sign or symbol right beside makes it something else: 12/2020/NĐ-CP, 1.250.000, 04.38.25.20.
_BEFORE: Final = rf"(?<!\d)(?<!\d[./,:-])(?<!{_LETTER}[/-])"
_AFTER: Final = rf"(?!\d|[./,:-]\d(?!\d?(?::|h|g))|/{_LETTER}|{_DASH}(?-i:[A-ZĐ]{{2}}))"

DATE: Final = re.compile(
    rf"""
    (?=\d){_BEFORE}(?:
      (?P<iy>\d{{4}})(?P<is>[-/.])(?P<im>\d{{1,2}})(?P=is)(?P<id>\d{{1,2}})(?!\d|[./,]\d|/{_LETTER})
    | (?:(?<!{_LETTER})(?P<rd>\d{{1,2}})(?={_DASH}\d)|(?:(?<=ngày\ )|(?<=từ\ ))(?P<qd>\d{{1,2}}))
      {_S}(?:{_DASH}|và|đến|tới){_S}(?:ngày{_S})?(?P<r2>\d{{1,2}}){_S}[/.]{_S}(?P<rm>\d{{1,2}})
      (?:{_S}[/.-]{_S}(?P<ry>\d{{4}}))?{_AFTER}
    | (?P<d>\d{{1,2}}){_S}(?P<s>{_SEP}){_S}(?P<m>\d{{1,2}}){_S}(?P=s){_S}(?P<y>\d{{4}}|\d{{2}}){_AFTER}
    | (?P<xd>\d{{1,2}}){_SEP}(?P<xm>\d{{1,2}}){_SEP}(?P<xy>\d{{4}}){_AFTER}
    | (?P<od>\d{{1,2}}){_S}(?P<os>{_DASH}|[/.]){_S}(?P<om>(?-i:{_ROMAN})){_S}(?P=os){_S}(?P<oy>\d{{4}}){_AFTER}
    | (?P<wd>\d{{1,2}}){_S}[,/-]?{_S}{_month("wm")}(?:{_S}[,/.-]?{_S}(?:năm)?{_S}:?{_S}(?P<wy>\d{{4}}){_AFTER})?
    | (?P<ed>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<em>{_ENGLISH})\.?,?[ -](?P<ey>\d{{4}})(?!\d)
    | (?P<ud>\d{{1,2}}){_S}(?P<us>{_SEP}){_S}(?P<um>\d{{1,2}}){_AFTER}
    | (?P<mm>\d{{1,2}}){_S}[-/.]{_S}(?P<my>\d{{4}}){_AFTER}
    )
    | (?=[tjfmasond])(?<!{_LETTER})(?:
      {_month("fm")}{_S}(?P<fd>\d{{1,2}}),{_S}(?P<fy>\d{{4}}){_AFTER}
    | {_month("tm")}{_S}(?:[,/.-]|năm){_S}(?P<ty>\d{{4}}){_AFTER}
    | (?P<am>{_ENGLISH})\.?\ (?P<ad>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<ay>\d{{4}})(?!\d)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# The last group that matched names the form: where its day, month and year stand.
FORMS: Final = {
    "id": ("id", "im", "iy"),
    "rm": ("rd", "rm", None),
    "ry": ("rd", "rm", "ry"),
    "y": ("d", "m", "y"),
    "xy": ("xd", "xm", "xy"),
    "oy": ("od", "om", "oy"),
    "wm": ("wd", "wm", None),
    "wy": ("wd", "wm", "wy"),
    "ey": ("ed", "em", "ey"),
    "um": ("ud", "um", None),
    "my": (None, "mm", "my"),
    "fy": ("fd", "fm", "fy"),
    "ty": (None, "tm", "ty"),
    "ay": ("ad", "am", "ay"),
}

_HALF: Final = r"am|pm|a\.m\.|p\.m\.|sa|ch|sáng|trưa|chiều|tối|đêm"
TIME: Final = re.compile(
    rf"""
    (?=\d)(?<!\d)(?<!\d[./,:])(?<!\D\d-)(?<!\D\d\d-)(?:
      (?P<h>\d{{1,2}}){_S}:{_S}(?P<n>\d{{2}})(?:{_S}:{_S}\d{{2}}(?:[.,]\d{{1,9}})?)?(?!\d)
    | (?P<vh>\d{{1,2}}){_S}(?:giờ|h(?!{_LETTER})|g(?!{_LETTER}))(?:{_S}:?{_S}(?P<vn>\d{{1,2}})(?!\d|{_S}{_SEP}{_S}\d)
        (?:{_S}(?:phút|ph|p|')(?!{_LETTER}))?)?
    | (?P<ph>\d{{1,2}})(?={_S}(?:am|pm)(?!{_LETTER}))
    )
    (?:{_S}(?P<half>{_HALF})(?!{_LETTER}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)

ISO_TIME: Final = re.compile(
    r"[T ](?P<h>\d{2}):(?P<n>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|[+-]\d{2}:?(?:\d{2})?)?"
    r"(?![\d:]|\s?(?:am|pm|sa|ch)\b)",
    re.IGNORECASE,
)
# A CMS that prints date, zone and time without a space: 2020-06-29+0715:20:00 is 15:20 at +07.
STUCK_ZONE: Final = re.compile(r"\+07(?::?00)?\s?(?P<h>\d{2}):(?P<n>\d{2})(?::\d{2})?(?!\d)")
_WEEKDAY: Final = (
    r"thứ\s?(?:[2-7]|hai|ba|tư|năm|sáu|bảy|bẩy)|chủ\s?nhật|t\.?[2-7]|cn|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
)
_PARTS: Final = "sáng|trưa|chiều|tối|đêm"
# What may stand between a time and its date.
GAP: Final = re.compile(
    rf"(?:[\s,|()\[\]–—•·.:@/-]|(?<!{_LETTER})(?:lúc|vào|hồi|khoảng|của|ngày|hôm|trong|giờ|time|at|on|{_WEEKDAY}|{_PARTS}"
    rf"|mùng|mồng|rạng)(?!{_LETTER}))*",
    re.IGNORECASE,
)
# What makes two bare numbers after it a date.
CUE: Final = re.compile(rf"(?<!{_LETTER})(?:ngày|hôm|{_PARTS}|lúc|mùng|mồng|{_WEEKDAY})[\s:,(]{{0,3}}$", re.IGNORECASE)
PART_BEFORE: Final = re.compile(
    rf"(?=[stcđ])(?<!{_LETTER})({_PARTS})\s{{1,2}}(?:(?:ngày|mùng|mồng|nay|qua|{_WEEKDAY})[\s,]{{1,2}}){{0,3}}\(?(?:ngày\s)?$",
    re.IGNORECASE,
)
LABEL: Final = re.compile(
    r"[\s()\[\]|,.;:–—-]*(?:(?:ngày đăng|đăng ngày|cập nhật|ngày)(?:\s(?:lúc|ngày))?[\s:]*)?", re.IGNORECASE
)
LUNAR: Final = re.compile(rf"[\s,(]{{0,3}}(?:âm\s?lịch|al(?!{_LETTER})|\(âl\))", re.IGNORECASE)
# A year of the sexagenary cycle: a date of the lunar calendar, whose month is none of the solar one.
CYCLE_YEAR: Final = re.compile(
    r"[\s,]{0,3}(?:năm\s{1,2})?(?:giáp|ất|bính|đinh|mậu|k[ỷỉ]|canh|tân|nhâm|qu[ýí])\s"
    rf"(?:t[ýí]|sửu|dần|mão|mẹo|thìn|t[ỵị]|ngọ|mùi|vị|thân|dậu|tuất|hợi)(?!{_LETTER})",
    re.IGNORECASE,
)

# After a time: (GMT+7), GMT, UTC+0, +0700.
ZONE: Final = re.compile(
    r"\s{0,2}\(?(?:(?:GMT|UTC)(?P<hours>\s?[+-]\s?\d{1,2})?(?::?(?P<minutes>\d{2}))?|(?P<offset>[+-]\d{4}))(?!\d)"
)
COMPACT: Final = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})\d{2})?\s*")

RELATIVE: Final = re.compile(
    rf"(?<!{_LETTER})(?<!thứ\s)(?:(?:(?P<hours>\d{{1,2}})\s?(?:giờ|tiếng|hours?)\s)?(?P<count>\d{{1,4}}|an?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s?"
    r"(?P<unit>giây|phút|giờ|tiếng|ngày|hôm|tuần|tháng|seconds?|minutes?|mins?|hours?|days?|weeks?|months?)\s"
    r"(?:trước|ago)"
    r"|(?P<short_count>\d{1,3})\s?(?P<short>h|g|ph?|s)\s(?:trước|ago)"
    r"|cách\sđây\s(?:khoảng\s)?(?P<count2>\d{1,4})\s?(?P<unit2>giây|phút|giờ|tiếng|ngày|hôm|tuần|tháng)"
    r"|(?P<now>vừa\sxong|vừa\smới|just\snow)"
    rf"|(?P<word>hôm\s(?:nay|qua|kia)|(?:{_PARTS})\s(?:nay|qua)|today|yesterday))"
    rf"(?!{_LETTER})",
    re.IGNORECASE,
)

# 'Thứ hai tuần trước', 'Chủ nhật tuần này': a day of the week before, of this one, of the next.
WEEK_DAY: Final = re.compile(
    r"(?:(?:sáng|trưa|chiều|tối|đêm)\s)?(?:thứ\s?(?P<day>[2-7]|hai|ba|tư|năm|sáu|bảy|bẩy)|(?P<sunday>chủ\s?nhật|cn)),?\s"
    rf"tuần\s(?P<week>trước|rồi|qua|vừa\squa|này|nay|sau|tới)(?!{_LETTER})",
    re.IGNORECASE,
)

NAMED_DAY: Final = re.compile(
    r"(?P<word>hôm\s(?:nay|qua|kia))[\s,|–-]{1,4}(?:lúc\s)?(?P<h>\d{1,2})[:h](?P<n>\d{2})\s?", re.IGNORECASE
)

# The forms that most portals print, read whole in one match; the rest of the grammar reads them alike, but slower.
_CLOCK: Final = r"(?P<{0}h>\d{{1,2}})(?:[:hg]|\ giờ\ )(?P<{0}n>\d{{2}})(?:(?<=:\d\d):\d\d|\ phút)?"
_BETWEEN: Final = r"[\s,|–-]{1,4}"
PLAIN: Final = re.compile(
    rf"""
    [\s(]{{0,3}}(?:(?:{_WEEKDAY}|ngày\ đăng|đăng\ ngày|đăng\ lúc|cập\ nhật|ngày|lúc)[\s,:|–-]{{1,4}}){{0,3}}
    (?:{_CLOCK.format("b")}{_BETWEEN}(?:ngày\ )?)?
    (?P<d>\d{{1,2}})(?:(?P<s>[/.-])(?P<m>\d{{1,2}})(?P=s)|\ tháng\ (?P<wm>\d{{1,2}})\ năm\ )(?P<y>\d{{4}})
    (?:{_BETWEEN}(?:lúc\ )?{_CLOCK.format("a")})?(?:\ \(GMT\+0?7(?::00)?\))?[\s).]{{0,3}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
