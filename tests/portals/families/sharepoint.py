"""SharePoint with Tandan's parts: one section paged by `?PageIndex=`, one a list view paged by script and a third that
is JSON of the list service, linked by item id (see spiders/sharepoint.py)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import ClassVar

import orjson

from crawler.demo import markup
from crawler.demo.response import Response, make, page, plain
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import PAGE_SIZE, FamilySite, stamp

_LIST = "/_api/web/lists/getbytitle('ThongBao')/items"
SERVICE = f"{_LIST}?$top={PAGE_SIZE}&$orderby=Created+desc"


class SharePoint(FamilySite):
    """A provincial portal."""

    family = "sharepoint"
    style = "department"
    names: ClassVar[dict[str, str]] = {"tin-tuc": "Tin tức", "hoat-dong": "Hoạt động", "thong-bao": "Thông báo"}
    sections = ("tin-tuc", "hoat-dong", "thong-bao")

    @classmethod
    def _placed(cls, story: Story, number: int) -> Story:
        placed = super()._placed(story, number)
        return placed.model_copy(update={"sections": ("thong-bao",)}) if number % 3 == 2 else placed

    def path(self, story: Story, section: str) -> str:
        return f"/portal/Pages/{story.published_at:%Y-%m-%d}/{story.address_words[:50]}.aspx?ItemID={story.id}"

    def section_path(self, section: str) -> str:
        return SERVICE if section == "thong-bao" else f"/portal/Pages/{section}.aspx"

    def listings(self, answers: Answers) -> None:
        table = answers.by_target
        pages = self.in_pages("tin-tuc")
        for number, stories in enumerate(pages, 1):
            links = "".join(
                f'<span class="current">{n}</span>' if n == number else f'<a href="{self._index(n)}">{n}</a>'
                for n in range(1, len(pages) + 1)
            )
            table[self._index(number)] = self.html(self._view(stories, f'<div class="paging">{links}</div>'))
        table["/portal/Pages/tin-tuc.aspx"] = table[self._index(1)]
        views = self.in_pages("hoat-dong")
        for number, stories in enumerate(views):
            onward = self._paged(views, number + 1) if number + 1 < len(views) else ""
            back = self._paged(views, number - 1, back=True) if number else ""
            table[self._row(views, number)] = self.html(self._view(stories, f"<table>{back}{onward}</table>"))

    def answer(self, target: str, headers: Mapping[str, str]) -> Response:
        """The list service answers with Atom unless it is asked for JSON."""
        path, _, query = target.partition("?")
        if path.replace("%27", "'") != _LIST:
            return super().answer(target, headers)
        if "application/json" not in headers.get("accept", ""):
            return make(
                200, b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', "application/atom+xml"
            )
        skipped = query.rpartition("skip=")[2] if "skip=" in query else "0"
        return self._items(int(skipped) if skipped.isdecimal() else 0)

    def _items(self, start: int) -> Response:
        shown = self.newsroom.shown("thong-bao")
        values = [
            {"ID": int(one.id), "Title": one.title, "Created": f"{one.published_at:%Y-%m-%dT%H:%M:%S%z}"}
            | {"Path": self.path(one, "thong-bao").partition("?")[0]}
            for one in shown[start : start + PAGE_SIZE]
        ]
        data: dict[str, object] = {"value": values}
        if start + PAGE_SIZE < len(shown):
            data["odata.nextLink"] = f"{self.base}{SERVICE}&$skiptoken=Paged%3dTRUE&skip={start + PAGE_SIZE}"
        return page(orjson.dumps(data).decode(), self.newsroom.changed_at, "application/json;charset=utf-8")

    def _index(self, number: int) -> str:
        return f"/portal/Pages/tin-tuc.aspx?PageIndex={number}"

    def _row(self, views: list[list[Story]], number: int, back: bool = False) -> str:
        if number == 0 and not back:
            return "/portal/Pages/hoat-dong.aspx"
        last = views[number - 1][-1].id if number else "0"
        prev = "&PagedPrev=TRUE" if back else ""
        first = number * PAGE_SIZE + 1
        return f"/portal/Pages/hoat-dong.aspx?Paged=TRUE{prev}&p_ID={last}&PageFirstRow={first}&View=7f3c"

    def _paged(self, views: list[list[Story]], number: int, back: bool = False) -> str:
        script = self._row(views, number, back).replace("&", "\\u0026")
        label = "&lt;" if back else f"{number * PAGE_SIZE + 1} - {number * PAGE_SIZE + len(views[number])} &gt;"
        css = "ms-paging-prev" if back else "ms-paging-next"
        click = escape(f'RefreshPageTo(event, "{script}");javascript:return false;')
        return f'<tr><td class="{css}"><a href="javascript:" onclick="{click}">{label}</a></td></tr>'

    def _view(self, stories: list[Story], pager: str) -> str:
        items = "".join(
            f'<div class="tandan-div-article-item"><a href="{self.path(one, "")}">{markup.text(one, one.title)}</a>'
            f'<span class="tandan-span-date-publish">{stamp(one)}</span></div>'
            for one in stories
        )
        return self._frame("Tin tức", f'<div class="tandan-list">{items}</div>{pager}')

    def missing(self, target: str) -> Response:
        """Pages in any case, as IIS serves them."""
        table = {path.lower(): found for path, found in self._answers.by_target.items()}
        found = table.get(target.lower())
        return found or (super().missing(target) if target.startswith("/anh/") else plain(404, "Not Found"))

    def article(self, story: Story) -> str:
        author = f'<p class="tandan-p-article-author">{escape(story.author)}</p>' if story.author else ""
        return self._frame(
            "Chi tiết tin bài",
            f'<div class="tandan-div-article-detail"><div class="artcle-tools"><span class="tandan-span-date-publish">'
            f'{stamp(story)}</span><a class="print" href="#">In bài viết</a></div>'
            f'<p class="tandan-p-article-news-title">{markup.text(story, story.title)}</p>'
            f'<p class="tandan-p-article-news-summary">{markup.text(story, story.summary or "")}</p>'
            f'<div class="tandan-p-article-main"><div class="ms-rtestate-field">'
            f"{markup.body(story, lambda n: self._picture(story, n))}</div></div>{self.files(story)}{author}</div>"
            f'<div class="tandan-div-article-other"><h3>Tin khác</h3><ul>{self.related(story)}</ul></div>',
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        below = f"<br><em>{caption}</em>" if caption else ""
        return f'<div align="center"><img src="{self.source(story, number)}" alt="">{below}</div>'

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content)

    def _frame(self, title: str, content: str) -> str:
        menu = "".join(
            f'<li><a href="/portal/Pages/{one}.aspx">{self.names[one]}</a></li>' for one in self.sections[:2]
        )
        return (
            f'<!DOCTYPE html><html lang="vi-VN"><head><title>\n\t{title}\n</title></head><body><form id="aspnetForm">'
            f'<span id="clock">{self.newsroom.moment:%d/%m/%Y}</span><ul class="ms-core-listMenu-root">{menu}</ul>'
            f'<div id="s4-workspace">{content}</div></form></body></html>'
        )
