"""The shape of an address: what it has in common with its like. Articles of one portal share a few shapes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(?:19|20)\d\d[-_.]?[01]\d(?:[-_.]?[0-3]\d)?|[0-3]?\d[-_.][01]?\d[-_.](?:19|20)\d\d")
_HEX = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_EXTENSION = re.compile(r"\.(html?|aspx?|php|jsp|jspx|vnp|epi|chn|ldo|htm|shtml|cshtml)$", re.I)
# An id of the site's own; a year is none.
_ID_LAST = re.compile(r"[-_.](?:[a-z]{1,5})?(?!(?:19|20)\d\d$)\d{3,}$", re.I)
_ID_FIRST = re.compile(r"^(?!(?:19|20)\d\d[-_.])\d{3,}[-_.]")
_WORDS = re.compile(r"[-_ .+]+")


class Shape(NamedTuple):
    """`fine` keeps the folders' names, `coarse` only their kinds; `calendar`: the address names a day, month or year
    and nothing else beside its folder."""

    fine: str
    coarse: str
    calendar: bool


@lru_cache(maxsize=16384)
def shape(url: str) -> Shape:
    """The shape of an absolute address."""
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    kinds = [_kind(segment) for segment in segments]
    fine = [
        kind if kind != "w" or index == len(segments) - 1 else segment.lower()
        for index, (segment, kind) in enumerate(zip(segments, kinds, strict=True))
    ]
    query = ""
    if parts.query:
        pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
        query = "?" + "&".join(f"{name.lower()}={_kind(value)}" for name, value in pairs[:12])
    return Shape("/" + "/".join(fine) + query, "/" + "/".join(kinds) + query, _is_calendar(kinds, query))


def _kind(segment: str) -> str:
    if not segment:
        return ""
    extension = _EXTENSION.search(segment)
    ending = extension[0].lower() if extension else ""
    name = segment.removesuffix(extension[0]) if extension else segment
    if _YEAR.fullmatch(name):
        return "Y" + ending
    if _DAY.fullmatch(name):
        return "D" + ending
    if name.isdigit():
        return ("N" if len(name) > 2 else "n") + ending
    if _HEX.fullmatch(name):
        return "H" + ending
    if _ID_FIRST.match(name):
        return "N-S" + ending
    if _ID_LAST.search(name):
        return "S-N" + ending
    words = len(_WORDS.split(name))
    return ("S" if words >= 7 or len(name) > 45 else "m" if words >= 5 else "w") + ending


_CALENDAR_NAMES = re.compile(
    r"[?&](?:thang|nam|ngay|month|year|day|date|tungay|denngay|from|to|m|mo|yr|w|week|tuan)=[YDNn]?(?=&|$)", re.I
)


def _is_calendar(kinds: list[str], query: str) -> bool:
    if query and len(_CALENDAR_NAMES.findall(query)) >= query.count("=") - 1 > -1 and _CALENDAR_NAMES.search(query):
        return True
    dated = [kind for kind in kinds if kind in ("Y", "D", "n")]
    return bool(dated) and kinds[-1] in ("Y", "D", "n") and any(kind in ("Y", "D") for kind in kinds) and not query


# Parameters that name the article, and those that name what it is shown under. Sources: the query names of the CMSs
# under extraction/families and of public crawlers' lists of portals' addresses.
_ID_NAME = re.compile(
    r"^(?:id|nid|aid|newsid|new_id|news_id|itemid|item_id|articleid|article_id|tintucid|idtin|baivietid|postid)$", re.I
)
_CONTEXT_NAME = re.compile(
    r"^(?:(?:cat|cate|category|categories|chuyenmuc|chuyen_muc|danhmuc|menu|zone|section|parent|group|tab|loai|nhom|topic|cap)"
    r"_?(?:id)?|id_?(?:cat|cate|category|menu|zone|chuyenmuc|danhmuc|loai|nhom)|cid|zid|parentmenuid|menuidparent)$",
    re.I,
)


def without_context(url: str) -> str:
    """The address of an article without the numbers of category, menu or zone that it is shown under.

    Only where one parameter names the article, by a number of three digits or more; other addresses stay as they are.
    A number under any other name stays: it may name the module, and each module counts its own articles.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    ids = [pair for pair in pairs if _ID_NAME.match(pair[0]) and pair[1].isdigit() and len(pair[1]) >= 3]
    if len(ids) != 1 or len(pairs) == 1:
        return url
    kept = [
        (name, value) for name, value in pairs if not (_CONTEXT_NAME.match(name) and (value.isdigit() or not value))
    ]
    return parts._replace(query=urlencode(kept)).geturl()


@lru_cache(maxsize=16384)
def article_tail(url: str) -> str | None:
    """The last part of an article's path where it holds both words and an id of three digits or more; else None.

    It names the article whatever section it is shown under.
    """
    parts = urlsplit(url)
    if parts.query:
        return None
    segment = unquote(parts.path.rstrip("/").rpartition("/")[2]).lower()
    bare = _EXTENSION.sub("", segment)
    if not (_ID_LAST.search(bare) or _ID_FIRST.match(bare)) or len(_WORDS.split(bare)) < 3:
        return None
    return segment
