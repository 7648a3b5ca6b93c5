"""What a perfect crawler would bring home from a demo portal: the measure of recall, precision and each field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.demo.attached import served
from crawler.demo.dirt import Level, left_at
from crawler.demo.site import Site
from crawler.demo.story import AttachedFile, MeetingFacts, Story


@dataclass(frozen=True, slots=True)
class ExpectedImage:
    """A picture of the article; the caption is None where the page prints none."""

    url: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class ExpectedAttachment:
    """A file that the article links to, and what its bytes are and say; see `attached.Served`."""

    url: str
    name: str
    media_type: str
    text: str | None
    flag: str | None


@dataclass(frozen=True, slots=True)
class ExpectedArticle:
    """One article, its text as normalising at the asked level leaves it. A field that the page does not state is
    None. `summary` is the lead that the page sets apart; it is not repeated in `paragraphs`, nor are captions."""

    portal: str
    key: str  # the site's own article id
    url: str  # canonical address
    addresses: tuple[str, ...]  # all that serve it, the canonical one first
    sections: tuple[str, ...]
    title: str
    summary: str | None
    paragraphs: tuple[str, ...]
    published_at: datetime
    precision: Literal["minute", "day"]
    updated_at: datetime | None
    author: str | None
    images: tuple[ExpectedImage, ...]
    attachments: tuple[ExpectedAttachment, ...]
    reachable: bool  # by links that robots.txt allows
    blocked_first: int  # visits without the cookie that meet the block page first
    meeting: MeetingFacts | None  # None: it reports no meeting
    agency: str | None  # shared by the reprints of one agency copy, here or on the other portal
    dirt: tuple[str, ...]
    edits: int

    @property
    def id(self) -> str:
        """What `Article.id` is to be."""
        return f"{self.portal}:{self.key}"

    @property
    def text(self) -> str:
        """Lead and paragraphs, joined by blank lines."""
        return "\n\n".join([*([self.summary] if self.summary else []), *self.paragraphs])


def expected(site: Site, portal: str, level: Level) -> list[ExpectedArticle]:
    """Every article that the portal shows now, newest first; pages that are no article (any more) are not in it."""
    return [_expected(site, portal, story, level) for story in site.newsroom.shown() if story.page == "article"]


def _expected(site: Site, portal: str, story: Story, level: Level) -> ExpectedArticle:
    def clean(text: str) -> str:
        return left_at(text, story.dirt, level)

    images = [
        ExpectedImage(site.picture_url(story, number), clean(one.caption) or None)
        for number, one in sorted(enumerate(story.pictures), key=lambda pair: pair[1].after)
    ]
    if (thumbnail := site.thumbnail_url(story)) is not None:
        images.insert(0, ExpectedImage(thumbnail, None))
    addresses = site.addresses(story)
    return ExpectedArticle(
        portal=portal,
        key=site.key(story),
        url=addresses[0],
        addresses=addresses,
        sections=story.sections,
        title=clean(story.title),
        summary=clean(story.summary) if story.summary else None,
        paragraphs=tuple(clean(one) for one in story.paragraphs),
        published_at=story.published_at,
        precision=story.precision,
        updated_at=story.updated_at,
        author=story.author,
        images=tuple(images),
        attachments=tuple(
            _expected_file(site.attachment_url(story, number), one) for number, one in enumerate(story.attachments)
        ),
        reachable=story.reachable,
        blocked_first=story.blocked_first,
        meeting=story.meeting,
        agency=story.agency,
        dirt=story.dirt,
        edits=story.edits,
    )


def _expected_file(url: str, file: AttachedFile) -> ExpectedAttachment:
    is_ = served(file)
    return ExpectedAttachment(url, file.name, is_.media_type, is_.text, is_.flag)
