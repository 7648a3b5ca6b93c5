"""What a figure is of: the noun phrase that is counted, or the subject that is measured; whole or not at all."""

from __future__ import annotations

import re

from crawler.meetings.text import Text

_PHRASE_END = re.compile(
    r"[,;.:()\n\"]|\s-\s|\d|(?<!\w)(?:đã|đang|sẽ|được|bị|là|tham dự|tham gia|dự|có|với|và|hoặc|tại|từ"
    r"|đến|do|để|nhằm|trong|trên"
    r"|vào|ở|bằng|đạt|chiếm|tăng|giảm|so|theo|cho|về|như|gồm|trở|khi|nên|thì|mà|cùng|qua|sau|trước|phải|cần|không|chưa"
    r"|tán thành|đồng ý|biểu quyết|thông qua|hoàn thành|đại diện|còn|này|đó|nêu|kia|trực tiếp|ra|lên|mới chỉ|phát biểu"
    r"|thảo luận|nhất trí|bỏ phiếu|đủ|vượt|ước|hơn|gần|mỗi|thuộc diện|chủ yếu|đầu năm|nay|vì|nhưng"
    r"|tốt nghiệp|bầu|dành|triển khai|cư trú|đăng ký|đăng kí)(?!\w)"
)
"""Words that end the noun phrase behind a number."""
_SUBJECT_STOP = re.compile(
    r"[,;.:()\n\"]|(?<!năm )(?<!tháng )(?<!quý )(?<!\d)(?<!\d[.,/-])\d(?:[\d.,/]*\d)?(?! tháng)"
    r"\s?(?:%|\w+ đồng|đồng|ha|tấn|km|usd)?(?!\w)(?: và)?"
    r"|(?<!\w)(?:với|trong đó|gồm|còn|là|có)(?!\w)(?= )"
)
_JOINING = re.compile(
    r"(?:\s|^)(?:ước|đạt|là|bằng|chiếm|hơn|gần|khoảng|trên|dưới|tới|đến|còn|có|được|lên|tăng|giảm|gồm|với|thêm"
    r"|xấp xỉ|tối thiểu|ít nhất|từ|vượt|đã|chỉ|cả|xuống|bình quân|đó|sau|trước|mới|nay|ở mức|mức|không quá|trên mức"
    r"|ước đạt|ước tính|tăng trưởng ước|thực hiện|cao|khoảng chừng|chừng|tương đương|tổng cộng|cộng)$"
)
"""Words between a subject and its number."""
_LEADING = re.compile(
    r"(?:(?:trong|đến|tính đến|hết|từ|riêng|ước|theo đó|cụ thể|kết quả|năm|tháng|quý|giai đoạn|đầu năm|cuối năm|cùng kỳ"
    r"|đến nay|hiện nay|hiện|tính|cả|nay|toàn tỉnh|toàn thành phố|toàn huyện|toàn xã|cả năm|cả nước|của|các|những|này"
    r"|đã|đó|nhiệm kỳ|thì|mà|kỳ|trước|i|ii|iii|iv)(?:\s+|$))+"
)
_NO_SUBJECT = re.compile(
    r"(?<!\w)(?:đã|sẽ|được|bị|huy động|hỗ trợ|đầu tư(?= \w+ \w+ )|trao|tặng|thu hút|phải|quyết tâm"
    r"|mức độ|đặt|đề ra|giải ngân được"
    r"|phân bổ|bố trí|cho biết|nhằm|để"
    r"|yêu cầu|phấn đấu|tại|ngày|theo(?! giá)|khi|nếu|nên|cho|do|so|qua|vào|cùng|như|vì)(?!\w)"
)
"""A verb or preposition in what stands before a number: the words are a clause and no noun phrase."""
_EMPTY = frozenset(
    {
        "tỷ lệ",
        "tỉ lệ",
        "mức",
        "con số",
        "tổng số",
        "số",
        "tổng",
        "tốc độ",
        "hoàn thành",
        "kết quả",
        "xây dựng",
        "hạn",
        "đúng hạn",
        "trước hạn",
    }
)
"""Words that do not say what the figure is of."""
_HEADS = re.compile(
    r" (?P<object>(?:vốn|tiền|kinh phí|đất|rừng|đường|lúa|gạo|hàng|rau|thịt|cá|tôm|cao su|cà phê|chè|gdp|grdp|dân số|nợ"
    r"|tổng (?!kết)|diện tích|doanh thu|giá trị|đại biểu|hồ sơ|học sinh|cử tri|hộ |người|cán bộ"
    r"|đảng viên|chi bộ|xã(?! hội)|thôn"
    r"|trường|số |doanh nghiệp|dự án|cơ sở|công trình|phiếu|sản phẩm|lao động|thanh niên|trẻ)[^,;.:()\n\"\d]*)"
)
"""Nouns that can follow a measure as its object: '20 ha rừng', '502,88 triệu USD vốn FDI'."""
_NO_NOUN = re.compile(
    r"(?:\d|(?:tuy nhiên|nhìn chung|bên cạnh|ngoài ra|đồng thời|trong|theo|hiện|riêng|các|những|mỗi"
    r"|điều chỉnh|tăng|giảm|nâng|đạt|hoàn thành|tổ chức|thực hiện|kết nạp"
    r"|giải quyết|xử lý|tiếp nhận|cấp|mở"
    r"|đào tạo|trồng|khám|thông qua|ban hành|phát hiện|tham mưu|kiểm tra|khen thưởng|tuyên dương|cứu"
    r"|sửa chữa|vận động)(?!\w))"
)
"""What begins so is a clause, or no whole phrase."""
_FEW = 10
"""Words in a noun phrase at most."""


def counted_object(text: Text, noun: int, end: int, last: int) -> tuple[int, int] | None:
    """The counted noun at `noun` with the words that qualify it: 'đại biểu HĐND tỉnh'."""
    stop = _PHRASE_END.search(text.low, end, last)
    finish = stop.start() if stop else last
    words = text.low[noun:finish].split()
    if len(words) > _FEW or not words:
        finish = end
    while finish > noun and text.flat[finish - 1] in ' ,-"':
        finish -= 1
    if text.low.endswith((" của", " và", " các"), noun, finish):
        finish = text.flat.rindex(" ", noun, finish)
    return noun, finish


def measured_object(text: Text, first: int, start: int, end: int, last: int) -> tuple[int, int] | None:
    """The noun phrase behind a measure, else the one before the number; None where a clause or nothing stands there."""
    if (behind := _HEADS.match(text.low, end, last)) and len(behind["object"]) > 2:
        return counted_object(text, behind.start("object"), behind.start("object") + 2, last)
    low = max(first, start - 150)
    finish = start
    while joined := _JOINING.search(text.low[low:finish].rstrip()):
        finish = low + joined.start()
    stops = list(_SUBJECT_STOP.finditer(text.low, low, finish))
    if not stops and low != first:
        return None
    begin = stops[-1].end() if stops else low
    if leading := _LEADING.match(text.low[begin:finish].lstrip()):
        begin += len(text.low[begin:finish]) - len(text.low[begin:finish].lstrip()) + leading.end()
    while finish > begin and text.flat[finish - 1] in ' -"':
        finish -= 1
    while begin < finish and text.flat[begin] in ' -"':
        begin += 1
    words = text.low[begin:finish]
    if (
        finish - begin < 3
        or words in _EMPTY
        or _NO_NOUN.match(words)
        or _NO_SUBJECT.search(words)
        or len(words.split()) > 16
    ):
        return None
    return begin, finish
