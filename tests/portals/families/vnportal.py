"""vnPortal: `li.page-item[data-page]` and a pagination service that is posted to (see spiders/vnportal.py)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from urllib.parse import parse_qs

from crawler.demo import markup
from crawler.demo.response import HTML, Response, make, plain
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import PAGE_SIZE, FamilySite, stamp

SERVICE = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_CATEGORY = {"tin-tuc": "45124", "hoat-dong": "45130"}
_SITE = "1184"


class VnPortal(FamilySite):
    """A provincial portal."""

    family = "vnportal"
    style = "department"

    def path(self, story: Story, section: str) -> str:
        return f"/{section}/{story.address_words}-{story.id}"

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            answers.by_target[f"/{section}"] = self.html(self._listing(section))

    def post(self, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """The pagination service: a fragment of list items, by page and range of dates; empty past the end."""
        fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8"), keep_blank_values=True).items()}
        section = next((one for one, number in _CATEGORY.items() if number == fields.get("article_category_id")), None)
        if target != SERVICE or "x-www-form-urlencoded" not in headers.get("content-type", ""):
            return plain(404, "Not Found")
        if section is None or fields.get("site_id") != _SITE or not {"date_begin", "date_end", "no"} <= fields.keys():
            return make(500, b"<html><body>Object reference not set to an instance of an object.</body></html>", HTML)
        begin, end = _day(fields["date_begin"]), _day(fields["date_end"])
        chosen = [
            one
            for one in self.newsroom.shown(section)
            if (begin is None or one.published_at.date() >= begin) and (end is None or one.published_at.date() <= end)
        ]
        size, number = int(fields["page_size"]), int(fields["page"])
        items = [self._item(one, section) for one in chosen[(number - 1) * size : number * size]]
        return make(200, "\n".join(items).encode("utf-8"), HTML)

    def _item(self, story: Story, section: str) -> str:
        summary = f'<div class="Summary">{markup.text(story, (story.summary or "")[:160])}</div>'
        return (
            f'<li class="row"><h2 class="Title"><a href="{self.path(story, section)}">'
            f'{markup.text(story, story.title)}</a></h2><div class="Ngaydang">{story.published_at:%d/%m/%Y}</div>'
            f"{summary}</li>"
        )

    def _listing(self, section: str) -> str:
        pages = self.in_pages(section)
        items = "\n".join(self._item(story, section) for story in pages[0])
        numbers = "".join(
            f'<li class="page-item page-number{" active" if n == 1 else ""}" data-page="{n}"><a href="#">{n}</a></li>'
            for n in range(1, len(pages) + 1)
        )
        script = (
            f"var maxPage = parseInt({len(pages)}); function loadPage(p) {{ $.ajax({{ type: 'POST', url: '{SERVICE}', "
            f'data: {{ article_category_id: {_CATEGORY[section]}, categoryIds: "{_CATEGORY[section]},9", '
            f'site_id: {_SITE}, page: p, page_size: {PAGE_SIZE}, keyword: "" }} }}); }}'
        )
        return self._frame(
            self.names[section],
            f'<div class="UIArticleInMenu_Default ArticleInMenu"><ul class="ArticleList">{items}</ul>'
            f'<ul class="pagination">{numbers}</ul></div><script>{script}</script>',
        )

    def article(self, story: Story) -> str:
        author = f'<div class="author">Tác giả: {escape(story.author)}</div>' if story.author else ""
        return self._frame(
            markup.text(story, story.title),
            f'<div class="ArticleDetailControl"><div class="tool"><a href="javascript:print()">In trang</a></div>'
            f'<div class="ArticleHeader">{markup.text(story, story.title)}</div>'
            f'<div class="PostDate">{stamp(story)} <span class="ViewCount">| Lượt xem: 1.204</span></div>'
            f'<div class="ArticleSummary">{markup.text(story, story.summary or "")}</div>'
            f'<div class="ArticleContent">{markup.body(story, lambda n: self._picture(story, n))}</div>'
            f"{self.files(story, 'Tài liệu đính kèm: ')}{author}"
            f'<div class="UIOtherArticle"><h3>Tin khác</h3><ul>{self.related(story)}</ul></div></div>',
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        row = f'<tr><td style="text-align:center"><em>{caption}</em></td></tr>' if caption else ""
        return (
            f'<table align="center" class="ImageBox"><tbody><tr><td><img src="{self.source(story, number)}" '
            f'style="width:600px"></td></tr>{row}</tbody></table>'
        )

    def newest(self, section: str) -> str:
        items = "".join(
            f'<div class="item"><a href="{self.path(one, section)}">{markup.text(one, one.title)}</a></div>'
            for one in self.newsroom.shown(section)[:3]
        )
        return f'<div class="UIListNews_Default">{items}</div>'

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content)

    def _frame(self, title: str, content: str) -> str:
        menu = "".join(f'<li><a href="/{one}">{name}</a></li>' for one, name in self.names.items())
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{title}</title></head><body>'
            f'<form id="aspnetForm" method="post">'
            f'<div class="header-top">Hôm nay, ngày {self.newsroom.moment:%d/%m/%Y}<a href="/login">Đăng nhập</a></div>'
            f'<div id="menu"><ul><li><a href="/">Trang chủ</a></li>{menu}</ul></div>{content}</form></body></html>'
        )


def _day(text: str) -> date | None:
    return date(*(int(part) for part in reversed(text.split("/")))) if text else None
