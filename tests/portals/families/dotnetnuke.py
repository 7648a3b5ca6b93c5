"""DotNetNuke: a numbered pager that posts back, a calendar that does too, one article under several tabs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from crawler.demo import markup
from crawler.demo.story import Story
from tests.portals.families.base import stamp
from tests.portals.families.webforms import WebFormsSite

_TABS = {"tin-tuc": "1052", "hoat-dong": "1060"}
_PAGER = "dnn$ctr1052$ViewTin$ctl00$pager"


class DotNetNuke(WebFormsSite):
    """A provincial portal."""

    family = "dotnetnuke"
    style = "department"

    def path(self, story: Story, section: str) -> str:
        return f"/Default.aspx?tabid={_TABS[section]}&NewsViews=1&ItemID={story.id}"

    def section_path(self, section: str) -> str:
        return f"/Default.aspx?tabid={_TABS[section]}"

    def page_asked(self, fields: Mapping[str, str], shown: int) -> int | None:
        del shown
        argument = fields.get("__EVENTARGUMENT", "")
        return int(argument) if fields.get("__EVENTTARGET") == _PAGER and argument.isdecimal() else None

    def listing(self, section: str, number: int) -> str:
        pages = self.in_pages(section)
        items = "".join(
            f'<div class="tin-item"><a href="{escape(self.path(one, section))}">{markup.text(one, one.title)}</a>'
            f'<span class="NgayDang">({one.published_at:%d/%m/%Y})</span></div>'
            for one in pages[number - 1]
        )
        numbers = "".join(
            f"<span>{n}</span> " if n == number else f"<a href=\"javascript:__doPostBack('{_PAGER}','{n}')\">{n}</a> "
            for n in range(1, len(pages) + 1)
        )
        return self._frame(
            self.names[section],
            f'{self.state(section, number)}<div id="dnn_ContentPane">{items}<div class="phan-trang">{numbers}</div>'
            f"</div>"
            f"{_calendar()}",
            self.section_path(section),
        )

    def article(self, story: Story) -> str:
        prefix = "dnn_ctr1052_ViewTin_ctl00"
        author = f'<span id="{prefix}_lblTacGia">{escape(story.author)}</span>' if story.author else ""
        return self._frame(
            "Tin tức",
            f'<div id="dnn_ContentPane"><span id="{prefix}_lblTieuDe">{markup.text(story, story.title)}</span><br>'
            f'<span id="{prefix}_lblNgayDang">Ngày đăng: {stamp(story).replace("/", "-")}</span>'
            f'<div><span id="{prefix}_lblTomTat">{markup.text(story, story.summary or "")}</span></div>'
            f'<div><span id="{prefix}_lblNoiDung">{markup.body(story, lambda n: self._picture(story, n))}</span></div>'
            f"{self.files(story)}{author}"
            f'<div id="{prefix}_pnlTinKhac"><b>Các tin khác:</b><ul>{self.related(story)}</ul></div></div>',
            "/",
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        row = f"<tr><td>{caption}</td></tr>" if caption else ""
        return (
            f'<table border="0" align="center"><tbody><tr><td><img src="{self.source(story, number)}"></td></tr>{row}'
            "</tbody></table>"
        )

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content, "/")

    def _frame(self, title: str, content: str, action: str) -> str:
        menu = "".join(f'<li><a href="{self.section_path(one)}">{name}</a></li>' for one, name in self.names.items())
        return (
            f'<!DOCTYPE html><html lang="vi-VN"><head id="Head"><title>Cổng thông tin &gt; {title}</title></head>'
            f'<body id="Body"><form method="post" action="{escape(action)}" id="Form"><div class="DateNow">'
            f"{self.newsroom.moment:%d/%m/%Y}</div><ul>{menu}</ul>{content}</form></body></html>"
        )


def _calendar() -> str:
    """ASP.NET's Calendar: a post-back a day, and one to the next month."""
    days = "".join(
        f"<td><a href=\"javascript:__doPostBack('dnn$ctr9$Cal','{9560 + n}')\">{n}</a></td>" for n in range(1, 29)
    )
    return (
        f"<table id=\"dnn_ctr9_Cal\"><tr><td><a href=\"javascript:__doPostBack('dnn$ctr9$Cal','V9588')\">&gt;</a></td>"
        f"{days}</tr></table>"
    )
