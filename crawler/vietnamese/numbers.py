"""Numbers as Vietnamese portals print them: '11.555 tỷ đồng', '0,03%', '4.203/4.203', '52 triệu USD'.

Dots group thousands and the comma is the decimal sign, as the law on accounting has it (Luật Kế toán 88/2015/QH13,
article 11); the English way round is read where the figures allow no other. Dates, times, document
numbers, telephone numbers, years and ordinals are no quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crawler.vietnamese.dates import find_dates
from crawler.vietnamese.dates.grammar import TIME
from crawler.vietnamese.protected import is_protected

_SPACE: Final = "[ \u00a0\u202f]"
_DIGITS: Final = (
    rf"\d{{1,3}}(?:\.\d{{3}})+(?:,\d{{1,6}})?(?![\d])|\d{{1,3}}(?:,\d{{3}}){{2,}}(?:\.\d{{1,6}})?(?!\d)"
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}}){{2,}}(?:,\d{{1,6}})?(?!\d)|\d{{1,3}},\d{{3}}\.\d{{1,6}}(?!\d)"
    r"|\d{1,15}(?:[.,]\d{1,6})?(?!\d)"
)
_SCALES: Final = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
# tỷ is a thousand millions, but not in tỷ lệ, tỷ trọng, tỷ suất, tỷ giá.
_SCALE: Final = rf"(?:(?i:{'|'.join(_SCALES)})(?![^\W\d_]|{_SPACE}(?:lệ|trọng|suất|giá)\b){_SPACE}?)"
_MONEY: Final = "Việt Nam đồng|đồng|VNĐ|VND|USD|EUR|euro|đô la Mỹ|đô la|đô-la|đôla|nhân dân tệ|yên Nhật|yên|won|đ"
_MEASURES: Final = (
    "%|‰|phần trăm|phần nghìn|điểm phần trăm|điểm %|km/h|km2|km²|km|m3/s|m³/s|m2|m²|m3|m³|mm|cm|dm|m|ha|hecta|héc-ta|"
    "héc ta|tạ/ha|tấn/ha|tấn|tạ|yến|kg|gam|g|lít|kWh|MWh|GWh|MWp|MW|GW|kW|kV|°C|độ C|độ"
)
_COUNTED: Final = (
    "hộ nghèo|hộ dân|hộ|người dân|người|lượt người|lượt khách|lượt|du khách|khách|nhân khẩu|khẩu|lao động|đại biểu|"
    "đảng viên|đoàn viên|hội viên|cán bộ|công chức|viên chức|học sinh|sinh viên|giáo viên|bệnh nhân|ca mắc|ca|"
    "doanh nghiệp|hợp tác xã|cơ sở|đơn vị|tổ chức|cơ quan|dự án|công trình|đề án|chương trình|nhiệm vụ|chỉ tiêu|"
    "tiêu chí|hồ sơ|thủ tục|văn bản|nghị quyết|ý kiến|cử tri|phiếu|tỉnh|huyện|thị xã|thành phố|xã|phường|thị trấn|thôn|"
    "bản|làng|ấp|khu phố|tổ dân phố|trường|lớp|giường bệnh|căn nhà|căn|nhà|con|cây|chiếc|suất quà|suất|vụ việc|vụ|cuộc|"
    r"đoàn|lần|năm(?!\s\d{4})|tháng|tuần|ngày|giờ|phút"
)
_UNIT: Final = rf"{_SCALE}{{0,2}}(?:(?i:{_MONEY}|{_COUNTED})|{_MEASURES})|{_SCALE}{{1,2}}"
_NUMBER: Final = re.compile(
    rf"(?<![\w.,/-])(?P<sign>[-−](?=\d))?(?P<value>{_DIGITS})(?:{_SPACE}?/{_SPACE}?(?P<of>{_DIGITS}))?"
    rf"(?:(?P<range>{_SPACE}?[-–]{_SPACE}?(?P<second>{_DIGITS}){_SPACE}{{0,2}}(?P<unit2>{_UNIT})(?![^\W\d_]))"
    rf"|{_SPACE}{{0,2}}(?P<unit>{_UNIT})(?![^\W\d_])|(?![-/]?\w|[.,]\d))"
)
# A number after one of these names something; it counts nothing.
_NAMES: Final = re.compile(
    r"(?<![^\W\d_])(?:năm|khóa|khoá|thứ|quý|số|điều|khoản|mục|chương|điểm|phụ lục|mẫu|kỳ|hạng|cấp|lớp|tổ|khu|quốc lộ|"
    r"đường|điện thoại|ĐT|fax|tel|hotline|1[89]00|tháng|ngày|T|QL|TCVN|ISO|covid|phiên bản|mã)[\s.:-]{0,2}$",
    re.IGNORECASE,
)
_NAME_REACH: Final = 14
_PHONE: Final = re.compile(r"0\d{8,10}|1[89]00\d{4,6}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start:end` of a text.

    `value` is as printed, without the word of magnitude: 11.555 tỷ đồng is 11555 with `unit` 'tỷ đồng' and `amount`
    11555000000000. `of` is the whole in '56/355'. `unit` is None where none that is known follows.
    """

    start: int
    end: int
    text: str
    value: int | float
    unit: str | None
    of: int | float | None = None

    @property
    def amount(self) -> int | float:
        """`value` times the words of magnitude in the unit (nghìn, triệu, tỷ)."""
        factor = 1
        for word in (self.unit or "").lower().split():
            if word not in _SCALES:
                break
            factor *= _SCALES[word]
        amount = self.value * factor
        return round(amount) if factor > 1 and abs(amount - round(amount)) < 1e-6 * factor else amount


def parse_number(text: str) -> int | float | None:
    """The value of one printed number ('1.250.000', '0,03', '-2,5'); None for anything else."""
    match = re.fullmatch(rf"\s*(?P<sign>[-−]?)(?P<value>{_DIGITS})\s*", text)
    if match is None:
        return None
    value = _value(match["value"])
    return -value if match["sign"] else value


def find_numbers(text: str) -> list[Quantity]:
    """The quantities of `text` (NFC), in order."""
    taken = [(found.start, found.end) for found in find_dates(text)]
    taken += [match.span() for match in TIME.finditer(text)]
    taken.sort()
    found: list[Quantity] = []
    index = 0
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        if index < len(taken) and taken[index][0] < end:
            continue
        if _names(text, match) or is_protected(text, start, start + 1):
            continue
        found.extend(_quantities(match))
    return found


def _names(text: str, match: re.Match[str]) -> bool:
    """True for years, ordinals, telephone numbers and numbers of things."""
    if _PHONE.fullmatch(match["value"].replace(".", "").replace(" ", "")):
        return True
    if match["of"] is not None and match["unit"] is None and _value(match["of"]) < _value(match["value"]):
        return True
    if match["unit"] is None and match["of"] is None and re.fullmatch(r"(?:19|20)\d\d", match["value"]):
        return True
    named = _NAMES.search(text, max(0, match.start() - _NAME_REACH), match.start()) is not None
    return named and (match["unit"] is None and match["range"] is None)


def _quantities(match: re.Match[str]) -> list[Quantity]:
    value = _value(match["value"])
    if match["sign"]:
        value = -value
    unit = _tidy(match["unit"])
    if match["range"]:
        second = _tidy(match["unit2"])
        middle = match.start("range")
        printed = match.string
        start, end = match.start("second"), match.end()
        return [
            Quantity(match.start(), middle, printed[match.start() : middle], value, second),
            Quantity(start, end, printed[start:end], _value(match["second"]), second),
        ]
    whole = _value(match["of"]) if match["of"] else None
    return [Quantity(match.start(), match.end(), match[0], value, unit, whole)]


def _tidy(unit: str | None) -> str | None:
    return None if unit is None else " ".join(unit.split()) or None


def _value(digits: str) -> int | float:
    """Dots and spaces group, the comma is decimal; the other way round only where that cannot be (1,250,000.5; 3.5)."""
    plain = re.sub(_SPACE, "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", ".")
    return float(plain) if "." in plain else int(plain)
