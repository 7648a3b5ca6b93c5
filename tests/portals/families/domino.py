"""Lotus Domino: views as bare rows without a table, no charset declared, dates without leading zeros."""

from __future__ import annotations

from crawler.demo import markup
from crawler.demo.response import Response, document, page
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import PAGE_SIZE, FamilySite

_VIEWS = {"tin-tuc": "TinTuc", "hoat-dong": "HoatDong"}


class Domino(FamilySite):
    """An office's news database."""

    family = "domino"
    signed = False
    style = "newspaper"

    def key(self, story: Story) -> str:
        return f"2979FBD220E3084E47258E33{int(story.id):08X}"

    def path(self, story: Story, section: str) -> str:
        return f"/tin.nsf/NoiDung?OpenForm&ParentUNID={self.key(story)}"

    def section_path(self, section: str) -> str:
        return f"/tin.nsf/{_VIEWS[section]}?OpenView"

    def html(self, text: str) -> Response:
        return document(text.encode("utf-8"), self.newsroom.changed_at, "text/html")

    def story_page(self, story: Story) -> Response:
        return page(self.article(story), self.newsroom.modified(story), "text/html")

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            pages = self.in_pages(section)
            for number, stories in enumerate(pages):
                target = self._start(section, number) if number else self.section_path(section)
                onward = self._start(section, number + 1) if number + 1 < len(pages) else ""
                answers.by_target[target] = self.html(self._view(stories, onward))

    def _start(self, section: str, number: int) -> str:
        return f"{self.section_path(section)}&Start={number * PAGE_SIZE + 1}&Count={PAGE_SIZE}"

    def _view(self, stories: list[Story], onward: str) -> str:
        rows = "".join(
            f"<tr><td style='width: 80px'>{one.published_at.day}/{one.published_at.month}/{one.published_at.year}</td>"
            f"<td><a href='{self.path(one, '').rpartition('/')[2]}'>{markup.text(one, one.title)}</a></td></tr>"
            for one in stories
        )
        pager = f"<tr><td><a href='{onward}'>Trang sau</a></td></tr>" if onward else ""
        return f"<tr style='display: none'><th>Ngày đăng</th><th>Tin</th></tr>{rows}{pager}"

    def article(self, story: Story) -> str:
        when = story.published_at
        clock = "" if story.precision == "day" else f" {when:%H:%M}"
        return (
            f"<html><head><title>Tin tức</title></head><body><form>"
            f"<h1 class='doc-title'>{markup.text(story, story.title)}"
            f"</h1><div class='doc-date'>Ngày đăng: {when.day}/{when.month}/{when.year}{clock}</div>"
            f"<div class='doc-body'>{markup.body(story, lambda n: self._picture(story, n))}</div>{self.files(story)}"
            f"</form></body></html>"
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        below = f"<br><i>{caption}</i>" if caption else ""
        return f"<div align='center'><img src='{self.source(story, number)}'>{below}</div>"
