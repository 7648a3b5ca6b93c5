"""ePi: a newspaper whose sections go on by a service's JSON, with relative dates on the newest (see spiders/epi.py)."""

from __future__ import annotations

import re
from html import escape

import orjson

from crawler.demo import markup
from crawler.demo.response import Response, page
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import PAGE_SIZE, FamilySite, stamp

_ZONES = {"tin-tuc": "12", "hoat-dong": "31"}
_SERVICE = re.compile(r"^/api/morenews-zone-(\d+)-(\d+)\.html$")


class Epi(FamilySite):
    """A provincial newspaper."""

    family = "epi"
    style = "newspaper"

    def path(self, story: Story, section: str) -> str:
        return f"/{story.address_words}-post{story.id}.html"

    def section_path(self, section: str) -> str:
        return f"/{section}/"

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            stories = "".join(self._item(one) for one in self.in_pages(section)[0])
            more = '<button type="button" class="btn control__loadmore">Xem thêm</button>'
            answers.by_target[f"/{section}/"] = self.html(self._frame(self.names[section], stories + more))

    def missing(self, target: str) -> Response:
        served = _SERVICE.match(target.partition("?")[0])
        section = next((one for one, zone in _ZONES.items() if served and zone == served[1]), None)
        if served is None or section is None:
            return super().missing(target)
        shown = self.newsroom.shown(section)[(int(served[2]) - 1) * PAGE_SIZE : int(served[2]) * PAGE_SIZE]
        data = {"error_code": 0, "data": {"articles": "".join(self._item(one) for one in shown), "contents": []}}
        return page(orjson.dumps(data).decode(), self.newsroom.changed_at, "application/json; charset=utf-8")

    def _item(self, story: Story) -> str:
        hours = int((self.newsroom.moment - story.published_at).total_seconds() // 3600)
        when = f"{hours} giờ trước" if hours < 24 else f"{hours // 24} ngày trước" if hours < 168 else stamp(story)
        return (
            f'<article class="story"><h2 class="story__heading"><a class="cms-link" href="{self.path(story, "")}" '
            f'title="">{markup.text(story, story.title)}</a></h2><time>{when}</time></article>'
        )

    def article(self, story: Story) -> str:
        when = story.published_at
        moment = f"{when:%Y-%m-%d}" if story.precision == "day" else when.isoformat()
        author = (
            f'<div class="article__author"><span class="name">{escape(story.author)}</span></div>'
            if story.author
            else ""
        )
        return self._frame(
            markup.text(story, story.title),
            f'<article class="article"><h1 class="article__title cms-title">{markup.text(story, story.title)}</h1>'
            f'<div class="article__meta"><time class="time" datetime="{moment}">{stamp(story)}</time></div>'
            f'<div class="article__body cms-body">{markup.body(story, lambda n: self._picture(story, n))}'
            f'{self.files(story)}</div>{author}<div class="article__tag">Từ khóa</div></article>'
            f'<div class="cms-relate"><ul>{self.related(story)}</ul></div>',
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        row = f'<tr><td class="caption"><p>{caption}</p></td></tr>' if caption else ""
        return (
            f'<table class="picture" align="center"><tbody><tr><td class="pic"><img class="cms-photo" '
            f'data-src="{self.picture_url(story, number)}" src="/placeholder.svg" alt=""></td></tr>{row}</tbody>'
            f"</table>"
        )

    def newest(self, section: str) -> str:
        return "".join(self._item(one) for one in self.newsroom.shown(section)[:3])

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content)

    def _frame(self, title: str, content: str) -> str:
        menu = "".join(
            f'<li data-id="{_ZONES[one]}"><a href="/{one}/" title="">{name}</a></li>'
            for one, name in self.names.items()
        )
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{title} | Báo điện tử</title></head><body>'
            f'<header><ul class="menu">{menu}</ul></header><div class="main-col">{content}</div></body></html>'
        )
