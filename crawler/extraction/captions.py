"""Which lines are captions: distinguished from the text by where they stand and how they are set.

A caption is a line that the page ties to a picture: inside `<figcaption>` or a box named for it, inside a figure or
a table that holds nothing but a picture and little text, or set apart (centred, italic, 'Ảnh: …') right under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import HEADINGS, Block, Box
from crawler.extraction.names import named

_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…", "”", '"')
_CLOSE = 8  # boxes round a picture that may be its figure
_LINK = 0.8  # link density of a line that is a link: to a file or another page
LONGEST = 400  # characters; longer text under a picture is text
_LITTLE = 120  # characters that a table with a picture may have even where the page has no other text
_PARAGRAPH = 80  # characters of a sentence that is a paragraph of a text, where a table has more than one a picture
_is_caption = named(
    r"(?:^|[\s_-])(?:p|img|image|photo|media|tpl|wp|fig|figure)?-?_?caption(?!s?-?(?:attach|box|wrap|container|on))|chu-?_?thich|photo-?_?(?:note|desc|credit|legend)|im(?:g|age)-?_?(?:note|desc|credit|title|legend)|"
    r"legend-?_?(?:photo|image)|media-?_?credit|cutline|"
    r"(?:^|\s)(?:pcaption|caption|tplcaption|desc_cation)(?:\s|$)"
)
_is_figure = named(
    r"(?:^|[\s_-])(?:figure|wp-caption|tplcaption|photo-?box|image-?box|img-?box|imgcontainer|image-?wrap(?:per)?|"
    r"vcsortableinpreviewmode|picture|thumb-?caption|slide-?show|gallery|imagecenter|media-?image)(?:$|[\s_-])"
)
_WORDS = re.compile(r"\w+")
_FLOAT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:pull-left|pull-right|float-left|float-right|alignleft|alignright)(?:$|\s)", re.I
)
_CREDIT = re.compile(
    r"^\(?\s*(?:ảnh|ảnh minh họa|ảnh minh hoạ|hình|hình ảnh|hình minh họa|nguồn ảnh|photo|image|foto|picture|bild)"
    r"(?:\s+(?:by|credit|courtesy|tư liệu|minh họa|minh hoạ|internet|ngọc|st))?\s*(?:\d+\s*)?[:.)–-]|^\(?ảnh (?:minh hoạ|minh họa|tư liệu|internet|st)\)?\.?$",
    re.I,
)
_CREDIT_END = re.compile(
    r"(?:[(.,;–/-]\s*|\s)(?:ảnh|photo|foto)\s*(?:minh họa|tư liệu|internet|:[^.:]{1,60})\s*\)?\.?\s*$", re.I
)


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same but for case, quotes and punctuation."""
    first, second = _WORDS.search(one), _WORDS.search(other)
    if first is not None and second is not None and first[0].casefold() != second[0].casefold():
        return False
    return bool(one) and _WORDS.findall(one.casefold()) == _WORDS.findall(other.casefold())


def mark(lines: Sequence[Block], title: str = "") -> None:
    """Give the captions among `lines` the role 'caption' and each picture its caption's text."""
    for line in lines:
        if line.text and line.role == "body" and _in_caption_box(line.box):
            line.role = "caption"
    text = sum(len(line.text) for line in lines if line.role == "body")
    for box, span in _figures(lines):
        _mark_figure(box, span, text)
    centred = sum(line.chars for line in lines if line.box.align == "center")
    centring_tells = centred * 2 < sum(line.chars for line in lines)
    picture: Block | None = None
    under = False  # nothing but captions since `picture`
    for line in lines:
        if line.is_picture:
            picture, under = line, True
            continue
        if line.role == "caption":
            if picture is not None and picture.caption is None and under:
                picture.caption = line.text
            continue
        if line.role != "body":
            continue
        more = picture is not None and picture.caption is not None
        if picture is not None and under and _under_picture(picture, line, title, centring_tells, more):
            line.role = "caption"
            picture.caption = f"{picture.caption} {line.text}" if picture.caption else line.text
            continue
        under = False


def _in_caption_box(box: Box) -> bool:
    """Whether a box, or one close round it, is named for captions."""
    return any(
        up.tag == "figcaption" or _is_caption(up.hint)
        for up in box.nearest(3)
        if up.tag not in ("figure", "table", "article", "main", "body")
    )


def _figures(lines: Sequence[Block]) -> list[tuple[Box, list[Block]]]:
    """The figure-like boxes round each picture, with their lines in order."""
    spans: dict[Box, list[Block]] = {}
    for line in lines:
        if line.is_picture:
            for box in line.box.nearest(_CLOSE):
                if box.parent is not None and (box.tag in ("figure", "table") or _is_figure(box.hint)):
                    spans.setdefault(box, [])
    if spans:
        for line in lines:
            for box in line.box.nearest(2 * _CLOSE):
                if box in spans:
                    spans[box].append(line)
    return list(spans.items())


def _mark_figure(box: Box, span: list[Block], text: int) -> None:
    """Within a figure, or a table that is one, all text belongs to the pictures.

    `text`: the characters of all lines. A table that holds most of them is a layout, and its text the article's.
    """
    texts = [line for line in span if line.text]
    pictures = [line for line in span if line.is_picture]
    size = sum(len(line.text) for line in texts)
    if not texts or not pictures or box.tag in ("article", "main", "section", "body"):
        return
    if box.tag not in ("figure", "table"):
        if len(texts) > len(pictures) + 1 or size > LONGEST:
            return
    elif size > max(LONGEST, 250 * len(pictures)) or len(texts) > 4 * len(pictures):
        return
    if box.tag == "table" and (any(line.box.tag in HEADINGS for line in texts) or _is_layout(texts, pictures, text)):
        return
    for line in texts:
        if line.role == "body":
            line.role = "caption"


def _is_layout(texts: list[Block], pictures: list[Block], text: int) -> bool:
    """Whether a table with pictures is the layout of a text: it holds most of the page's, or paragraphs of it."""
    size = sum(len(line.text) for line in texts if line.role == "body")
    paragraphs = sum(len(line.text) >= _PARAGRAPH and line.text.endswith((".", "!", "?")) for line in texts)
    return (size > _LITTLE and 2 * size > text) or paragraphs > len(pictures)


def _under_picture(picture: Block, line: Block, title: str, centring_tells: bool, more: bool) -> bool:
    """Whether a line that follows a picture with nothing between is its caption, or (`more`) goes on with it."""
    text = line.text
    if len(text) > LONGEST:
        return False
    if _CREDIT.search(text) or (len(text) < 250 and _CREDIT_END.search(text)):
        return True
    if line.box.tag in HEADINGS or line.link_density > _LINK:
        return False
    if same_words(text, title):
        return not _floats(picture) and _near(picture.box, line.box)
    if (line.strong and text.isupper()) or _floats(picture) or not _near(picture.box, line.box):
        return False
    if more and len(text) > 120:
        return False
    if line.box.align == "center" and centring_tells:
        return True
    if line.emphasised and not line.strong and len(text) < 250:
        return True
    # Under a picture that stands by itself a short line that is no sentence says what the picture shows.
    unfinished = not text.endswith(_SENTENCE_END) and len(text) < 220 and not line.strong and line.box.tag != "li"
    alone = picture.box.align == "center" or picture.box.end - picture.box.start == 1
    return not more and unfinished and alone


def _floats(picture: Block) -> bool:
    """Whether text flows round the picture, so that what follows it is not under it."""
    element = picture.element
    if element is None:
        return False
    style = element.attr("style") or ""
    return (
        "float" in style
        or (element.attr("align") or "").lower() in ("left", "right")
        or bool(_FLOAT_CLASS.search(element.attr("class") or ""))
    )


def _near(picture: Box, line: Box) -> bool:
    """Whether two boxes are one, or neighbours in one parent."""
    above = picture.nearest(3)
    return any(box in above for box in line.nearest(3))
