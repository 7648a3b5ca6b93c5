"""Joomla 3: `?start=N`, links against a `<base>`, and a page past the end that says so with status 200."""

from __future__ import annotations

from html import escape

from crawler.demo import markup
from crawler.demo.response import Response
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import PAGE_SIZE, FamilySite


class Joomla(FamilySite):
    """A farmers' union's portal."""

    family = "joomla"
    style = "newspaper"

    def path(self, story: Story, section: str) -> str:
        return f"/index.php/{section}/{story.id}-{story.address_words}"

    def section_path(self, section: str) -> str:
        return f"/index.php/{section}"

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            pages = self.in_pages(section)
            for number, stories in enumerate(pages):
                made = self.html(self._listing(section, stories, number, len(pages)))
                answers.by_target[f"/index.php/{section}?start={number * PAGE_SIZE}"] = made
                if number == 0:
                    answers.by_target[f"/index.php/{section}"] = made

    def missing(self, target: str) -> Response:
        if target.startswith("/index.php/") and "?start=" in target:
            return self.html(self._frame("Lỗi", '<p class="error">Không tìm thấy trang bạn yêu cầu.</p>', "tin-tuc"))
        return super().missing(target)

    def _listing(self, section: str, stories: list[Story], number: int, last: int) -> str:
        items = "".join(
            f'<div class="item"><div class="page-header"><h2><a href="{section}/{one.id}-{one.address_words}">'
            f'{markup.text(one, one.title)}</a></h2></div><time datetime="{one.published_at.isoformat()}">'
            f"{one.published_at:%d/%m/%Y}</time></div>"
            for one in stories
        )
        numbers = "".join(
            f'<li class="active"><a>{n + 1}</a></li>'
            if n == number
            else f'<li><a class="pagenav" href="/index.php/{section}?start={n * PAGE_SIZE}">{n + 1}</a></li>'
            for n in range(last)
        )
        # Its count of pages is one too many, as where articles are kept from readers.
        onward = (
            f'<li class="pagination-next">'
            f'<a title="Tiếp theo" href="/index.php/{section}?start={(number + 1) * PAGE_SIZE}">'
            "Tiếp theo</a></li>"
        )
        pager = f'<div class="pagination"><ul><li class="pagination-start"></li>{numbers}{onward}</ul></div>'
        return self._frame(self.names[section], f'<div class="blog">{items}{pager}</div>', section)

    def article(self, story: Story) -> str:
        when = story.published_at
        moment = f"{when:%Y-%m-%d}" if story.precision == "day" else when.isoformat()
        author = (
            f'<dd class="createdby" itemprop="author" itemscope>Viết bởi <span itemprop="name">{escape(story.author)}'
            "</span></dd>"
            if story.author
            else ""
        )
        return self._frame(
            markup.text(story, story.title),
            f'<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">'
            f'<h2 itemprop="headline">{markup.text(story, story.title)}</h2></div>'
            f'<dl class="article-info muted">{author}'
            f'<dd class="published">Được đăng: <time datetime="{moment}" itemprop="datePublished">{when:%d/%m/%Y}'
            f"</time>"
            f'</dd><dd class="hits">Lượt xem: 77</dd></dl><div itemprop="articleBody">'
            f"{markup.body(story, lambda n: self._picture(story, n))}{self.files(story)}</div>"
            f'<ul class="pager pagenav"><li><a href="/">Trang sau</a></li></ul></div>'
            f'<div class="aside"><h3>Tin mới nhất</h3><ul>{self.related(story)}</ul></div>',
            story.sections[0],
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        below = f"<br><em>{caption}</em>" if caption else ""
        return f'<p style="text-align: center;"><img src="{self.source(story, number)}" alt="">{below}</p>'

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content, "tin-tuc")

    def _frame(self, title: str, content: str, section: str) -> str:
        menu = "".join(f'<li><a href="/index.php/{one}">{name}</a></li>' for one, name in self.names.items())
        return (
            f'<!DOCTYPE html><html lang="vi-vn"><head><base href="{self.base}/index.php/{section}"><title>{title}'
            f"</title>"
            f'</head><body class="site com_content"><ul class="nav">{menu}</ul>{content}</body></html>'
        )
