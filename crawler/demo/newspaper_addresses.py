"""Where the newspaper's pages, pictures and files lie."""

from __future__ import annotations

from crawler.demo.attached import file_name
from crawler.demo.site import Site
from crawler.demo.story import Story


class NewspaperAddresses(Site):
    """Where the newspaper's pages, pictures and files lie."""

    names = {  # noqa: RUF012 (a table, never changed)
        "chinh-tri": "Chính trị",
        "kinh-te": "Kinh tế",
        "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    }
    sections = tuple(names)

    def path(self, story: Story, section: str) -> str:
        """Path of the story's page under `section`; under 'tin-tuc' every story has one."""
        return f"/{section}/{story.address_words}-{story.id}.html"

    def addresses(self, story: Story) -> tuple[str, ...]:
        places = [*story.sections, "tin-tuc"]
        return tuple(self.base + self.path(story, section) for section in places)

    def picture_url(self, story: Story, number: int) -> str:
        return f"{self.base}/anh/{story.published_at:%Y/%m}/{story.id}-{number + 1}.jpg"

    def attachment_url(self, story: Story, number: int) -> str:
        return f"{self.base}/tep/{story.id}-{file_name(story.attachments[number])}"
