"""Markup of the newspaper's pages: tables, a title that no <title> repeats, and dates that are not the article's."""

from __future__ import annotations

from html import escape

from crawler.demo import markup
from crawler.demo.frames import fill, long_date
from crawler.demo.newspaper_addresses import NewspaperAddresses
from crawler.demo.story import Story

PAGE_SIZE = 8


def _stories(site: NewspaperAddresses, section: str) -> list[Story]:
    return site.newsroom.shown(None if section == "tin-tuc" else section)


def page_count(site: NewspaperAddresses, section: str) -> int:
    """How many pages the section's listing has."""
    return max(1, -(-len(_stories(site, section)) // PAGE_SIZE))


def _frame(site: NewspaperAddresses, content: str, links: str = "", charset: str = "utf-8") -> str:
    moment = site.newsroom.moment
    return fill(
        "newspaper",
        declared=f'<meta http-equiv="Content-Type" content="{content_type(charset)}">' if charset else "",
        links=links,
        today=long_date(moment),
        short=f"{moment:%d/%m/%Y}",
        canary=site.canary,
        content=content,
    )


def content_type(charset: str) -> str:
    """The Content-Type that declares `charset`, or none where it is empty."""
    return f"text/html; charset={charset}" if charset else "text/html"


def date_line(story: Story) -> str:
    """'Ngày 29 tháng 06 năm 2020'."""
    return f"Ngày {story.published_at:%d} tháng {story.published_at:%m} năm {story.published_at:%Y}"


def _entry(site: NewspaperAddresses, story: Story, section: str) -> str:
    first = markup.text(story, (story.summary or story.paragraphs[0])[:150])
    return (
        f'<li class="tin"><a class="tieu-de" href="{site.path(story, section)}">{markup.text(story, story.title)}</a> '
        f'<span class="ngay">({story.published_at:%d/%m/%Y})</span><p class="trich">{first}...</p></li>'
    )


def listing(site: NewspaperAddresses, section: str, number: int) -> str:
    """Page `number` of a section's listing, with numbered links to the others."""
    shown = _stories(site, section)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    items = "\n".join(_entry(site, story, section) for story in shown)
    numbers = " ".join(
        f"<b>{n}</b>" if n == number else f'<a href="?trang={n}">{n}</a>'
        for n in range(1, page_count(site, section) + 1)
    )
    after = f' <a href="?trang={number + 1}">&raquo;</a>' if number < page_count(site, section) else ""
    heading = site.names.get(section, "Tin tức")
    return _frame(
        site,
        f'<h1 class="chuyen-muc">{heading}</h1>\n<ul class="ds-tin">\n{items}\n</ul>\n'
        f'<div class="phan-trang">Trang: {numbers}{after}</div>',
    )


def empty_listing(site: NewspaperAddresses) -> str:
    """A page beyond the listing's last."""
    return _frame(site, '<p class="trong">Chưa có tin nào trong mục này.</p>')


def home(site: NewspaperAddresses) -> str:
    """The front page: the newest stories, some by their old addresses."""
    items = []
    for number, story in enumerate(site.newsroom.shown()[:9]):
        address = f"/tin-tuc/chi-tiet?id={story.id}" if number % 3 == 1 else site.path(story, story.sections[0])
        items.append(f'<li><a href="{escape(address)}">{markup.text(story, story.title)}</a></li>')
    joined = "\n".join(items)
    return _frame(site, f'<h1 class="chuyen-muc">Tin mới nhận</h1>\n<ul class="tin-moi">\n{joined}\n</ul>')


def form(site: NewspaperAddresses) -> str:
    """Search and login: a form and no article."""
    return _frame(
        site,
        '<form method="post" action="#"><input type="text" name="tu-khoa"><input type="password" name="mk">'
        '<input type="submit" value="Gửi"></form>',
    )


def soft_404(site: NewspaperAddresses) -> str:
    """What the site says, with status 200, of an article that is gone."""
    return _frame(site, '<p class="loi">Không tìm thấy nội dung bạn yêu cầu.</p><p><a href="/">Về trang chủ</a></p>')


def _picture(site: NewspaperAddresses, story: Story, number: int) -> str:
    address = site.picture_url(story, number).removeprefix(site.base)
    caption = markup.text(story, story.pictures[number].caption)
    row = f'<tr><td class="chu-thich" align="center"><i>{caption}</i></td></tr>' if caption else ""
    return f'<table class="anh" align="center"><tr><td><img src="{address}" width="520" alt=""></td></tr>{row}</table>'


def _date_search(site: NewspaperAddresses) -> str:
    """The widget under each article, with dates of its own."""
    moment = site.newsroom.moment
    days = "".join(f"<option>{n:02d}</option>" for n in range(1, 32))
    years = "".join(f"<option>{n}</option>" for n in range(2016, moment.year + 1))
    return (
        '<div class="tim-ngay"><b>Tìm kiếm theo ngày</b>\n<form action="/tim-kiem" method="get">'
        f'<select name="ngay">{days}</select> <select name="nam">{years}</select> '
        f'<input type="text" name="den" value="{moment:%d/%m/%Y}"><input type="submit" value="Xem"></form></div>'
    )


def _text(site: NewspaperAddresses, story: Story, widget: str = "") -> str:
    lead = f'<p class="dan"><b>{markup.text(story, story.summary)}</b></p>\n' if story.summary else ""
    files = "".join(
        f'<a href="{site.attachment_url(story, n).removeprefix(site.base)}">{escape(one.name)}</a>'
        for n, one in enumerate(story.attachments)
    )
    attached = f'\n<div class="tep-kem">Tài liệu: {files}</div>' if files else ""
    author = f'\n<p class="tac-gia" align="right"><b>{escape(story.author)}</b></p>' if story.author else ""
    updated = (
        f'<p class="cap-nhat">Cập nhật: {story.updated_at:%d/%m/%Y %H:%M}</p>\n' if story.updated_at is not None else ""
    )
    return (
        f'<h2 class="ten-bai">{markup.text(story, story.title)}</h2>\n<p class="ngay-dang">{date_line(story)}</p>\n'
        f'{updated}{lead}<div class="noi-dung">\n{markup.body(story, lambda n: _picture(site, story, n))}'
        f"{author}\n{widget}\n</div>{attached}"
    )


def article(site: NewspaperAddresses, story: Story, section: str) -> str:
    """The article's page under one of its sections."""
    heading = site.names.get(section, "Tin tức")
    others = [one for one in _stories(site, section) if one.id != story.id]
    at = int(story.id) % max(1, len(others) - 5)
    related = "\n".join(
        f'<li><a href="{site.path(one, section)}">{markup.text(one, one.title)}</a> ({one.published_at:%d/%m/%Y})</li>'
        for one in others[at : at + 5]
    )
    views = int(story.id) % 3307 + 40 + site.newsroom.views
    content = (
        f'<div class="duong-dan"><a href="/">Trang chủ</a> &raquo; <a href="/{section}">{heading}</a></div>\n'
        f'<div class="bai-viet">\n{_text(site, story, _date_search(site))}\n'
        f'<div class="chia-se"><a href="/ban-in/{story.id}">Bản in</a> | '
        f'<a href="mailto:?subject=Bao">Gửi cho bạn bè</a> | Lượt xem: {views}</div>\n</div>\n'
        f'<div class="lien-quan"><h3>Tin liên quan</h3>\n<ul>\n{related}\n</ul></div>'
    )
    canonical = f'<link rel="canonical" href="{site.addresses(story)[0]}">'
    return _frame(site, content, canonical, "utf-8" if story.charset is None else story.charset)


def print_page(site: NewspaperAddresses, story: Story) -> str:
    """The print version; robots.txt keeps it shut."""
    return f'<html><head><meta charset="utf-8"><title>Bản in</title></head><body>{_text(site, story)}</body></html>'
