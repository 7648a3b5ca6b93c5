"""Expressions of articles' addresses, from addresses that were read: what an entry may say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

FEWEST = 3  # articles of one form that make an expression
_ENDING = re.compile(r"\.(?:html?|aspx?|php|jsp|vnp|epi|chn|ldo|shtml|cshtml)$", re.I)
_ID_LAST = re.compile(r"^(?P<words>.+?)(?P<mark>[-_.][a-z]{0,5})(?P<id>\d{3,})$", re.I)
_ID_FIRST = re.compile(r"^(?P<id>\d{3,})(?P<mark>[-_.])(?P<words>.+)$")


def article_pattern(articles: Sequence[str], others: Sequence[str]) -> str | None:
    """One expression of path and query that fits most of the addresses of `articles` and none of `others`; or None.

    Its group `id` is the site's own article id, where the addresses bear one that differs from article to article.
    """
    forms = Counter(form for url in articles if (form := _form(url)) is not None)
    chosen = [form for form, count in forms.most_common(3) if count >= FEWEST]
    if not chosen or sum(forms[form] for form in chosen) < 0.9 * len(articles):
        return None
    if len(chosen) > 1 and any("(?P<id>" in form for form in chosen):
        return None  # one name, one group: an entry with two forms is a person's work
    pattern = chosen[0] if len(chosen) == 1 else "|".join(chosen)
    expression = re.compile(pattern)
    if any(expression.search(_local(url)) for url in others):
        return None
    return pattern


def _form(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.query:
        return _query_form(parts.path, parts.query)
    folders, _, last = unquote(parts.path).rstrip("/").rpartition("/")
    ending = _ENDING.search(last)
    name = last.removesuffix(ending[0]) if ending else last
    closing = re.escape(ending[0]) if ending else ("/" if parts.path.endswith("/") else "")
    middle = "".join(_folder(folder) for folder in folders.split("/") if folder)
    if found := _ID_LAST.match(name):
        return rf"^{middle}/[^/?]+{re.escape(found['mark'])}(?P<id>\d+){closing}$"
    if found := _ID_FIRST.match(name):
        return rf"^{middle}/(?P<id>\d+){re.escape(found['mark'])}[^/?]+{closing}$"
    if not closing or closing == "/":
        return None  # nothing tells such an address from a section's
    return rf"^{middle}/[^/?]+{closing}$"


def _folder(folder: str) -> str:
    if folder.isdigit():
        return rf"/\d{{{len(folder)}}}" if len(folder) in (2, 4) else r"/\d+"
    return "/-" if folder == "-" else "/[^/?]+"


def _query_form(path: str, query: str) -> str | None:
    """Addresses like /chi-tiet.aspx?id=123: the one parameter with a long number is the id."""
    named = [(name, value) for name, value in parse_qsl(query) if value.isdigit()]
    ids = [name for name, _ in named if re.search(r"id$|^id|nid|item", name, re.I)] or [name for name, _ in named]
    if len(ids) != 1:
        return None
    return rf"^{re.escape(path)}\?(?:[^#]*&)?{re.escape(ids[0])}=(?P<id>\d+)"


def _local(url: str) -> str:
    start = url.find("/", url.find("//") + 2)
    return url[start:] if start >= 0 else "/"
