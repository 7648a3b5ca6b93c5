"""Drupal: `?page=N` counted from nought, articles at `/node/N` or at an alias a section, a language switch."""

from __future__ import annotations

from html import escape

from crawler.demo import markup
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import FamilySite, stamp


class Drupal(FamilySite):
    """A district's portal."""

    family = "drupal"
    style = "department"

    def key(self, story: Story) -> str:
        return self.addresses(story)[0] if self._aliased(story) else story.id

    @staticmethod
    def _aliased(story: Story) -> bool:
        return int(story.id) % 2 == 0

    def path(self, story: Story, section: str) -> str:
        return f"/{section}/{story.address_words}" if self._aliased(story) else f"/node/{story.id}"

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            pages = self.in_pages(section)
            for number, stories in enumerate(pages):
                made = self.html(self._listing(section, stories, number, len(pages)))
                for language in ("", "/vi"):
                    answers.by_target[f"{language}/{section}?page={number}"] = made
                    if number == 0:
                        answers.by_target[f"{language}/{section}"] = made

    def _listing(self, section: str, stories: list[Story], number: int, last: int) -> str:
        rows = "".join(
            f'<div class="views-row"><h3><a href="{self.path(one, section)}">{markup.text(one, one.title)}</a></h3>'
            f'<span class="views-field-created">{stamp(one, " - ")}</span>'
            f'<a class="chuyen-muc" href="/{section}">{self.names[section]}</a></div>'
            for one in stories
        )
        numbers = "".join(
            f'<li class="pager__item is-active"><a href="?page={n}" title="Trang hiện tại">{n + 1}</a></li>'
            if n == number
            else f'<li class="pager__item"><a href="?page={n}">{n + 1}</a></li>'
            for n in range(last)
        )
        onward = (
            f'<li class="pager__item pager__item--next"><a href="?page={number + 1}" rel="next">Trang kế tiếp ››</a>'
            f"</li>"
            f'<li class="pager__item pager__item--last"><a href="?page={last - 1}">Cuối »</a></li>'
            if number + 1 < last
            else ""
        )
        return self._frame(
            self.names[section],
            f'<div class="view-content">{rows}</div><nav class="pager"><ul class="pager__items">{numbers}{onward}'
            f"</ul></nav>",
            f"/{section}",
        )

    def article(self, story: Story) -> str:
        author = f'<span class="field--name-uid">{escape(story.author)}</span>' if story.author else ""
        title = markup.text(story, story.title)
        return self._frame(
            title,
            f'<h1 class="page-title"><span class="field field--name-title">{title}</span></h1>'
            f'<article class="node node--type-article node--view-mode-full"><footer class="node__meta">'
            f'<div class="node__submitted">Được đăng bởi {author} vào {stamp(story, " - ")}</div></footer>'
            f'<div class="node__content"><div class="field field--name-field-tom-tat">'
            f'{markup.text(story, story.summary or "")}</div><div class="text-formatted field field--name-body">'
            f"{markup.body(story, lambda n: self._picture(story, n))}</div>{self.files(story)}"
            f'<ul class="links"><li><a href="/user/login">Đăng nhập</a></li></ul></div></article>'
            f'<section class="block-views"><h2>Tin cùng chuyên mục</h2><ul>{self.related(story)}</ul></section>',
            self.path(story, story.sections[0]),
            f'<link rel="canonical" href="{self.addresses(story)[0]}">',
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return (
            f'<figure role="group" class="caption caption-img"><img src="{self.source(story, number)}" alt="">{below}'
            "</figure>"
        )

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content, "/")

    def _frame(self, title: str, content: str, here: str, head: str = "") -> str:
        menu = "".join(f'<li><a href="/{one}">{name}</a></li>' for one, name in self.names.items())
        switch = f'<a hreflang="en" href="/en{here}">English</a> <a hreflang="vi" href="/vi{here}">Tiếng Việt</a>'
        return (
            f'<!DOCTYPE html><html lang="vi" dir="ltr"><head><meta charset="utf-8">{head}'
            f"<title>{title} | Cổng thông tin</title>"
            f'</head><body><header>{switch}<ul class="menu">{menu}</ul></header><main role="main">{content}</main>'
            "</body></html>"
        )
