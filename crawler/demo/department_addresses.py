"""Where the department's pages, pictures and files lie."""

from __future__ import annotations

from crawler.demo.attached import file_name
from crawler.demo.site import Site
from crawler.demo.story import Story


class DepartmentAddresses(Site):
    """Where the department's pages, pictures and files lie."""

    names = {  # noqa: RUF012 (a table, never changed)
        "tin-hoat-ong": "Tin hoạt động",
        "chuyen-oi-so": "Chuyển đổi số",
        "xay-dung-ang": "Xây dựng Đảng, đoàn thể",
        "thanh-tra": "Thanh tra",
        "thong-bao": "Thông báo",
        "noi-bo": "Nội bộ",
    }
    sections = tuple(names)
    public = tuple(name for name in names if name != "noi-bo")

    def path(self, story: Story, section: str, language: str = "") -> str:
        """Path of the story's page under `section`, with the language prefix where one is given."""
        prefix = f"/{language}" if language else ""
        return f"{prefix}/{section}/-/view_content/{story.id}-{story.address_words}.html"

    def print_target(self, story: Story) -> str:
        """Target of the story's print pop-up."""
        path = self.path(story, story.sections[0]).replace("/view_content/", "/view_content/pop_up/")
        return f"{path}?_101_viewMode=print"

    def addresses(self, story: Story) -> tuple[str, ...]:
        plain_ones = [self.path(story, section) for section in story.sections]
        return tuple(self.base + path for path in [*plain_ones, *(f"/vi{path}" for path in plain_ones)])

    def thumbnail_url(self, story: Story) -> str | None:
        return f"{self.base}/image/journal/article?img_id={story.id}1&t=1741000000000" if int(story.id) % 2 else None

    def picture_url(self, story: Story, number: int) -> str:
        return f"{self.base}/documents/20182/0/anh-{story.id}-{number + 1}.jpg/{story.id}?t=1741000000000"

    def attachment_url(self, story: Story, number: int) -> str:
        name = file_name(story.attachments[number])
        return f"{self.base}/documents/20182/716507/{name}/{story.id}-{number + 1}"
