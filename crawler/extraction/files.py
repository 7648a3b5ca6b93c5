"""Files that an article links to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from turbohtml import Element, Node

from crawler.extraction.blocks import Block, collapse
from crawler.extraction.page import Page
from crawler.model.items import Attachment

# Liferay puts the file's name in the middle: /documents/<group>/<folder>/<name>.pdf/<uuid>.
EXTENSION = re.compile(
    r"\.(?:pdf|docx?|docm|xlsx?|xlsm|xlsb|pptx?|ppsx?|odt|ods|odp|rtf|csv|zip|rar|7z|tar|gz|tiff?)(?=$|[/?#&\s])", re.I
)
_GENERIC_NAME = re.compile(
    r"(?:tại đây|tải về|tải xuống|download|xem chi tiết|xem tại đây|xem|đây|tải|here|link|file|tệp|chi tiết|xem file|"
    r"tải file|tải văn bản|file đính kèm|tệp đính kèm|văn bản đính kèm)\.?",
    re.I,
)
_ANNOUNCES = re.compile(
    r"\W*(?:các )?(?:tài liệu|file|tệp|tập tin|văn bản|phụ lục)(?: tin| văn bản)?(?: đính kèm| kèm theo|\s*:)\s*:?\s*",
    re.I,
)
_SAVE = re.compile(r"^(?:tải (?:về|xuống|file|tệp)|download)\s*:\s*", re.I)
_VIEWER_PARAMETERS = ("file", "url", "src", "fileurl", "path")
_SOURCES = (("a", "href"), ("iframe", "src"), ("embed", "src"), ("object", "data"))


def attachments(page: Page, roots: Iterable[Node], drop: frozenset[Node] = frozenset()) -> list[Attachment]:
    """The files that `roots` link to or embed, in reading order, each address once."""
    found: dict[str, Attachment] = {}
    for root in roots:
        for element in root.iter_elements(("a", "iframe", "embed", "object"), include_self=True):
            url = file_url(page, element)
            if url is None or url in found or (drop and any(up in drop for up in element.ancestors)):
                continue
            found[url] = Attachment(url=url, name=_name(element, url), media_type=None, text=None, sha256=None)
    return list(found.values())


def mark(lines: Sequence[Block], found: Sequence[Attachment]) -> None:
    """Give the lines that only link to the files, or announce them, the role 'file'."""
    if not found:
        return
    names = {file.name for file in found if file.name}
    for line in lines:
        if line.text and line.role == "body" and line.link_chars and len(line.text) <= 300:
            if (line.link_density > 0.9 and (_only_names(line.text, names) or EXTENSION.search(line.text))) or (
                _ANNOUNCES.match(line.text) and line.link_density > 0.2
            ):
                line.role = "file"
        elif line.role == "body" and _ANNOUNCES.fullmatch(line.text):
            line.role = "file"


def _only_names(text: str, names: set[str]) -> bool:
    """Whether a line of links says nothing but the files' names, and words like 'Tải về' beside them."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    rest = text.strip(" :-–()[]|")
    return not rest or _GENERIC_NAME.fullmatch(rest) is not None


def file_url(page: Page, element: Element) -> str | None:
    """The address of the file that an element links to or embeds; None where it is no file."""
    for tag, attribute in _SOURCES:
        if element.tag == tag:
            href = element.attr(attribute)
            break
    else:
        return None
    if not href or len(href) > 4000:
        return None
    if not (EXTENSION.search(href) or "%2e" in href.lower()):
        return page.join(href) if _names_file(element) else None
    url = page.join(href)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if EXTENSION.search(parts.path):
        return url
    pairs = parse_qsl(parts.query, max_num_fields=50) if parts.query.count("&") < 50 else []
    for name, value in pairs:
        if EXTENSION.search(value):
            if name.lower() in _VIEWER_PARAMETERS and (tag != "a" or value.startswith(("http://", "https://", "/"))):
                return page.join(value)
            return url if tag == "a" else page.join(value)
    return None


def _names_file(element: Element) -> bool:
    """Whether a link is to be saved and its text is a file's name: a script hands the file out."""
    if element.tag != "a" or element.attr("download") is None:
        return False
    return bool(EXTENSION.search(f"{element.attr('download') or ''} {collapse(element.text)[:300]} "))


def _name(element: Element, url: str) -> str:
    """The link's text, else its title, else the file's own name."""
    text = _SAVE.sub("", collapse(element.text)) if element.tag == "a" else ""
    if text and len(text) <= 300 and not _GENERIC_NAME.fullmatch(text):
        return text
    for attribute in ("download", "title"):
        name = _SAVE.sub("", collapse(element.attr(attribute) or ""))
        if EXTENSION.search(f"{name} "):
            return name
    match = EXTENSION.search(url)
    return unquote(url[: match.end()].rsplit("/", 1)[-1]) if match else (text or url)
