"""Which boxes of a page hold furniture, by tag and by the names that authors of pages give them."""

from __future__ import annotations

import re

from crawler.extraction.blocks import Block, Box

_TAGS = frozenset(("nav", "footer", "aside", "menu", "dialog", "fieldset", "address", "legend", "search"))
_NAMES = re.compile(
    r"comment(?!ary|ed)|disqus|(?:^|[\s_-])respond|livefyre|footer|foot(?:$|[\s_-])|masthead|"
    r"(?:^|[\s_-])(?:nav|navi|navigation|menu|topbar|header-?top)|navbar|nav-?bar|menu(?:$|[\s_-])|breadcrumb|pathway|"
    r"sidebar|side-?bar|(?:right|left)-?(?:bar|col|column|rail|side|pane)(?:$|[\s_-])|(?:^|[\s_-])rail(?:$|[\s_-])|"
    r"relate|read-?(?:more|next|also)|more-?(?:stories|news|from|on|articles|posts|coverage|links|like)|"
    r"(?:next|prev|previous)-?(?:post|article|story)|post-?nav|"
    r"recommend|recirc|popular|most-?(?:read|viewed|recent|shared)|trending|latest|top-?stories|"
    r"you-?(?:may|might)|also-?(?:like|read)|see-?also|teaser|(?:^|[\s_-])river|"
    r"share(?!d-?content)|sharing|sharedaddy|social|addthis|(?:^|[\s_-])(?:fb|twitter|facebook|zalo)(?:$|[\s_-])|"
    r"newsletter|subscri|sign-?up|signup|paywall-?(?:prompt|offer)|donat|membership|"
    r"promo|sponsor|advert|adsense|(?:^|[\s_-])ads?(?:$|[\s_-])|(?:^|[\s_-])ad-|banner|dfp|outbrain|taboola|zergnet|"
    r"cookie|consent|gdpr|pop-?up|modal|overlay|lightbox|tooltip|"
    r"(?:^|[\s_-])tags?(?:$|[\s_-])|tag-?(?:list|cloud|links)|(?:^|[\s_-])topics?(?:$|[\s_-])|keyword|"
    r"pagination|pager(?:$|[\s_-])|paging|page-?links|"
    r"widget(?!-?(?:content|body|text))|author-?(?:bio|box|info|card|desc|about)|about-?(?:the-?)?author|bio(?:$|[\s_-])|"
    r"contributor|byline|(?:^|[\s_-])(?:post|entry|article|story)-?(?:meta|footer|info|tools?|utility|actions?)|"
    r"copyright|disclaim|(?:^|[\s_-])legal|license|toolbar|tool-?box|(?:^|[\s_-])tools?(?:$|[\s_-])|"
    r"rating|(?:^|[\s_-])vote|(?:^|[\s_-])poll|login|log-?in|(?:^|[\s_-])search|skip-?(?:link|to)|screen-?reader|"
    r"sr-only|visually-?hidden|(?:^|[\s_-])print(?:$|[\s_-])|noprint|no-print|carousel|slick|swiper|"
    # Vietnamese names, as portals spell them without diacritics
    r"tin-?_?(?:lien-?_?quan|khac|cung|moi|doc-?nhieu|nong|xem-?nhieu|da-?dua)|lien-?_?quan|bai-?_?(?:viet-?khac|khac)|"
    r"tinkhac|tincung|binh-?_?luan|cung-?_?chuyen-?_?muc|tu-?_?khoa|xem-?_?nhieu|doc-?_?nhieu|thong-?_?ke|truy-?_?cap|"
    r"luot-?_?xem|chia-?_?se|danh-?_?gia|article-other|other-?(?:news|article|post)|news-?other|othernews|hot-?news",
    re.I,
)
_BODY_NAMES = re.compile(
    r"article-?_?(?:body|content|text|detail)|(?:entry|post|story|news|main|detail|page)-?_?(?:content|body|text)|"
    r"content-?_?(?:body|detail|article|news|main)|bodytext|articlebody|noi-?_?dung|chi-?_?tiet|journal-content",
    re.I,
)
_STRONG_NAMES = re.compile(r"comment(?!ary|ed)|disqus|relate|recommend|footer|cookie|consent|newsletter|sidebar", re.I)
_ENOUGH = 250  # characters of running text that must be left


def furniture(boxes: list[Box], lines: list[Block], weights: list[float]) -> list[bool]:
    """For each box whether it is, or lies in, a box of furniture. `weights`: how much text each line counts for.

    A name is only a hint: where nearly all text would go with it, only the surest names count, then none.
    """
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    total = sums[-1]
    repeated = _repeated(boxes, lines, sums)
    for attempt in (0, 1):
        bad = _marked(boxes, sums, repeated, 0.4 * total if attempt else total + 1)
        left = sum(w for line, w in zip(lines, weights, strict=True) if w and not bad[line.box.index])
        if left >= max(_ENOUGH, 0.25 * total) or (attempt and left >= 100):
            return bad
    return [box.tag in _TAGS for box in boxes]


def _marked(boxes: list[Box], sums: list[float], repeated: set[Box], most: float) -> list[bool]:
    """Furniture by name, but boxes with more than `most` of the text only where the name is of the surest."""
    out: list[bool] = []
    for box in boxes:
        if box.parent is not None and out[box.parent.index]:
            out.append(True)
        elif sums[box.end] - sums[box.start] > most:
            out.append(box.tag not in ("html", "body", "main", "article") and bool(_STRONG_NAMES.search(box.hint)))
        else:
            out.append(box in repeated or _named(box))
    return out


def _repeated(boxes: list[Box], lines: list[Block], sums: list[float]) -> set[Box]:
    """Three and more neighbours of one make, each with a link in it: teasers of other articles."""
    groups: dict[tuple[Box, str, str], list[Box]] = {}
    for box in boxes:
        if box.parent is not None and box.tag in ("div", "li", "article", "section", "td", "a", "dd", "ul"):
            words = box.hint.split(None, 1)
            groups.setdefault((box.parent, box.tag, words[0] if words else ""), []).append(box)
    found: set[Box] = set()
    for group in groups.values():
        if len(group) < 3:
            continue
        linked = size = links = 0
        for box in group:
            inner = lines[box.start : box.end]
            chars = sum(line.link_chars for line in inner)
            linked += chars > 0
            links += chars
            size += sum(line.chars for line in inner)
        if linked >= 0.8 * len(group) and links >= 0.15 * size and size < 500 * len(group):
            found.update(group)
    return found


def _named(box: Box) -> bool:
    tag = box.tag
    if tag in _TAGS:
        return True
    if tag in ("html", "body", "main", "article") or len(box.hint) < 3:
        return False
    if tag == "header":
        return True
    return bool(_NAMES.search(box.hint)) and not _BODY_NAMES.search(box.hint)
