"""Pages into articles, articles into meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.model.items import Article, Meeting
    from crawler.registry.portal import Portal


class NotAnArticleError(ValueError):
    """The page holds no article: it is a listing, a login form, a block page, an empty shell.

    `outcome`: what it is: listing, blocked, soft_404, login, needs_browser or other; `reason`: why, in words for a log.
    """

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(f"the page is no article but {outcome}: {reason}" if reason else f"no article but {outcome}")
        self.outcome = outcome
        self.reason = reason


def read_article(
    html: str | bytes,
    url: str,
    *,
    read_at: datetime | None = None,
    portal: Portal | str | None = None,
    content_type: str | None = None,
) -> Article:
    """The article on a page, finished as a crawl finishes it: text normalised, meeting recognised, content hashed.

    `html` is the page as text, or the bytes as fetched: then legacy encodings are recognised, with the header
    `content_type` as a hint. `url` is its absolute address. `read_at` is the moment of fetching, against which "2 giờ
    trước" is read; now, if not given. `portal` is a `Portal` or the id of a registry entry, whose selectors come first.
    Without one the CMS is recognised from the markup, and no registry entry is needed.

    Raises `NotAnArticleError` where the page holds no article, `ValueError` for an address that is not absolute, and
    `UserError` for the id of an unknown portal.

    >>> page = "<h1>Sở họp giao ban tháng 7</h1><p>Ngày đăng: 21/07/2022</p><p>" + "Sáng 21/7, Sở họp giao ban. " * 20
    >>> article = read_article(page, "https://so.tinh.example/tin/hop-giao-ban-12.html")
    >>> article.title
    'Sở họp giao ban tháng 7'
    >>> article.published_at.date().isoformat()
    '2022-07-21'
    >>> read_article("<title>Trang chủ</title>", "https://so.tinh.example/")
    Traceback (most recent call last):
        ...
    tintinh.reading.NotAnArticleError: the page is no article but listing: a front page
    """
    from crawler.base import clock
    from crawler.extraction.explain import read_bytes

    if not url.lower().startswith(("http://", "https://")):
        raise ValueError(f"{url!r} is no absolute http or https address")
    if isinstance(portal, str):
        from crawler import registry

        portal = registry.load(portal)
    if isinstance(html, str):
        html, content_type = html.encode("utf-8", "replace"), "text/html; charset=utf-8"
    moment = clock.to_vietnam(read_at) if read_at is not None else clock.now()
    reading = read_bytes(html, content_type, url, portal, moment)
    if reading.article is None:
        raise NotAnArticleError(str(reading.outcome), reading.reason)
    return reading.article


def read_meeting(title: str, body: str, published: date | datetime | None = None) -> Meeting | None:
    """The facts of the meeting that an article reports, each with its place in the text; None where it reports none.

    `published` is the article's day: it gives "sáng 21/7" its year. Without it such a day stays unknown.

    >>> from datetime import date
    >>> body = "Sáng 21/7, Sở Y tế tổ chức hội nghị sơ kết 6 tháng đầu năm. Dự hội nghị có lãnh đạo các phòng."
    >>> meeting = read_meeting("Sở Y tế tổ chức hội nghị sơ kết", body, date(2022, 7, 22))
    >>> meeting.held_on
    datetime.date(2022, 7, 21)
    >>> read_meeting("Giá xăng giảm", "Từ 15 giờ hôm nay giá xăng giảm.") is None
    True
    """
    from crawler.meetings import read_meeting as read

    return read(title, body, published)
