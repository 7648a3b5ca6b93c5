"""Markup of the department's pages, as Liferay 6.2's asset publisher writes it."""

from __future__ import annotations

from html import escape

from crawler.demo import markup
from crawler.demo.department_addresses import DepartmentAddresses
from crawler.demo.frames import fill, long_date
from crawler.demo.story import Story

PAGE_SIZE = 10
_PAGER = (
    "?p_p_id=101&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1&p_p_col_pos=1&p_p_col_count=2"
    "&_101_delta=10&_101_keywords=&_101_advancedSearch=false&_101_andOperator=true&p_r_p_564233524_resetCur=false"
    "&_101_cur="
)


# Sections as the menu links them: by their own path, an older one, or with a language prefix.
_MENU = {
    "tin-hoat-ong": "tin-hoat-ong.html",
    "chuyen-oi-so": "chuyen-oi-so",
    "xay-dung-ang": "xay-dung-ang.html",
    "thanh-tra": "vi/thanh-tra",
    "thong-bao": "thong-bao",
}


def pager_query(number: int) -> str:
    """Query of a listing's page of that number."""
    return f"{_PAGER}{number}"


def page_count(site: DepartmentAddresses, section: str) -> int:
    """How many pages the section's listing has."""
    return max(1, -(-len(site.newsroom.shown(section)) // PAGE_SIZE))


def stamp(story: Story) -> str:
    """The date as the asset publisher prints it; midnight where the time is unknown."""
    hour = "12:00 AM" if story.precision == "day" else f"{story.published_at:%I:%M %p}"
    return f"{story.published_at:%d/%m/%Y} | {hour}"


def _frame(
    site: DepartmentAddresses, title: str, content: str, path: str, canonical: str = "", description: str = ""
) -> str:
    menu = "\n".join(f'<li><a href="{site.base}/{path}">{site.names[name]}</a></li>' for name, path in _MENU.items())
    here = site.base + path.rstrip("/")
    return fill(
        "department",
        title=title,
        description=description,
        base=site.base,
        canonical=escape(site.base + (canonical or path)),
        here=escape(here),
        today=long_date(site.newsroom.moment),
        menu=menu,
        content=content,
        canary=site.canary,
    )


def _portlet(inner: str) -> str:
    return (
        '<div class="portlet-boundary portlet-boundary_101_ portlet-static portlet-static-end portlet-borderless '
        'portlet-asset-publisher" id="p_p_id_101_">\n<span id="p_101"></span>\n'
        f'<div class="portlet-borderless-container"><div class="portlet-body">\n{inner}\n</div></div>\n</div>'
    )


def _abstract(site: DepartmentAddresses, story: Story, section: str, language: str) -> str:
    address = site.base + site.path(story, section, language)
    title = markup.text(story, story.title)
    picture = site.thumbnail_url(story)
    image = (
        f'<div class="asset-image"><a href="{address}"><img src="{escape(picture)}" alt=""/></a></div>'
        if picture
        else ""
    )
    return (
        '<div class="asset-bounddary"><div class="asset-abstract "><div class="asset-content normal-news">'
        f'{image}<div class="asset-content-custom"><h3 class="asset-title"><a href="{address}">{title}</a></h3>\n'
        f'<div class="assetPublishDate block_timer">\n{stamp(story)}\n</div>\n'
        f'<div class="asset-summary">{markup.text(story, (story.summary or "")[:180])}...</div></div></div>'
        '<div class="asset-metadata"></div></div></div>'
    )


def _pager(site: DepartmentAddresses, path: str, number: int, count: int, total: int) -> str:
    def link(to: int, text: str) -> str:
        return f'<a href="{escape(site.base + path + pager_query(to))}" target="_self">{text}</a>'

    if count == 1:
        return ""
    numbers = "\n".join(
        f'<li class="custom-paging" role="presentation">{link(n, str(n))}</li>' for n in range(1, count + 1)
    )
    before = link(number - 1, "Trước") if number > 1 else '<a href="javascript:;">Trước</a>'
    after = link(number + 1, "Tiếp theo") if number < count else '<a href="javascript:;">Tiếp theo</a>'
    first, last = (number - 1) * PAGE_SIZE + 1, min(number * PAGE_SIZE, total)
    return (
        '<div class="taglib-page-iterator" id="_101_ocerSearchContainerPageIterator">'
        '<div class="clearfix lfr-pagination"><div class="lfr-pagination-config">'
        '<div class="lfr-pagination-page-selector">'
        f'<ul class="dropdown-menu lfr-menu-list direction-down">{numbers}</ul></div></div>'
        f'<small class="search-results">Hiển thị {first} - {last} of {total} kết quả.</small>'
        f'<ul class="pager lfr-pagination-buttons"><li class="first">{link(1, "&larr; Đầu tiên")}</li><li>{before}</li>'
        f'<li>{after}</li><li class="last">{link(count, "Cuối cùng &rarr;")}</li></ul></div></div>'
    )


def listing(site: DepartmentAddresses, section: str, language: str, number: int, here: str = "") -> str:
    """Page `number` of a section's listing; `here` where it is shown under another path."""
    stories = site.newsroom.shown(section)
    path = f"/{language}/{section}" if language else f"/{section}"
    shown = stories[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    items = "\n".join(_abstract(site, story, section, "" if language == "en" else language) for story in shown)
    pager = _pager(site, path, number, page_count(site, section), len(stories))
    return _frame(site, site.names[section], _portlet(f"{items}\n{pager}"), here or path)


def empty_listing(site: DepartmentAddresses, path: str) -> str:
    """A page beyond the listing's last."""
    return _frame(site, "Danh sách", _portlet('<div class="alert alert-info">Không có kết quả nào.</div>'), path)


def home(site: DepartmentAddresses) -> str:
    """The front page: the newest stories, each at its own address."""
    blocks = "\n".join(
        f'<div class="block_news"><a href="{site.base}{site.path(story, story.sections[0])}">'
        f"{markup.text(story, story.title)}</a></div>"
        for story in [one for one in site.newsroom.shown() if one.sections[0] in site.public][:6]
    )
    return _frame(site, "Trang chủ", f'<div class="portlet-boundary portal-newspublisher-portlet">{blocks}</div>', "/")


def static(site: DepartmentAddresses, path: str) -> str:
    """A page that is no news: about us, contact, site map."""
    inner = '<div class="journal-content-article"><p>Trang đang được bổ sung nội dung.</p></div>'
    if path == "/so-do-website":
        links = "".join(f'<li><a href="{site.base}/{name}">{site.names[name]}</a></li>' for name in site.sections)
        inner = f'<ul class="site-map">{links}</ul>'
    return _frame(site, "Giới thiệu", f'<div class="portlet-boundary portlet-journal-content">{inner}</div>', path)


def form(site: DepartmentAddresses, path: str) -> str:
    """Login, search and poll: a form and no article."""
    inner = (
        '<form action="#" method="post"><label>Tên đăng nhập hoặc từ khóa <input type="text" name="q"/></label>'
        '<input type="password" name="p"/><input type="submit" value="Gửi"/></form>'
    )
    return _frame(site, "Đăng nhập", f'<div class="portlet-boundary portlet-login">{inner}</div>', path)


def soft_404(site: DepartmentAddresses) -> str:
    """What the portal says, with status 200, of an article that is gone."""
    inner = _portlet(
        '<div class="alert alert-error">Không tìm thấy nội dung. Bài viết không tồn tại hoặc đã bị xóa.</div>'
    )
    return _frame(site, "Thông báo", inner, "/")


def _picture(site: DepartmentAddresses, story: Story, number: int) -> str:
    address = escape(site.picture_url(story, number))
    caption = markup.text(story, story.pictures[number].caption)
    if number % 2:
        return f'<figure class="image"><img alt="" src="{address}"/><figcaption>{caption}</figcaption></figure>'
    image = f'<p style="text-align: center;"><img alt="" src="{address}" style="width: 500px; height: 333px;"/></p>'
    return f'{image}\n<p style="text-align: center;"><em>{caption}</em></p>' if caption else image


def _full_content(site: DepartmentAddresses, story: Story) -> str:
    """Title, date, lead, text, files and counters of one article."""
    picture = site.thumbnail_url(story)
    image = f'<img src="{escape(picture)}" alt="" class="pull-left" style="width: 250px;">' if picture else ""
    lead = f'<p class="sapo">\n<strong>{markup.text(story, story.summary)}</strong>\n</p>' if story.summary else ""
    files = "".join(
        f'<li><a href="{escape(site.attachment_url(story, n))}">{escape(one.name)}</a></li>'
        for n, one in enumerate(story.attachments)
    )
    attached = f'<div class="tep-dinh-kem"><b>Tệp đính kèm:</b><ul>{files}</ul></div>' if files else ""
    author = (
        f'<p align="right" class="view-content-author"><strong><em>{escape(story.author)}</em></strong></p>'
        if story.author
        else ""
    )
    updated = (
        f'<span class="metadata-entry metadata-modified-date">Cập nhật: {story.updated_at:%d/%m/%Y %H:%M}</span>'
        if story.updated_at
        else ""
    )
    text = markup.body(story, lambda n: _picture(site, story, n))
    views = int(story.id) % 4801 + 12 + site.newsroom.views
    return (
        f'<div class="asset-full-content-title">{markup.text(story, story.title)}</div>\n'
        f'<div class="assetPublishDate block_timer">\n{stamp(story)}\n</div>\n'
        f'<div class="asset-full-content show-asset-title">\n<div class="asset-content" id="_101_{story.id}">\n'
        f'<div class="sapo-wrapper clearfix">\n{image}\n{lead}\n</div>\n'
        f'<div class="journal-content-article">\n{text}\n{author}\n</div>\n'
        f'{attached}<div class="asset-metadata">{updated}<span class="metadata-entry metadata-view-count">'
        f"{views} Lượt xem</span></div>\n</div>\n</div>"
    )


def article(site: DepartmentAddresses, story: Story, section: str, language: str, here: str = "") -> str:
    """The article's page under one of its sections; `here` where it is shown under another path."""
    others = [one for one in site.newsroom.shown(section) if one.id != story.id][:6]
    related = "\n".join(
        f'<li><a href="{site.base}{site.path(one, section, language)}">{markup.text(one, one.title)}</a> '
        f"({one.published_at:%d/%m/%Y})</li>"
        for one in others
    )
    inner = (
        f"<div>\n{_full_content(site, story)}\n"
        '<div class="asset-control-detail"><span class="print-action">'
        f'<a href="{escape(site.base + site.print_target(story))}" class="taglib-icon"><span class="taglib-text ">Print'
        '</span></a></span> <span class="mailto-action"><a href="mailto:" class="taglib-icon">'
        '<span class="taglib-text ">Send email</span></a></span></div>\n'
        '<div class="related_asset"><div class="related_asset_title">Các tin khác</div>\n'
        f'<ul class="related_asset_list">\n{related}\n</ul></div>\n</div>'
    )
    return _frame(
        site,
        markup.text(story, story.title),
        _portlet(inner),
        here or site.path(story, section, language),
        site.path(story, section),
        markup.attribute(story, story.summary or ""),
    )


def print_page(site: DepartmentAddresses, story: Story) -> str:
    """The print pop-up: the same article once more, at an address that is none of an article."""
    return fill("department-print", title=markup.text(story, story.title), content=_portlet(_full_content(site, story)))
