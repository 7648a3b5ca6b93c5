"""What the demo portals of the families share: two sections, a few dozen stories, listings in pages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import ClassVar

from crawler.demo import markup, media
from crawler.demo.attached import file_name, served
from crawler.demo.generator import Generator
from crawler.demo.library import read
from crawler.demo.newsroom import Newsroom
from crawler.demo.response import Response, document, page, plain
from crawler.demo.site import Answers, Site
from crawler.demo.story import Story

STORIES = 22
PAGE_SIZE = 5
# Of the pools' sections, those whose stories go into the second section; all others go into the first.
_SECOND = ("tin-hoat-ong", "xay-dung-ang", "chinh-tri")


def stamp(story: Story, between: str = " ") -> str:
    """'27/06/2025 16:05', without the time where that is unknown."""
    clock = "" if story.precision == "day" else f"{between}{story.published_at:%H:%M}"
    return f"{story.published_at:%d/%m/%Y}{clock}"


class FamilySite(Site):
    """One family's portal. A subclass gives the addresses, the listings and the markup."""

    family: ClassVar[str]
    signed: ClassVar[bool] = True  # whether its pages name authors
    names: ClassVar[dict[str, str]] = {"tin-tuc": "Tin tức - Sự kiện", "hoat-dong": "Hoạt động của tỉnh"}
    sections: tuple[str, ...] = ("tin-tuc", "hoat-dong")

    @classmethod
    def newsroom_at(cls, moment: datetime) -> Newsroom:
        """The portal's stories as of `moment`: the newest held back as 'new', one story in every section."""
        pools = read("pools")
        sections = tuple(dict.fromkeys(one for topic in pools["topic"] for one in topic["sections"]))
        made = Generator(pools, cls.style, sections, moment, cls.family).make(STORIES)
        return Newsroom([cls._placed(story, number) for number, story in enumerate(made)], moment)

    @classmethod
    def _placed(cls, story: Story, number: int) -> Story:
        places = tuple(dict.fromkeys(cls.sections[one in _SECOND] for one in story.sections))
        update = {
            "sections": cls.sections if number == 7 else places,
            "appears": "new" if number == STORIES - 1 else "always",
        }
        return story.model_copy(update=update if cls.signed else {**update, "author": None})

    @abstractmethod
    def path(self, story: Story, section: str) -> str:
        """Path and query of the story's page as `section` lists it."""

    @abstractmethod
    def article(self, story: Story) -> str:
        """The story's page."""

    @abstractmethod
    def listings(self, answers: Answers) -> None:
        """Add the listings that are had by GET."""

    def addresses(self, story: Story) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.base + self.path(story, section) for section in story.sections))

    def picture_url(self, story: Story, number: int) -> str:
        return f"{self.base}/anh/{story.id}-{number + 1}.jpg"

    def attachment_url(self, story: Story, number: int) -> str:
        return f"{self.base}/tep/{story.id}-{file_name(story.attachments[number])}"

    def build(self) -> Answers:
        answers = Answers()
        self.listings(answers)
        table = answers.by_target
        table["/"] = self.html(self.front())
        table["/robots.txt"] = self.robots("User-agent: *", "Disallow: /tim-kiem")
        for story in self.newsroom.shown():
            for section in story.sections:
                table[self.path(story, section)] = self.story_page(story)
            for number, one in enumerate(story.attachments):
                target = self.attachment_url(story, number).removeprefix(self.base)
                file = served(one)
                table[target] = document(file.body, self.newsroom.modified(story), file.claimed)
        return answers

    def html(self, text: str) -> Response:
        """A page that changed when the portal last did."""
        return page(text, self.newsroom.changed_at)

    def story_page(self, story: Story) -> Response:
        """The story's page as it is served."""
        return page(self.article(story), self.newsroom.modified(story))

    def front(self) -> str:
        """The front page: a block a section, with its newest stories."""
        blocks = "".join(
            f'<div class="khoi"><b><a href="{self.section_path(one)}">{self.names[one]}</a></b>{self.newest(one)}</div>'
            for one in self.sections
        )
        return self.framed("Trang chủ", blocks)

    def framed(self, title: str, content: str) -> str:
        """A page of the portal that is neither listing nor article; a subclass gives it the CMS's frame."""
        return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{content}</body></html>"

    def newest(self, section: str) -> str:
        """A section's newest stories on the front page."""
        items = "".join(
            f'<li><a href="{escape(self.path(one, section))}">{markup.text(one, one.title)}</a></li>'
            for one in self.newsroom.shown(section)[:3]
        )
        return f"<ul>{items}</ul>"

    def section_path(self, section: str) -> str:
        """Path of a section's listing."""
        return f"/{section}"

    def missing(self, target: str) -> Response:
        if target.startswith("/anh/"):
            return document(media.PICTURE, self.newsroom.moment, media.PICTURE_TYPE)
        return plain(404, "Not Found")

    def post(self, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """The answer to a POST; 405 where the portal takes none."""
        del target, headers, body
        return plain(405, "Method Not Allowed")

    def in_pages(self, section: str) -> list[list[Story]]:
        """The stories of a section, newest first, in pages; one empty page where there is none."""
        shown = self.newsroom.shown(section)
        return [shown[at : at + PAGE_SIZE] for at in range(0, len(shown), PAGE_SIZE)] or [[]]

    def related(self, story: Story) -> str:
        """Items of a list of other stories, as stand beside every article."""
        others = [one for one in self.newsroom.shown(story.sections[0]) if one.id != story.id][:3]
        return "".join(
            f'<li><a href="{escape(self.path(one, one.sections[0]))}">{markup.text(one, one.title)}</a> '
            f"({one.published_at:%d/%m/%Y})</li>"
            for one in others
        )

    def files(self, story: Story, before: str = "", css: str = "tep-kem") -> str:
        """Links to the story's files, empty where it has none."""
        links = "".join(
            f'<a class="link-download" href="{self.attachment_url(story, n).removeprefix(self.base)}">'
            f"{escape(one.name)}</a>"
            for n, one in enumerate(story.attachments)
        )
        return f'<div class="{css}">{before}{links}</div>' if links else ""

    def source(self, story: Story, number: int) -> str:
        """Address of a picture as pages have it: without the host."""
        return self.picture_url(story, number).removeprefix(self.base)
