"""Kentico: a pager with 'next' alone, posted back; items that lead on by `onclick` only, in any case of letters."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.demo import markup
from crawler.demo.response import Response
from crawler.demo.story import Story
from tests.portals.families.base import stamp
from tests.portals.families.webforms import WebFormsSite

_NEXT = "p$lt$ctl03$pager$next"


class Kentico(WebFormsSite):
    """A museum's portal. Articles have no number; IIS takes their addresses in any case."""

    family = "kentico"
    signed = False
    style = "newspaper"

    def key(self, story: Story) -> str:
        return self.addresses(story)[0].lower()

    def addresses(self, story: Story) -> tuple[str, ...]:
        return (self.base + self.path(story, "tin-tuc").lower(),)

    def path(self, story: Story, section: str) -> str:
        made = f"/vi-vn/tin-tuc-su-kien/{story.address_words}-{story.id[-4:]}.aspx"
        return made if section == "tin-tuc" else f"/Vi-VN/Tin-tuc-Su-kien/{made.rpartition('/')[2].upper()[:-4]}aspx"

    def section_path(self, section: str) -> str:
        return f"/vi-vn/{section}.aspx"

    def page_asked(self, fields: Mapping[str, str], shown: int) -> int | None:
        return shown + 1 if fields.get("__EVENTTARGET") == _NEXT else None

    def missing(self, target: str) -> Response:
        lowered = target.lower()
        found = self._answers.by_target.get(lowered)
        return found or super().missing(target)

    def listing(self, section: str, number: int) -> str:
        pages = self.in_pages(section)
        items = "".join(self._item(one, section, number) for one in pages[number - 1])
        onward = f"<a href=\"javascript:__doPostBack('{_NEXT}','')\">Trang sau</a>" if number < len(pages) else ""
        return self._frame(
            self.names[section],
            f'{self.state(section, number)}<div class="main_content_sub"><ul class="news-item">{items}</ul>'
            f'<div class="pager">Trang {number}/{len(pages)} {onward}</div></div>',
        )

    def _item(self, story: Story, section: str, number: int) -> str:
        path, title = self.path(story, section), markup.text(story, story.title)
        info = f'<div class="news-info">{story.published_at:%d-%m-%Y}</div>'
        if number == 1:
            return f'<li><h2><a href="{path}">{title}</a></h2>{info}</li>'
        return f"<li onclick=\"window.location.href='{path}'\"><h2>{title}</h2>{info}</li>"

    def article(self, story: Story) -> str:
        return self._frame(
            markup.text(story, story.title),
            f'<div class="main_content_sub"><div class="content"><div class="article"><h1><a>'
            f'{markup.text(story, story.title)}</a></h1><time class="ct_time">Cập nhật : '
            f'{stamp(story, " - ").replace("/", "-")}</time><div class="clearfix"></div>'
            f"<div>{markup.body(story, lambda n: self._picture(story, n))}</div>{self.files(story)}"
            f'<div class="ct_social"><a href="#">Facebook</a></div></div><div class="orther_content"><h2>Bài khác</h2>'
            f"<ul>{self.related(story)}</ul></div></div></div>",
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        return f'<div style="text-align: center;"><img src="{self.source(story, number)}" alt=""><br>{caption}</div>'

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content)

    def _frame(self, title: str, content: str) -> str:
        menu = "".join(f'<li><a href="{self.section_path(one)}">{name}</a></li>' for one, name in self.names.items())
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>\n\t{title}\n</title></head><body class="LTR">'
            f'<form method="post" id="aspnetForm"><ul class="menu">{menu}</ul>{content}</form></body></html>'
        )
