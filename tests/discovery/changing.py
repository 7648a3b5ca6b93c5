"""A portal with an entry of its own that changes while it is crawled: its design, CMS, sections, a category, its host."""

from __future__ import annotations

from html import escape

from crawler.demo.story import Story
from tests.discovery.skin import SECTIONS, Answer, Skin, home_of

HOME, *_ = SECTIONS
ENTRY = """
name = "Cổng thông tin thử"
province = "01"
kind = "portal"
family = "generic"
start = "{start}/"
sections = [{sections}]
article = '^/bai/[^/?]+-(?P<id>\\d+)\\.html$'
delay = 0
evidence = "saved pages, 2026-03-01"

[selectors]
title = [".tieu-de"]
body = [".noi-dung"]
next_page = [".trang a"]
"""
REFUSALS = {"failing": 500, "blocked": 403, "gone": 404}
RENAMED = {"kinh-te": "kinh-te-xa-hoi"}


class Changing(Skin):
    """`change` is what has become of it: None, redesign, cms, sections, category, host (or merger): `moved_to`; for a
    fleet also failing, blocked, gone, forbidden. `links` go into its footer.

    With `after` the change takes place once so many more requests have come.
    """

    size = 2

    def __init__(self) -> None:
        super().__init__()
        self.change: str | None = None
        self.coming: str | None = None
        self.after = 0
        self.moved_to = ""
        self.links = ""

    def robots_txt(self) -> Answer:
        if self.change == "failing":
            return Answer("", 500)
        if self.change == "forbidden":
            return Answer("User-agent: *\nDisallow: /\n", type="text/plain")
        return super().robots_txt()

    def entry(self) -> str:
        return ENTRY.format(start=self.base, sections=", ".join(f'"/{one}"' for one in SECTIONS))

    def address(self, story: Story, section: str) -> str:
        if self.change == "redesign":
            return f"/chi-tiet/{story.id}/{story.address_words}"
        if self.change == "cms":
            return f"/{home_of(story)}/{story.address_words}-{int(story.id) + 5000}.html"
        return f"/bai/{story.address_words}-{story.id}.html"

    def path(self, section: str) -> str:
        if self.change == "sections":
            return f"/chuyen-muc/{section}"
        if self.change == "cms":
            return f"/tin/{section}/"
        return f"/{RENAMED.get(section, section) if self.change == 'category' else section}"

    def frame(self, content: str) -> str:
        menu = "".join(f'<li><a href="{self.path(one)}">{name}</a></li>' for one, name in SECTIONS.items())
        generator = '<meta name="generator" content="NukeViet v4.5">' if self.change == "cms" else ""
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>Cổng thử</title>{generator}</head><body><ul class="menu">'
            f'<li><a href="/">Trang chủ</a></li>{menu}</ul><div class="chinh">{content}</div>{self.links}</body></html>'
        )

    def items(self, told: list[Story]) -> str:
        return "".join(
            f'<div class="tin"><h3><a href="{self.address(one, "")}">{escape(one.title)}</a></h3>'
            f"<span>{one.published_at:%d/%m/%Y}</span></div>"
            for one in told
        )

    def article(self, story: Story) -> str:
        heading, body = ("ten-bai", "doc-bai") if self.change in ("redesign", "cms") else ("tieu-de", "noi-dung")
        return self.frame(
            f'<h1 class="{heading}">{escape(story.title)}</h1><div class="ngay">{story.published_at:%d/%m/%Y %H:%M}</div>'
            f'<div class="{body}">{self.body(story)}</div>'
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if self.coming is not None:
            self.after -= 1
            if self.after < 0:
                self.change, self.coming = self.coming, None
        if self.change in REFUSALS:
            return Answer("", REFUSALS[self.change])
        if self.moved_to:
            target = self.moved_to + ("/" if self.change == "merger" else path)
            return Answer("", 301, {"Location": target})
        if path == "/":
            return Answer(self.frame(self.items(self.told[:4])))
        section = next((one for one in SECTIONS if path.rstrip("/") == self.path(one).rstrip("/")), None)
        if section is not None:
            number = int(query.get("trang", "1"))
            links = "".join(f'<a href="?trang={n}">{n}</a> ' for n in range(1, self.pages(section) + 1))
            return Answer(self.frame(f'{self.items(self.shown(section, number))}<div class="trang">{links}</div>'))
        if self.change == "category" and path.strip("/") in RENAMED:
            return Answer("", 302, {"Location": "/"})
        story = next((one for one in self.told if path == self.address(one, "")), None)
        return Answer(self.article(story)) if story is not None else Answer(self.frame("<h1>Không tìm thấy</h1>"), 404)
