"""A subtree flattened, in one walk, into lines and boxes.

The walk is iterative, so that no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from turbohtml import Document, Element, Node, Text

from crawler.extraction.blocks import Block, Blocks, Box, collapse

# fmt: off
SKIPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "canvas",
    "audio", "video", "select", "datalist", "button", "input", "textarea", "head", "title", "meta", "link",
    "base", "param", "source", "track", "map", "area", "dialog", "marquee",
))
BOXES = frozenset((
    "html", "body", "main", "article", "section", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote",
    "pre", "figure", "figcaption", "aside", "header", "footer", "nav", "form", "fieldset", "legend", "address",
    "details", "summary", "center", "hr", "menu", "hgroup", "search", "picture",
))
# fmt: on
MOST_BOXES = 200_000  # what a page has beyond them is not read (real pages stay under a hundredth of it)
_STRONG = frozenset(("b", "strong", "th"))
_NAMED_INLINE = frozenset(("span", "label", "font"))
_AS_BLOCK = "display:block"
_BLOCK = re.compile(r"display:\s*block", re.I)
_EMPHASISED = frozenset(("i", "em", "cite", "dfn"))

_CENTRED = re.compile(r"text-align:\s*(?:-(?:webkit|moz)-)?center|margin:\s*0(?:px)?\s+auto", re.I)
_RIGHT = re.compile(r"text-align:\s*(?:right|end)", re.I)
_LEFT = re.compile(r"text-align:\s*(?:left|start|justify)", re.I)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.I)
_CENTRED_CLASS = re.compile(r"(?:^|[\s_-])(?:text-?center|align-?center|center|rtecenter)(?:$|[\s_-])")
_RIGHT_CLASS = re.compile(r"(?:^|[\s_-])(?:text-?right|align-?right|rteright|text-end)(?:$|[\s_-])")
_ICON = re.compile(r"emoji|icon|logo|spacer|pixel|smiley", re.I)
_LAZY_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-srcset", "srcset", "src")


class _Walk:
    """The state of one walk; `run` is the loop, the rest says what happens at a line's end, a box and a picture."""

    def __init__(self, drop: Set[Node], hidden: bool, menus: bool) -> None:
        self.drop = drop
        self.menus = menus
        self.hidden = hidden
        self.out = Blocks()
        self.parts: list[str] = []
        self.chars = self.link_chars = self.strong_chars = self.emphasised_chars = 0
        self.link = self.strong = self.emphasised = 0
        self.opens_with_link = False
        self.anchors: list[Element] = []
        self.hint = ""
        self.breaks = 2  # line ends since the last text: 0 none, 1 a <br>, 2 a box's edge or an empty line
        self.box: Box | None = None

    def flush(self) -> None:
        """End the line in hand, if it has any text."""
        if not self.parts:
            return
        text = " ".join("".join(self.parts).split())
        self.parts.clear()
        if text and self.box is not None:
            separator = ("", "\n", "\n\n")[self.breaks] if self.breaks else " "
            self.out.lines.append(
                Block(
                    self.box,
                    text,
                    separator,
                    self.link_chars,
                    self.strong_chars,
                    self.emphasised_chars,
                    self.chars,
                    self.opens_with_link,
                    tuple(self.anchors),
                    self.hint,
                )
            )
            self.breaks = 0
        self.anchors.clear()
        self.hint = ""
        self.chars = self.link_chars = self.strong_chars = self.emphasised_chars = 0

    def open_box(self, element: Node, tag: str) -> bool:
        """Begin a box; False where it is hidden and so is left out."""
        if len(self.out.boxes) >= MOST_BOXES:
            return False
        style = hint = ""
        align = self.box.align if self.box is not None else ""
        if isinstance(element, Element):
            attr = element.attr
            style = attr("style") or ""
            if self.hidden and style and "none" in style and _HIDDEN.search(style):
                return False
            hint = f"{attr('class') or ''} {attr('id') or ''}"
            align = _alignment(attr("align"), tag, style, hint, align)
        if self.parts:
            self.flush()
        self.breaks = 2
        self.hint = ""
        self.box = Box(len(self.out.boxes), tag, element, self.box, align, hint, len(self.out.lines))
        self.out.boxes.append(self.box)
        return True

    def close_box(self) -> None:
        if self.parts:
            self.flush()
        self.breaks = 2
        if self.box is not None:
            self.box.end = len(self.out.lines)
            self.box = self.box.parent

    def picture(self, element: Element) -> None:
        """Note a picture; icons, spacers and pictures without an address are none."""
        attr = element.attr
        if _tiny(attr("width")) or _tiny(attr("height")) or _ICON.search(attr("class") or ""):
            return
        source = next((s for name in _LAZY_SOURCES if (s := attr(name)) and not s.startswith("data:")), "")
        if self.box is None or (not source and not (attr("src") or "").startswith("data:image")):
            return
        self.flush()
        address = source.split(",")[0].split()[0] if source.strip(", \t\n") else ""
        self.out.lines.append(Block(self.box, element=element, source=address, alt=collapse(attr("alt") or "")))

    def run(self, root: Node) -> Blocks:
        self.open_box(root, root.tag if isinstance(root, Element) else "")
        add, enter, leave = self.add, self.enter, self.leave
        children: Iterator[Node] = iter(root)
        stack: list[tuple[Iterator[Node], str]] = [(children, "")]
        while stack:
            for node in children:
                if isinstance(node, Text):
                    data = node.data
                    if not data.isspace():
                        add(data)
                    elif self.parts:
                        self.parts.append(" ")
                elif isinstance(node, Element):
                    kind = enter(node)
                    if kind is not None:
                        children = iter(node)
                        stack.append((children, kind))
                        break
            else:
                kind = stack.pop()[1]
                if kind:
                    leave(kind)
                if stack:
                    children = stack[-1][0]
        self.close_box()
        return self.out

    def add(self, data: str) -> None:
        size = len(data.strip())
        self.parts.append(data)
        if not self.chars:
            self.opens_with_link = self.link > 0
        self.chars += size
        if self.link:
            self.link_chars += size
        if self.strong:
            self.strong_chars += size
        if self.emphasised:
            self.emphasised_chars += size

    def enter(self, element: Element) -> str | None:
        """Note that an element begins; None where its content is not to be walked."""
        tag = element.tag
        if self.drop and element in self.drop:
            return None
        if tag in BOXES:
            if tag == "nav" and not self.menus:
                return None
            if not self.open_box(element, tag):
                return None
            if tag == "th":
                self.strong += 1
            return tag
        if tag == "br":
            self.flush()
            self.breaks = min(self.breaks + 1, 2)
            return None
        if tag == "img":
            self.picture(element)
            return None
        if tag in SKIPPED:
            return None
        return self.enter_inline(element, tag)

    def enter_inline(self, element: Element, tag: str) -> str | None:
        """Note that an inline element begins: a link, emphasis, a name; None where it is hidden."""
        if tag == "a":
            self.link += 1
            self.anchors.append(element)
            if not self.hint and not self.chars:
                self.hint = f"{element.attr('class') or ''} {element.attr('rel') or ''}".strip()
            return tag
        if tag in _STRONG:
            self.strong += 1
            return tag
        if tag in _EMPHASISED:
            self.emphasised += 1
            return tag
        if tag == "time":
            self.parts.append(" ")
            return tag
        if tag in _NAMED_INLINE and not self.hint and not self.chars:
            self.hint = f"{element.attr('class') or ''} {element.attr('id') or ''}".strip()
        style = element.attr("style")
        return self.enter_styled(element, tag, style) if style else ""

    def enter_styled(self, element: Element, tag: str, style: str) -> str | None:
        """Note what the style of an inline element makes of it: a box, emphasis, or nothing to see."""
        if "block" in style and _BLOCK.search(style):
            return _AS_BLOCK if self.open_box(element, tag) else None
        if self.hidden and "none" in style and _HIDDEN.search(style):
            return None
        if "italic" in style:
            self.emphasised += 1
            return "i"
        if "font-weight" in style and ("bold" in style or "700" in style):
            self.strong += 1
            return "b"
        return ""

    def leave(self, kind: str) -> None:
        if kind in BOXES:
            if kind == "th":
                self.strong -= 1
            self.close_box()
        elif kind == "a":
            self.link -= 1
        elif kind == _AS_BLOCK:
            self.close_box()
        elif kind == "time":
            self.parts.append(" ")
        elif kind in _STRONG:
            self.strong -= 1
        elif kind in _EMPHASISED:
            self.emphasised -= 1


def _tiny(size: str | None) -> bool:
    """Whether a width or height attribute says that the picture is an icon."""
    digits = (size or "").strip().removesuffix("px")
    return digits.isascii() and digits.isdigit() and len(digits) < 5 and int(digits) <= 40


def _alignment(attribute: str | None, tag: str, style: str, hint: str, inherited: str) -> str:
    """'center', 'right' or '': the element's own word on it, else what it inherits."""
    if tag == "center":
        return "center"
    if tag in ("table", "figure"):
        inherited = ""
    if style and "text-align" in style:
        if _CENTRED.search(style):
            return "center"
        if _RIGHT.search(style):
            return "right"
        if _LEFT.search(style):
            return ""
    if attribute and tag != "table":
        own = attribute.strip().lower()
        return own if own in ("center", "right") else ""
    name = hint.lower()
    if "center" in name and _CENTRED_CLASS.search(name):
        return "center"
    return "right" if ("right" in name or "text-end" in name) and _RIGHT_CLASS.search(name) else inherited


def collect(root: Node | Document, drop: Set[Node] = frozenset(), hidden: bool = True, menus: bool = True) -> Blocks:
    """The lines and boxes of `root`, without the elements in `drop`.

    `hidden`: leave out what styles hide; `menus`: walk `<nav>` too.
    """
    return _Walk(drop, hidden, menus).run(root)
