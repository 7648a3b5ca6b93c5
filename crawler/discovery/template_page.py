"""A page's markup with our own words in it: what a fixture may keep of a page that belongs to somebody else.

Tags, class names and the places of dates stay; every text is replaced, but for labels that any portal has.
"""

from __future__ import annotations

import itertools
import re

from lxml import html
from lxml.html import HtmlElement

_WORDS = """
Sáng nay tại thành phố Nguyệt Hồ đoàn công tác của tỉnh Sông Lam đã đến thăm các hộ trồng dâu và nghe bà con kể về vụ
mùa vừa qua. Trưởng đoàn đề nghị xã Khe Sấu sớm sửa con đường ra bến đò trước mùa mưa và giao phòng chuyên môn theo dõi
tiến độ hằng tuần. Bà con mong có thêm một phiên chợ vào ngày cuối tuần để bán tơ, mật ong và hàng đan lát. Đại diện
chính quyền xã cho biết số hộ làm nghề đã tăng thêm so với năm trước và nhiều người trẻ trở về quê học nghề.
""".split()
_LABELS = (
    "trang chủ|tin tức|sự kiện|thông báo|liên hệ|giới thiệu|sơ đồ|đăng nhập|tìm kiếm|bản in|in(?: trang| bài)?|chia sẻ|"
    "gửi(?: email| mail)?|tin (?:liên quan|khác|mới|cũ hơn)|các tin (?:khác|đã đưa)|bài (?:liên quan|viết khác)|"
    "xem thêm|lượt xem|ngày đăng|cập nhật(?: lúc| ngày)?|đăng (?:ngày|lúc)|tác giả|nguồn(?: tin)?|ảnh|từ khóa|tags?|"
    "(?:tệp|file|tài liệu)(?: tin)? đính kèm|trang (?:sau|trước)|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|lúc|giờ|"
    r"(?:(?:thứ \w+|chủ nhật),? )?ngày \d{1,2} tháng \d{1,2} năm \d{4}"
)
_LABEL = re.compile(rf"^[\s|»›/:.\-–(\[]*(?:{_LABELS})[\s|:.,\-–)\]\d]*$", re.I)
_KEPT = {
    "class",
    "id",
    "itemprop",
    "itemtype",
    "itemscope",
    "property",
    "name",
    "role",
    "rel",
    "type",
    "datetime",
    "lang",
    "charset",
    "http-equiv",
    "colspan",
    "align",
}
_DROPPED = (
    "script",
    "style",
    "noscript",
    "iframe",
    "svg",
    "object",
    "embed",
    "template",
    "input",
    "select",
    "textarea",
    "button",
)
_NAME_META = re.compile(r"^(?:og:type|viewport|generator|robots)$", re.I)
LONGEST = 400  # words in one piece of text


def template_page(markup: str) -> str:
    """The markup with other words. Raises `ValueError` where there is none."""
    try:
        root = html.document_fromstring(
            markup, parser=html.HTMLParser(remove_comments=True, remove_pis=True, encoding=None)
        )
    except (html.etree.ParserError, html.etree.XMLSyntaxError) as error:
        raise ValueError(f"no page: {error}") from error
    words = itertools.cycle(_WORDS)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _DROPPED and element.getparent() is not None:
            element.drop_tree()
            continue
        _attributes(element, words)
        element.text = _other(element.text, words)
        element.tail = _other(element.tail, words)
    return str(html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))


def _attributes(element: HtmlElement, words: itertools.cycle[str]) -> None:
    kept = {name: value for name, value in element.attrib.items() if name in _KEPT}
    old = dict(element.attrib)
    element.attrib.clear()
    element.attrib.update(kept)
    if element.tag == "a" and "href" in old:
        element.set("href", _address(old["href"]))
    elif element.tag == "link" and old.get("rel") == "stylesheet":
        element.drop_tree()
    elif element.tag == "img":
        element.set("src", "/anh/anh.jpg")
    elif element.tag == "meta" and "content" in old:
        name = old.get("property") or old.get("name") or old.get("http-equiv") or ""
        keep = _NAME_META.match(name) or "http-equiv" in old or _only_numbers(old["content"])
        element.set("content", _dated(old["content"]) if keep else _other(old["content"], words) or "")


def _address(href: str) -> str:
    if href.lower().startswith(("mailto:", "javascript:", "#", "tel:")):
        return "#"
    ending = re.search(r"\.(?:pdf|docx?|xlsx?|zip|rar)\b", href, re.I)
    return f"/tep/van-ban{ending[0]}" if ending else "/lien-ket"


def _other(text: str | None, words: itertools.cycle[str]) -> str | None:
    """As many words of ours, with the dates' places kept; labels stay."""
    if text is None or not text.strip():
        return text
    if _LABEL.match(text) or _only_numbers(text):
        return _dated(text)
    dates = re.findall(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:\s*[-,|]?\s*\d{1,2}:\d{2})?|\d{1,2}:\d{2}", text)
    count = min(len(text.split()), LONGEST)
    ours = " ".join(next(words) for _ in range(count))
    ours = ours[:1].upper() + ours[1:]
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    stated = f"{_dated(' '.join(dates[:1]))} " if dates and count <= 15 else ""
    return f"{before}{stated}{ours}{after}"


def _only_numbers(text: str) -> bool:
    return not re.search(r"[^\W\d_]{3,}", re.sub(r"GMT|AM|PM|SA|CH|[TZ]", "", text))


def _dated(text: str) -> str:
    """The text with every date set to 15 January 2026, 08:30, in its own form."""
    text = re.sub(r"\b(?:19|20)\d\d([-/])\d{2}\1\d{2}", lambda m: f"2026{m[1]}01{m[1]}15", text)
    text = re.sub(r"\b\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d", lambda m: f"15{m[1]}01{m[1]}2026", text)
    text = re.sub(r"ngày \d{1,2} tháng \d{1,2} năm \d{4}", "ngày 15 tháng 01 năm 2026", text, flags=re.I)
    return re.sub(r"\b\d{1,2}:\d{2}(:\d{2})?", lambda m: "08:30:00" if m[1] else "08:30", text)
