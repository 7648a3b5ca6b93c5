"""Words that Word markup cut in two ("N gày", "độn g"), years cut up ("năm 2 01 5"), marks set apart ("thuâ ̣t").

A piece is joined only where it is no word of its own and the whole is a valid syllable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.letters import CONSONANTS, word_list
from crawler.vietnamese.spelling import mend
from crawler.vietnamese.syllable import is_syllable

_CONSONANT: Final = f"[{CONSONANTS}]"
_CUT_ONSET: Final = re.compile(
    rf"(?<![^\s\"'“‘(\[])({_CONSONANT}|Đ|(?i:ch|gh|kh|ng|ngh|nh|ph|th|tr|qu)) ([^\W\d_]{{1,6}})(?![^\W_])",
    re.IGNORECASE,
)
_CUT_CODA: Final = re.compile(r"([^\W\d_]{2,6}) (g|h|n|ng|nh|c|ch|t|p|m)(?![^\s,.;:!?)\]”’\"'])")
_APART: Final = re.compile("([^\\W\\d_]{1,7}) ([\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]+)([^\\W\\d_]{0,5})")
_CUT_YEAR: Final = re.compile(
    r"(?<=năm )([12](?: ?\d){3})(?![\d]| ?[.,]\d| \d)|(?<=\d[/-])([12](?: ?\d){3})(?![\d]| \d)", re.IGNORECASE
)
# After these a single letter is a name or a number of its own.
_LABELS: Final = frozenset(
    word_list(
        """
        vitamin loại hạng nhóm lớp tổ khu khối lô gan điểm khoản mục phần bảng lục mẫu tòa toà nhà block zone đội cụm
        tuyến ga cổng dãy cấp hệ bậc chữ ông bà anh chị em cô chú bác cháu văn thị công ty xã thôn hộ số đường quốc
        """
    )
)
# Words that begin as a cut syllable may: standing after a lone consonant they are themselves.
_COMMON: Final = frozenset(
    word_list(
        """
        ai an anh ao em eo ga gai gan gang gia giai gian giao già giành giàu giày giá giám giáo giáp giã giêng
        giòn giúp giả giải giảm giấy giặc giặt giếng giết giọng giỏi giống giới giờ giữ giữa gom gà gài gào gác
        gái gánh gây gãy gì gò góc gói góp găng gương gạ gạch gạo gạt gấp gần gầy gẫy gậy gắn gắng gặng gặp gặt
        gọi gọn gọt gốc gốm gồm gỗ gội gởi gỡ gừng gửi ha hai hay hen heo hi hiếm hiến hiếp hiền hiểm hiểu hiện
        hiệp hiệu ho hoa hoi hoà hoàn hoàng hoá hoạ hoạt huy huyết huyện hy hà hàm hàn hàng hành hào hái hát hân
        hãy hè héo hình hít hò hòa hòm hòn hóa hôm hôn hùng hú hút hơ hơi hơn hư hưng hương hướng hưởng hạ hại
        hạn hạng hạnh hạt hầm hầu hậu hắn hẳn hẹn hẹp hết hệ hệt họ họa học họp hỏi hỏng hối hốt hồ hồn hồng hổ
        hỗ hộ hội hộp hớn hờ hợi hợp hụt hủy hứa hứng hữu im in inh o oai oan oanh oi ong ra rau reo riêng ru
        ruộng rà rào rác rách rán rát ráy rãi rèn rét rò rõ rùa rúng rút răng rơi rơm rưới rượu rạ rạch rạn rạng
        rảnh rất rầy rậm rắc rắn rằng rẻ rẽ rể rễ rọi rỏ rối rồi rỗi rộ rộn rộng rời rụng rủ rủi rừng rửa u ung
        uy uôn uốn uống uỷ y yên yêu yết yếu à ào á ác ách ái ám án áo áp âm ân âu én ép êm ích ít óc ói ô ôi ôm
        ôn ông úp út ý ăn ơ ơi ơn ưa ưu ước ướt ạ ảnh ảo ấm ấn ấp ất ấy ẩm ẩn ẩu ắt ẵm ế ếch ỉ ị ốc ối ốm ống ồn
        ổ ổi ổn ớt ở ủ ủa ủi ủng ủy ức ứng ừ ỷ
        """
    )
)


def apart_edits(text: str) -> Iterator[Edit]:
    """A mark with a space before it, put on the word that it belongs to."""
    for match in _APART.finditer(text):
        for tail in (match[3], ""):
            joined = match[1] + match[2] + tail
            word = mend(joined)
            if word is not None:
                yield Edit(match.start(), match.end() - len(match[3]) + len(tail), word, "detached_mark")
                break


def cut_word_edits(text: str) -> Iterator[Edit]:
    """Onsets and last letters cut off by a space, put back."""
    edits: list[Edit] = []
    for match in _CUT_ONSET.finditer(text):
        if _may_join(text, match):
            edits.append(Edit(match.start(1), match.end(), match[1] + match[2], "cut_word"))
    taken = {edit.start for edit in edits}
    for match in _CUT_CODA.finditer(text):
        left, right = match.groups()
        if match.start(2) in taken or match.start(1) in taken or _word_before(text, match.start(1), stuck=True):
            continue
        digraph = (left[-1] == "n" and right in "gh") or (left[-1] == "c" and right == "h")
        if (digraph or not is_syllable(left)) and is_syllable(left + right) and not left.isupper():
            edits.append(Edit(match.start(), match.end(), left + right, "cut_word"))
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            yield edit
            end = edit.end


def _word_before(text: str, start: int, *, stuck: bool = False) -> str:
    """The word that ends right before `start` (or, unless `stuck`, one space before it); empty where there is none."""
    end = start if stuck else start - 1
    if not stuck and text[end : end + 1] != " ":
        return ""
    left = end
    while left > 0 and end - left < 12 and text[left - 1].isalnum():
        left -= 1
    return text[left:end]


def _may_join(text: str, match: re.Match[str]) -> bool:
    onset, rest = match.groups()
    if not rest.islower() or not is_syllable(onset + rest):
        return False
    before = _word_before(text, match.start(1))
    if before.lower() in _LABELS or before.isdigit() or (len(before) == 1 and before.isupper()):
        return False
    if len(onset) == 1:
        return rest not in _COMMON
    return not onset.isupper() and (rest not in _COMMON or rest[0] not in "ghr")


def cut_year_edits(text: str) -> Iterator[Edit]:
    """'năm 2 01 5' as 'năm 2015'; without 'năm' or a date before it, '2 015' is a number with a thin space."""
    for match in _CUT_YEAR.finditer(text):
        year = match[0].replace(" ", "")
        if " " in match[0] and 1900 <= int(year) <= 2100:
            yield Edit(*match.span(), year, "cut_number")
