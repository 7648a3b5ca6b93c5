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
# A lone piece between spaces (and quotes): an onset or a coda without its vowel.
_LONE: Final = re.compile(
    rf"[\s\"'“‘(\[]((?i:{_CONSONANT}|ch|gh|kh|ng|ngh|nh|ph|th|tr|qu))(?=[\s,.;:!?)\]”’\"']|\Z)"
    r"(?: ([^\W\d_]{1,6})(?![^\W_]))?"
)
_NO_WORDS: Final = frozenset(word_list("c ch t p ng nh"))
_CODAS: Final = frozenset(word_list("g h n ng nh c ch t p m"))
_MARK: Final = re.compile("[\u0300-\u036f]")
_APART: Final = re.compile("([^\\W\\d_]{1,7}) ([\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]+)([^\\W\\d_]{0,5})")
_DIGIT_GAP: Final = re.compile(r"\d \d")
_CUT_YEAR: Final = re.compile(
    r"(?<=năm )([12](?: ?\d){3})(?!\d| ?[.,]\d| \d)|(?<=\d[/-])([12](?: ?\d){3})(?!\d| \d)", re.IGNORECASE
)
# After these a single letter is a name or a number of its own.
_LABELS: Final = frozenset(
    word_list(
        """
        vitamin loại hạng nhóm lớp tổ khu khối lô gan điểm khoản mục phần bảng lục mẫu tòa toà nhà block zone đội cụm
        tuyến ga cổng dãy cấp hệ bậc chữ ông bà anh chị em cô chú bác cháu văn thị xã thôn hộ số đường trị hằng biến hàm
        """
    )
)
# Words that begin as a cut syllable may: standing after a lone consonant they are themselves.
_COMMON: Final = frozenset(
    word_list(
        """
        ai an anh ao em gia giai gian giao già giành giá giám giáo giêng giúp giả giải giảm giấy giết giọng giỏi
        giống giới giờ giữ giữa gà gác gái gây gì gò góc góp gương gạ gạch gạo gấp gần gắn gặp gặt gọi gốc gồm
        gỗ gởi gửi ha hai hay hi hiếm hiến hiền hiểm hiểu hiện hiệp hiệu hoa hoi hoà hoàn hoàng hoá hoạ hoạt huy
        huyết huyện hy hà hàm hàn hàng hành hào hái hát hân hãy hình hò hòa hôm hôn hùng hút hơ hơi hơn hư hưng
        hương hướng hưởng hạ hại hạn hạng hạnh hạt hầu hậu hẳn hẹn hẹp hết hệ họ họa học họp hỏi hỏng hối hồ hồn
        hồng hổ hỗ hộ hội hộp hợi hợp hủy hứa hứng hữu in o oai oan ra rau riêng ruộng rác rõ rúng rút răng rơi
        rơm rượu rất rầy rằng rẻ rối rồi rỗi rộn rộng rời rụng rủi rừng rửa uy uôn uốn uống uỷ y yên yêu yếu à á
        ách ái án áo áp âm ân âu ép ít ô ôi ôn ông ý ăn ơ ơi ưa ưu ước ướt ạ ảnh ảo ấm ấn ấp ất ấy ẩn ốc ống ổ
        ổn ở ủy ứng
        """
    )
)


def apart_edits(text: str) -> Iterator[Edit]:
    """A mark with a space before it, put on the word that it belongs to."""
    if text.isascii() or not _MARK.search(text):
        return
    for match in _APART.finditer(text):
        for tail in (match[3], ""):
            joined = match[1] + match[2] + tail
            word = mend(joined)
            if word is not None:
                yield Edit(match.start(), match.end() - len(match[3]) + len(tail), word, "detached_mark")
                break


def cut_word_edits(text: str) -> Iterator[Edit]:
    """Onsets and last letters cut off by a space, put back."""
    padded = f"\n{text}"
    at = done = 0
    while (match := _LONE.search(padded, at)) is not None:
        start, end = match.start(1) - 1, match.end(1) - 1
        at = match.end(1)
        piece, rest = match[1], match[2]
        if rest is not None and _begins(text, start, piece, rest):
            yield Edit(start, end + 1 + len(rest), piece + rest, "cut_word")
            at = match.end(2)
            done = at - 1
        elif piece in _CODAS:
            left = _word_before(text, start)
            begins = start - 1 - len(left)
            digraph = (left.endswith("n") and piece in "gh") or (left.endswith("c") and piece == "h")
            whole = digraph or piece in _NO_WORDS or not is_syllable(left)
            labelled = left.lower() in _LABELS
            if begins >= done and left.isalpha() and whole and not labelled and is_syllable(left + piece):
                yield Edit(begins, end, left + piece, "cut_word")
                done = end


def _word_before(text: str, start: int) -> str:
    """The word that ends one space before `start`; empty where there is none."""
    end = start - 1
    if end < 1 or text[end] != " ":
        return ""
    left = end
    while left > 0 and end - left < 12 and text[left - 1].isalnum():
        left -= 1
    return text[left:end]


def _begins(text: str, start: int, onset: str, rest: str) -> bool:
    """True where `onset` at `start` is the cut-off beginning of `rest`, and no label, unit or initial of its own."""
    if not rest.islower() or not is_syllable(onset + rest):
        return False
    before = _word_before(text, start)
    if before.lower() in _LABELS or before.isdigit() or (len(before) == 1 and before.isupper()):
        return False
    if len(onset) == 1:
        return rest not in _COMMON
    return not onset.isupper() and (rest not in _COMMON or rest[0] not in "ghr")


def cut_year_edits(text: str) -> Iterator[Edit]:
    """'năm 2 01 5' as 'năm 2015'; without 'năm' or a date before it, '2 015' is a number with a thin space."""
    if not _DIGIT_GAP.search(text):
        return
    for match in _CUT_YEAR.finditer(text):
        year = match[0].replace(" ", "")
        if " " in match[0] and 1900 <= int(year) <= 2100:
            yield Edit(*match.span(), year, "cut_number")
