"""Makes distinct, fluent stories from pools of sentences: the same ones every time."""

from __future__ import annotations

import random
import re
from datetime import datetime, time, timedelta
from typing import Any

from crawler.base.clock import VIETNAM
from crawler.demo.story import AttachedFile, FileForm, MeetingFacts, Picture, Story
from crawler.model.items import MeetingKind, PartOfDay

# Of the seven sentences that a story is made from, how many another one may share.
MOST_SHARED = 3

_SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")
_FIRST_DAY = datetime(2016, 3, 1, tzinfo=VIETNAM)
_LAST_DAY = datetime(2025, 12, 20, tzinfo=VIETNAM)
# Districts were done away with on this day (two-tier local government).
_TWO_TIERS = datetime(2025, 7, 1, tzinfo=VIETNAM)
# Ages in hours of the newest stories, counted from the moment that the portal is shown at.
_FRESH = (3, 20, 50, 140)
_FIRST_ID = {"department": 3_100_007, "newspaper": 41_003}
_AUTHORS = {
    "department": ("Ban Biên tập Cổng", "Thu Trà", "Minh Phúc", "Hoài Thương", "Quỳnh Như"),
    "newspaper": ("Đăng Khoa", "Ngọc Huyền", "Trần Lộc", "Hạ Vy", "Phóng viên"),
}
_DIRT = (("nfd",), (), ("tone_mix",), (), (), ("zero_width",), (), ("no_break",), ())

# One after the other among the stories that have a file.
_FILES: tuple[tuple[FileForm, str], ...] = (
    ("pdf", "pdf"),
    ("docx", "docx"),
    ("tcvn3", "doc"),
    ("bomb", "docx"),
    ("locked", "pdf"),
    ("misnamed", "pdf"),
)


class Generator:
    """Draws from `pools` (articles/pools.toml) for the portal in `style`; seeded, so every run makes the same.

    Portals of one style differ by `name`.
    """

    def __init__(
        self, pools: dict[str, Any], style: str, sections: tuple[str, ...], moment: datetime, name: str = ""
    ) -> None:
        self._places = pools["places"]
        self._names = pools["people"]["names"]
        self._topics = [topic for topic in pools["topic"] if style in topic["portals"]]
        self._style = style
        self._sections = sections
        self._moment = moment
        self._random = random.Random(f"demo {name or style}")  # noqa: S311 (variety, not secrecy)

    def make(self, count: int) -> list[Story]:
        """`count` stories, no two with the same title or with most of their sentences the same; the last few fresh."""
        titles: set[str] = set()
        drawn: list[frozenset[str]] = []
        made = []
        for number in range(count):
            stamp = self._stamp(number, count)
            story, sentences = self._story(number, stamp)
            while story.title in titles or any(len(sentences & other) > MOST_SHARED for other in drawn):
                story, sentences = self._story(number, stamp)
            titles.add(story.title)
            drawn.append(sentences)
            made.append(story)
        return made

    def _stamp(self, number: int, count: int) -> datetime:
        """Evenly spread over the years, the last few fresh; some of the old without a time of day."""
        if number >= count - len(_FRESH):
            stamp = self._moment - timedelta(hours=_FRESH[count - 1 - number])
            return stamp.replace(minute=stamp.minute or 1, second=0, microsecond=0)
        days = (_LAST_DAY - _FIRST_DAY).days * number // (count - len(_FRESH))
        day = _FIRST_DAY + timedelta(days=days + self._random.randrange(20))
        clock = time() if day.year < 2018 or number % 9 == 4 else time(self._random.randrange(7, 18), number % 59 + 1)
        return datetime.combine(day.date(), clock, VIETNAM)

    def _story(self, number: int, stamp: datetime) -> tuple[Story, frozenset[str]]:
        """One story and the sentences of the pools that it was made from."""
        topic = self._topics[number % len(self._topics)]
        event = stamp - timedelta(days=number % 2 if stamp < _LAST_DAY else 1)
        part: PartOfDay = "sáng" if self._random.random() < 0.5 else "chiều"
        person = self._random.choice(topic.get("people", self._names))
        fixed = {
            "noi": self._random.choice(self._places["until_2025_06" if event < _TWO_TIERS else "since_2025_07"]),
            "nguoi": person,
            "buoi": part.capitalize(),
            "ngay": f"{event.day}/{event.month}",
            "thang": str(event.month),
            "nam": str(event.year),
        }
        angle = self._random.choice(topic["angles"])
        picked = [
            self._random.choice(topic["leads"]),
            *angle["facts"],
            *(self._random.choice(pool) for pool in topic["groups"]),
            self._random.choice(topic["endings"]),
        ]
        lead, *facts, quote, trouble, colour, ending = (self._fill(sentence, fixed) for sentence in picked)
        body = (" ".join(facts), f"{quote} {trouble}", f"{colour} {ending}")
        has_summary = self._style == "department"
        title = self._fill(angle["title"], fixed)
        home = [name for name in topic["sections"] if name in self._sections]
        others = [name for name in self._sections if name not in home and name != "noi-bo"]
        story = Story(
            id=str(_FIRST_ID[self._style] + 37 * number),
            sections=(self._random.choice(home), *([self._random.choice(others)] if number % 5 == 3 else [])),
            title=title,
            published_at=stamp,
            precision="day" if stamp.time() == time() else "minute",
            summary=lead if has_summary else None,
            paragraphs=body if has_summary else (lead, *body),
            author=self._random.choice(_AUTHORS[self._style]),
            pictures=self._pictures(number, title, fixed["noi"]),
            attachments=(_file(number),) if number % 6 == 1 else (),
            meeting=self._meeting(topic, event, part, person),
            markup=("plain", "justify", "word")[number % 3],
            dirt=_DIRT[number % len(_DIRT)],
        )
        return story, frozenset(picked)

    def _fill(self, text: str, fixed: dict[str, str]) -> str:
        def value(slot: re.Match[str]) -> str:
            name, low, high = slot.groups()
            if low is None:
                return fixed[name]
            number = self._random.randint(int(low), int(high))
            return f"{number:,}".replace(",", ".") if name == "so" else f"{number},{self._random.randint(1, 9)}"

        filled = _SLOT.sub(value, text)
        return filled[:1].upper() + filled[1:]

    def _pictures(self, number: int, title: str, place: str) -> tuple[Picture, ...]:
        if number % 4 == 0:
            return (Picture(caption=f"Một góc {place} nhìn từ trên cao.", after=1),)
        if number % 4 == 1:
            return (Picture(caption=f"{title}." if self._style == "newspaper" else "", after=2),)
        return ()

    @staticmethod
    def _meeting(topic: dict[str, Any], event: datetime, part: PartOfDay, person: str) -> MeetingFacts | None:
        if "meeting" not in topic:
            return None
        kind = MeetingKind(topic["meeting"])
        return MeetingFacts(kind=kind, held_on=event.date(), part_of_day=part, chairs=(person,))


def _file(number: int) -> AttachedFile:
    form, suffix = _FILES[number // 6 % len(_FILES)]
    return AttachedFile(name=f"Văn bản kèm theo số {number + 11}.{suffix}", form=form)
