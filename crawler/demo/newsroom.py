"""What a portal shows at the moment: its stories, and the changes that tests and the demo's second run make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.demo.story import EDITED, Story


class Newsroom:
    """The stories of one portal. Every change is deterministic: the same calls in the same order show the same.

    Changes put new collections in place of the old, so that the serving thread never sees one half changed.
    """

    def __init__(self, stories: Sequence[Story], moment: datetime) -> None:
        self.moment = moment
        self.changed_at = moment
        self.views = 0
        self._stories = {story.id: story for story in stories}
        if len(self._stories) != len(stories):
            raise ValueError("two stories of one portal have the same id")
        self._shown = {story.id for story in stories if story.appears == "always"}

    def story(self, key: str) -> Story:
        """The story of that id, shown or not. Raises `KeyError` where there is none."""
        return self._stories[key]

    def has(self, key: str) -> bool:
        """Whether there is such a story, shown or not."""
        return key in self._stories

    def is_shown(self, key: str) -> bool:
        """Whether the story is on the portal now."""
        return key in self._shown

    def shown(self, section: str | None = None) -> list[Story]:
        """Stories on the portal (in `section`), newest first; of equal stamps the higher id first."""
        chosen = [
            self._stories[key] for key in self._shown if section is None or section in self._stories[key].sections
        ]
        return sorted(chosen, key=lambda story: (story.published_at, int(story.id)), reverse=True)

    def modified(self, story: Story) -> datetime:
        """Last-Modified of a page of the story that changed just now: its date until the first change, then now."""
        return story.published_at if self.changed_at == self.moment else self.changed_at

    def edit(self, key: str) -> Story:
        """Changes the story's title, first paragraph and 'updated' stamp. Raises `KeyError` for an unknown id."""
        if key not in self._shown:
            raise KeyError(key)
        old = self._stories[key]
        self._tick()
        number = old.edits + 1
        added = f"Tin cập nhật lần {number}: số liệu ở trên đã được cơ quan chuyên môn rà soát và xác nhận lại."
        new = old.model_copy(
            update={
                "title": f"{old.first_title}{EDITED}{number})",
                "paragraphs": (*old.paragraphs, added),
                "edits": number,
                "updated_at": self.changed_at.replace(second=0),
            }
        )
        self._stories = {**self._stories, key: new}
        return new

    def publish(self, appears: str) -> list[Story]:
        """Shows the stories held back as 'late' (an old date) or 'new' (the moment's). Returns those now shown."""
        added = [one for one in self._stories.values() if one.appears == appears and one.id not in self._shown]
        self._tick()
        self._shown = self._shown | {one.id for one in added}
        return added

    def remove(self, key: str) -> None:
        """Takes the story off the portal. Raises `KeyError` where it is not shown."""
        if key not in self._shown:
            raise KeyError(key)
        self._shown = self._shown - {key}
        self._tick()

    def count_views(self) -> None:
        """Lets every view counter rise, as readers' visits do: pages change, articles do not."""
        self.views += 17
        self._tick()

    def _tick(self) -> None:
        self.changed_at += timedelta(minutes=1)
