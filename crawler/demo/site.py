"""What both demo portals share: a table of answers by address, rebuilt whole at every change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.demo.newsroom import Newsroom
from crawler.demo.response import Response, make, plain
from crawler.demo.story import Story

# The stub of a cheap web-application firewall: HTTP 200, no text, a cookie by script, and a reload.
BLOCK_COOKIE = "D1N=6f3b0c"
BLOCK_PAGE = make(
    200,
    f'<html><body><script>document.cookie="{BLOCK_COOKIE}; path=/";'
    "window.location.reload(true);</script></body></html>".encode("ascii"),
    "text/html",
)


@dataclass
class Answers:
    """Answers by request target (path and query), and which story is shown at those that show one."""

    by_target: dict[str, Response] = field(default_factory=dict)
    story_of: dict[str, str] = field(default_factory=dict)


class Site(ABC):
    """One portal. `base` is its address without a closing slash; `canary` a loopback address never to be visited."""

    style: str
    sections: tuple[str, ...]

    def __init__(self, newsroom: Newsroom, base: str, canary: str) -> None:
        self.newsroom = newsroom
        self.base = base
        self.canary = canary
        self._blocks: dict[str, int] = {}
        self._answers = Answers()
        self.rebuild()

    @abstractmethod
    def build(self) -> Answers:
        """The answers of the portal as it is now."""

    @abstractmethod
    def addresses(self, story: Story) -> tuple[str, ...]:
        """Every address, absolute, under which the story's page is served; its canonical one first."""

    @abstractmethod
    def missing(self, target: str) -> Response:
        """The answer to a target that is not in the table."""

    @abstractmethod
    def picture_url(self, story: Story, number: int) -> str:
        """Absolute address of the story's picture of that number."""

    @abstractmethod
    def attachment_url(self, story: Story, number: int) -> str:
        """Absolute address of the story's attachment of that number."""

    def key(self, story: Story) -> str:
        """The site's own id of the story as its address tells it."""
        return story.id

    def thumbnail_url(self, story: Story) -> str | None:
        """Absolute address of the picture beside the lead; None for a portal or a story without one."""
        del story
        return None

    def rebuild(self) -> None:
        """Renders everything again. A page whose bytes are the same keeps its Last-Modified."""
        old, new = self._answers.by_target, self.build()
        for target, answer in new.by_target.items():
            before = old.get(target)
            if before is not None and before.etag == answer.etag and before.status == answer.status:
                new.by_target[target] = before
        self._answers = new

    def answer(self, target: str, headers: Mapping[str, str]) -> Response:
        """What the portal says to GET `target` with these (lower-case) request headers."""
        answers = self._answers
        found = answers.by_target.get(target)
        if found is None:
            return self.missing(target)
        key = answers.story_of.get(target)
        if key is not None and self._blocks_now(key, headers):
            return BLOCK_PAGE
        return found.unchanged() if found.answers_unchanged(headers) else found

    def _blocks_now(self, key: str, headers: Mapping[str, str]) -> bool:
        """Whether this visit meets the block page: it brings no cookie, and it is among the first few."""
        limit = self.newsroom.story(key).blocked_first
        if not limit or BLOCK_COOKIE in headers.get("cookie", ""):
            return False
        self._blocks[key] = self._blocks.get(key, 0) + 1
        return self._blocks[key] <= limit

    def robots(self, *lines: str) -> Response:
        """robots.txt of these lines."""
        return plain(200, "\n".join(lines) + "\n")
