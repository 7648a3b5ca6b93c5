"""Which article a page shows: a stored one, or another one with the same number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from crawler.database.tables import articles
from crawler.model.items import Article
from crawler.model.page_keys import article_ids
from crawler.model.visit import Visit
from crawler.vietnamese import fold

SHARED_NUMBER = "its number is another page's, too: "  # flag, with that page's address
# Share of words that two titles have in common where one is an edit of the other.
EDITED_TITLE = 0.5


_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Known:
    url: str
    title: str


def identify(connection: Connection, portal: str, visits: Sequence[Visit]) -> None:
    """Give the articles of these visits their ids.

    A page with a number in its address is the stored article of that number if that one has the same address, or the
    same title except for an edit. Otherwise it is a new article, and flagged.
    """
    pages = [(visit, visit.article) for visit in visits if visit.article is not None]
    numbered = [(visit, one, article_ids(portal, one.id.removeprefix(f"{portal}:"))) for visit, one in pages]
    numbered = [(visit, one, ids) for visit, one, ids in numbered if len(ids) > 1]
    known = _known(connection, [one for _, _, ids in numbered for one in ids])
    for visit, article, (whole, short) in numbered:
        of_number = known.get(short)
        is_other = of_number is not None and not _is_same(article, visit, of_number)
        article.id = whole if whole in known or is_other else short
        if article.id == whole and of_number is not None:
            flag = SHARED_NUMBER + of_number.url
            if flag not in article.flags:  # a batch that cannot be stored whole comes here a second time
                article.flags.append(flag)
        known.setdefault(article.id, _Known(article.url, article.title))


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, _Known]:
    c = articles.c
    query = select(c.id, c.url, c.title).where(c.id.in_(ids))
    return {row.id: _Known(row.url, row.title or "") for row in connection.execute(query)} if ids else {}


def _is_same(article: Article, visit: Visit, known: _Known) -> bool:
    if not known.url:  # taken down: who could it be but that page under a new address?
        return True
    return known.url in (article.url, visit.due.url) or same_title(known.title, article.title)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same except for an edit: half of their words agree, and all of their numbers.

    >>> same_title("Khai mạc kỳ họp thứ 5", "Bế mạc kỳ họp thứ 5"), same_title("Thông báo số 4", "Thông báo số 5")
    (True, False)
    """
    first, second = set(_WORD.findall(fold(one))), set(_WORD.findall(fold(other)))
    if {word for word in first if word.isdigit()} != {word for word in second if word.isdigit()}:
        return False
    return bool(first) and len(first & second) >= EDITED_TITLE * len(first | second)
