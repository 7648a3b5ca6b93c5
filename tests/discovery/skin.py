"""What every portal of unknown make is made from: the same stories in the same sections, a skin over them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from html import escape

from crawler.demo.department import Department
from crawler.demo.library import stories
from crawler.demo.story import Story

SECTIONS = {"tin-tuc-su-kien": "Tin tức", "chi-dao-dieu-hanh": "Chỉ đạo", "kinh-te": "Kinh tế", "van-hoa": "Văn hóa"}
ABOUT = (
    "Tỉnh Sông Lam nằm ở miền Trung, phía bắc giáp núi, phía đông giáp biển, với địa hình thấp dần ra cửa sông và nhiều "
    "làng nghề lâu đời. Người dân sống bằng lúa nước, nghề cá và các nghề thủ công được truyền qua nhiều thế hệ. "
)


def _told() -> list[Story]:
    made = [
        story
        for story in stories("department", Department.sections)
        if story.page == "article" and len(" ".join(story.paragraphs)) > 200 and story.appears == "always"
    ]
    unique = {story.title: story for story in made}
    return sorted(unique.values(), key=lambda story: (story.published_at, story.id), reverse=True)


STORIES = _told()


def home_of(story: Story) -> str:
    """The section that a skin shows a story in."""
    return list(SECTIONS)[int(story.id) % len(SECTIONS)]


@dataclass
class Answer:
    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    type: str = "text/html; charset=utf-8"


class Skin(ABC):
    """A site: `answer` for a path and query, `address` of a story. Pages of `size` entries."""

    size = 7
    start = "/"

    def __init__(self) -> None:
        self.base = ""
        self.asked: list[str] = []
        self.told = STORIES

    def robots_txt(self) -> Answer:
        return Answer("User-agent: *\nDisallow: /Login.aspx\n", type="text/plain")

    @abstractmethod
    def address(self, story: Story, section: str) -> str: ...

    @abstractmethod
    def answer(self, path: str, query: dict[str, str]) -> Answer: ...

    def of(self, section: str | None) -> list[Story]:
        return [story for story in self.told if section is None or home_of(story) == section]

    def pages(self, section: str | None) -> int:
        return -(-len(self.of(section)) // self.size)

    def shown(self, section: str | None, number: int) -> list[Story]:
        return self.of(section)[(number - 1) * self.size : number * self.size]

    def body(self, story: Story) -> str:
        return "\n".join(f"<p>{escape(one)}</p>" for one in story.paragraphs)
