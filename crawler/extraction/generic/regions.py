"""Which boxes of a page hold furniture, by tag and by the names that authors of pages give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import accumulate

from crawler.extraction.blocks import Block, Blocks, Box
from crawler.extraction.names import named

_TAGS = frozenset(("nav", "footer", "aside", "menu", "dialog", "fieldset", "address", "legend", "search"))
_is_furniture = named(
    r"comment(?!ary|ed)|disqus|(?:^|[\s_-])respond|livefyre|footer|foot(?:$|[\s_-])|masthead|"
    r"(?:^|[\s_-])(?:nav|navi|navigation|menu|topbar|header-?top)|navbar|nav-?bar|menu(?:$|[\s_-])|breadcrumb|pathway|"
    r"sidebar|side-?bar|(?:right|left)-?(?:bar|col|column|rail|side|pane)(?:$|[\s_-])|(?:^|[\s_-])rail(?:$|[\s_-])|"
    r"relate|read-?(?:more|next|also)|more-?(?:stories|news|from|on|articles|posts|coverage|links|like)|"
    r"(?:next|prev|previous)-?(?:post|article|story)|post-?nav|"
    r"recommend|recirc|popular|most-?(?:read|viewed|recent|shared)|trending|latest|top-?stories|"
    r"you-?(?:may|might)|also-?(?:like|read)|see-?also|teaser|(?:^|[\s_-])river|"
    r"share(?!d-?content)|sharing|sharedaddy|social-?_?(?:share|links?|icons?|bar|buttons?|follow|tools?|nav|list|wrap|top|bottom)|(?:^|\s)socials?(?:$|\s)|"
    r"addthis|(?:^|[\s_-])(?:fb|facebook|zalo)-?(?:like|share|comments?|root|page)?(?:$|[\s_-])|"
    r"newsletter|subscri|sign-?up|signup|paywall-?(?:prompt|offer)|donat|membership|"
    r"promo|sponsor|advert|adsense|(?:^|[\s_-])ads?(?:$|[\s_-])|(?:^|[\s_-])ad-|banner|dfp|outbrain|taboola|zergnet|"
    r"cookie|consent|gdpr|pop-?up|modal|overlay|lightbox|tooltip|"
    r"(?:^|[\s_-])tags?(?:$|[\s_-])|tag-?(?:list|cloud|links)|(?:^|[\s_-])topics?(?:$|[\s_-])|keyword|"
    r"pagination|pager(?:$|[\s_-])|paging|page-?links|"
    r"widget(?!-?(?:content|body|text))|author-?_?(?:bio|box|info|card|desc|about|profile)|(?:box|block|card|profile|info)-?_?author|about-?(?:the-?)?author|bio(?:$|[\s_-])|"
    r"contributor|byline|(?:^|[\s_-])(?:post|entry|article|story)-?(?:meta|footer|info|tools?|utility|actions?)|"
    r"copyright|disclaim|(?:^|[\s_-])legal|license|toolbar|tool-?box|(?:^|[\s_-])tools?(?:$|[\s_-])|"
    r"rating|(?:^|[\s_-])vote|(?:^|[\s_-])poll|login|log-?in|(?:^|[\s_-])search|skip-?(?:link|to)|screen-?reader|"
    r"sr-only|visually-?hidden|(?:^|[\s_-])print(?:$|[\s_-])|noprint|no-print|carousel|slick|swiper|"
    # Vietnamese names, as portals spell them without diacritics
    r"tin-?_?(?:lien-?_?quan|khac|cung|moi|doc-?nhieu|nong|xem-?nhieu|da-?dua)|lien-?_?quan|bai-?_?(?:viet-?khac|khac)|"
    r"tinkhac|tincung|binh-?_?luan|cung-?_?chuyen-?_?muc|tu-?_?khoa|xem-?_?nhieu|doc-?_?nhieu|thong-?_?ke|truy-?_?cap|"
    r"luot-?_?xem|chia-?_?se|danh-?_?gia|article-other|other-?(?:news|article|post)|news-?other|othernews|hot-?news"
)
# What a box that holds the title may be all the same: a path to it, or a list that names it once more.
_is_elsewhere = named(
    r"comment(?!ary|ed)|(?:^|[\s_-])(?:nav|menu)|navbar|menu(?:$|[\s_-])|breadcrumb|pathway|side-?bar|footer|relate|"
    r"recommend|popular|most-?|latest|trending|teaser|carousel|slick|swiper|widget|modal|pop-?up|lien-?_?quan|tin-?_?(?:moi|khac)"
)
_is_teaser = named("teaser|intro|lead")
_ITEMS = frozenset(("div", "li", "article", "section", "td", "dd", "ul"))  # tags of teasers
_FEWEST_TEASERS = 3
_BELOW_TITLE = 8  # lines below the title where a standfirst may begin
_HOOKS = re.compile(r"(?:^|\s)js-\S+")  # classes that scripts look for say nothing of what a box is
_is_body = named(
    r"article-?_?(?:body|content|text|detail)|(?:entry|post|story|news|main|detail|page)-?_?(?:content|body|text)|"
    r"content-?_?(?:body|detail|article|news|main)|bodytext|articlebody|noi-?_?dung|chi-?_?tiet|journal-content"
)
_is_surely_furniture = named(r"comment(?!ary|ed)|disqus|relate|recommend|footer|cookie|consent|gdpr|gprd|newsletter")
_ENOUGH = 250  # characters of running text that must be left
_MUCH = 0.3  # share of the text below the title that makes a box the article's own


def furniture(page: Blocks, weights: list[float], title: int = -1) -> list[bool]:
    """For each box whether it is, or lies in, a box of furniture. `weights`: how much text each line counts for.

    A name is only a hint: where nearly all text would go with it, only the surest names count. `title`: the line
    that shows the title, -1 where none does.
    """
    boxes, lines = page.boxes, page.lines
    sums = list(accumulate(weights, initial=0.0))
    total = sums[-1]
    never = _round_title(lines, sums, title) | _standfirsts(boxes, lines, sums, title)
    unlike = teasers(page) | _other_articles(boxes, sums, title) | _second_articles(boxes, lines, title)
    strict: list[bool] = []
    for most in (total + 1, 0.4 * total):
        bad = _marked(boxes, sums, unlike, never, most)
        left = sum(w for line, w in zip(lines, weights, strict=True) if w and not bad[line.box.index])
        if left >= max(_ENOUGH, 0.25 * total):
            return bad
        strict = strict or (bad if left >= 50 else [])
    return strict or _marked(boxes, sums, set(), never, -1.0)


def teaser_text(page: Blocks, weights: list[float]) -> tuple[float, float]:
    """How much of the page's running text lies in teasers of other articles, and how much elsewhere."""
    repeated = teasers(page)
    inside = 0.0
    if repeated:
        for line, weight in zip(page.lines, weights, strict=True):
            if weight and not repeated.isdisjoint(line.box.ancestors()):
                inside += weight
    return inside, sum(weights) - inside


def _round_title(lines: list[Block], sums: list[float], title: int) -> set[Box]:
    """The boxes that hold the title and much of the text, and the article's header: furniture by no name."""
    if title < 0:
        return set()
    enough = _MUCH * (sums[-1] - sums[title])
    return {up for up in lines[title].box.ancestors() if _is_head(up) or sums[up.end] - sums[title] >= enough}


def _standfirsts(boxes: list[Box], lines: list[Block], sums: list[float], title: int) -> set[Box]:
    """Boxes shortly below the title with running text and no link in it: a standfirst that is called a teaser."""
    if title < 0:
        return set()
    return {
        box
        for box in boxes
        if title < box.start <= title + _BELOW_TITLE
        and sums[box.end] > sums[box.start]
        and (box.tag == "header" or _is_teaser(box.hint))
        and not any(line.link_chars for line in lines[box.start : box.end])
    }


def _is_head(box: Box) -> bool:
    return box.tag == "header" or (box.tag not in _TAGS and not _is_elsewhere(box.hint))


def _other_articles(boxes: list[Box], sums: list[float], title: int) -> set[Box]:
    """`<article>` elements that do not hold the title, where one with text of its own does."""
    articles = [box for box in boxes if box.tag == "article"]
    if len(articles) < 2 or title < 0:
        return set()
    own = [box for box in articles if box.start <= title < box.end and sums[box.end] - sums[title] >= 80]
    if not own:
        return set()
    return {
        box for box in articles if not box.start <= title < box.end and sums[box.end] - sums[box.start] < 0.4 * sums[-1]
    }


def _second_articles(boxes: list[Box], lines: list[Block], title: int) -> set[Box]:
    """Neighbours of a box that holds the title, of the same make and with a heading of the title's own rank.

    Pages that go on with the next article as one scrolls, and front pages that print articles whole, look like it.
    """
    heading = next((up for up in lines[title].box.ancestors() if up.tag in ("h1", "h2")), None) if title >= 0 else None
    if heading is None:
        return set()
    makes = {
        (up.parent, _make(up))
        for up in heading.ancestors()
        if up.parent is not None and up.tag in ("article", "section", "div")
    }
    parents = {parent for parent, _ in makes}
    starts = [box.start for box in boxes if box.tag == heading.tag and box.start > title]
    return {
        box
        for box in boxes
        if box.start > title
        and box.parent in parents
        and (box.parent, _make(box)) in makes
        and any(box.start <= start < box.end for start in starts)
    }


def _make(box: Box) -> tuple[str, str]:
    """Tag and first class of a box: what boxes of one make have in common."""
    words = box.hint.split(None, 1)
    return box.tag, words[0] if words else ""


def _marked(boxes: list[Box], sums: list[float], unlike: Set[Box], never: Set[Box], most: float) -> list[bool]:
    """Furniture by name, but boxes with more than `most` of the text only where the name is of the surest."""
    out: list[bool] = []
    for box in boxes:
        if box.parent is not None and out[box.parent.index]:
            out.append(True)
        elif box in never:
            out.append(False)
        elif sums[box.end] - sums[box.start] > most:
            out.append(box.tag not in ("html", "body", "main", "article") and _is_surely_furniture(box.hint))
        else:
            out.append(box in unlike or _named(box))
    return out


def teasers(page: Blocks) -> frozenset[Box]:
    """Three and more neighbours of one make, each opening with a link: teasers of other articles."""
    if page.teasers is None:
        page.teasers = frozenset(_teasers(page.boxes, page.lines))
    return page.teasers


def _teasers(boxes: list[Box], lines: list[Block]) -> Iterator[Box]:
    links = list(accumulate((line.link_chars for line in lines), initial=0))
    sizes = list(accumulate((line.chars for line in lines), initial=0))
    for group in _alike(boxes):
        linked = sum(links[box.end] - links[box.start] for box in group)
        size = sum(sizes[box.end] - sizes[box.start] for box in group)
        if linked < 0.12 * size or size >= 500 * len(group):
            continue
        if (
            group[0].tag == "li"
            and linked < 0.6 * size
            and sum(box.end - box.start > 1 for box in group) * 2 < len(group)
        ):
            continue  # items of one line with a link in each are text
        if sum(_opens_with_link(lines, box) for box in group) >= 0.8 * len(group):
            yield from group


def _alike(boxes: list[Box]) -> Iterator[list[Box]]:
    """Groups of neighbours of one make, of as many boxes as make teasers."""
    families: dict[Box | None, list[Box]] = {}
    for box in boxes:
        if box.tag in _ITEMS:
            families.setdefault(box.parent, []).append(box)
    for family in families.values():
        if len(family) >= _FEWEST_TEASERS:
            groups: dict[tuple[str, str], list[Box]] = {}
            for box in family:
                groups.setdefault(_make(box), []).append(box)
            yield from (group for group in groups.values() if len(group) >= _FEWEST_TEASERS)


def _opens_with_link(lines: list[Block], box: Box) -> bool:
    """Whether one of the first lines of a box begins with a link."""
    return any(line.opens_with_link for line in lines[box.start : min(box.end, box.start + 4)])


def _named(box: Box) -> bool:
    tag = box.tag
    if tag in _TAGS:
        return True
    if tag in ("html", "body", "main", "article", "blockquote") or len(box.hint) < 3:
        return False
    if tag == "header":
        return True
    hint = _HOOKS.sub(" ", box.hint) if "js-" in box.hint else box.hint
    return _is_furniture(hint) and not _is_body(hint)
