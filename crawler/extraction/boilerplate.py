"""Lines that portals print round an article: counters, share bars, links to other news, licence lines.

Each rule is one line of text, anchored at its start, so that a sentence that merely speaks of such a thing stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block

# A line that is nothing else but this is cut, wherever it stands.
_WHOLE = re.compile(
    r"(?:"
    r"(?:lượt|số lần|số lượt|lần) (?:xem|đọc|truy cập|xem tin|xem bài)\s*:?\s*[\d.,]*|[\d.,]+ lượt (?:xem|đọc)|"
    r"view count\s*:?\s*[\d.,]*|(?:post )?views?\s*:?\s*[\d.,]+|đã xem\s*:?\s*[\d.,]+|"
    r"xem cỡ chữ.*|cỡ chữ.*|phông chữ.*|tương phản|đọc bài viết|nghe bài viết|đọc bài|nghe đọc bài|"
    r"(?:in|lưu|gửi|chia sẻ|phản hồi|góp ý)(?: trang| bài| bài viết| tin| email| mail| qua email| phản hồi| ý kiến)?|"
    r"(?:in bài viết|in trang|gửi mail|gửi email|gửi bình luận|gửi cho bạn bè|print|send email|email|share|tweet|"
    r"chia sẻ (?:bài viết|facebook|zalo|lên .{1,20}|qua .{1,20}|với .{1,20})|facebook|twitter|zalo|google\+?|"
    r"copy link|sao chép liên kết|like|thích|pinterest|linkedin|messenger|whatsapp|telegram|share this(?: article| story)?:?|"
    r"share on .{1,20}|save|comments?|\d+ comments?|advertisement|quảng cáo|đọc thêm|xem thêm|read more|close|đóng)\s*:?|"
    r"quay lại|trở về|trở lại|về đầu trang|lên đầu trang|trang trước|trang sau|back to top|"
    r"tin (?:liên quan|khác|cùng chuyên mục|mới hơn|cũ hơn|mới nhất|đọc nhiều|đã đưa)\s*:?|"
    r"(?:các )?(?:tin|bài|bài viết|tin bài|tin tức)(?: đã đưa| khác| liên quan| cùng chuyên mục| mới| cũ hơn| mới hơn)\s*:?|"
    r"tìm kiếm theo ngày.*|tìm theo ngày.*|xem theo ngày.*|xem tin theo ngày.*|"
    r"(?:đánh giá|bình chọn) bài viết.*|tổng số điểm của bài viết.*|click để đánh giá bài viết.*|"
    r"(?:bình luận|ý kiến bạn đọc|ý kiến của bạn|gửi ý kiến)(?: \(?\d+\)?)?|"
    r"(?:từ khóa|từ khoá|tags?|thẻ)\s*:.{0,200}|(?:other|related) (?:news|articles|stories)\s*:?"
    r")\.?",
    re.I,
)

# A line that begins so is cut too, if it is short.
_LICENCE = re.compile(
    r"^(?:®|©|\(c\)|copyright\b|bản quyền (?:thuộc|©|của)|giấy phép (?:số|thiết lập|xuất bản|hoạt động)|"
    r"(?:®\s*|\*\s*)?ghi rõ nguồn\b|(?:đề nghị|vui lòng|xin) ghi rõ nguồn|"
    r"mọi (?:hành vi|hình thức) sao chép|cơ quan chủ quản\s*:|chịu trách nhiệm (?:chính|nội dung)\s*:|"
    r"all rights reserved)",
    re.I,
)


def mark(lines: Sequence[Block]) -> None:
    """Give the boilerplate among `lines` the role 'boilerplate'."""
    for line in lines:
        text = line.text
        if text and line.role == "body" and len(text) <= 300 and is_boilerplate(text):
            line.role = "boilerplate"


def is_boilerplate(text: str) -> bool:
    """Whether one line of text is portal furniture and no part of any article."""
    if len(text) <= 120 and _WHOLE.fullmatch(text):
        return True
    return bool(_LICENCE.match(text))
