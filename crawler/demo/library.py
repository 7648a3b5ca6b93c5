"""All stories of a portal: those written by hand, and those that the generator makes from the pools."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any

from crawler.base.clock import VIETNAM
from crawler.demo.generator import Generator
from crawler.demo.story import Story

EARLIEST_MOMENT = datetime(2026, 1, 5, tzinfo=VIETNAM)
DEFAULT_MOMENT = datetime(2026, 3, 12, 9, 30, tzinfo=VIETNAM)

# Generated stories a portal, beside those written by hand.
GENERATED = {"department": 52, "newspaper": 38}


def read(name: str) -> dict[str, Any]:
    """A file of `articles/`: stories written by hand, or the pools that others are made from."""
    return tomllib.loads((files("crawler.demo") / "articles" / f"{name}.toml").read_text("utf-8"))


def _published(entry: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """The stamp of a hand-written entry: a date alone is precise to the day, `hours_ago` counts from `moment`."""
    if (hours := entry.pop("hours_ago", None)) is not None:
        return {"published_at": hours_before(moment, hours), "precision": "minute"}
    stamp = entry.pop("published")
    if isinstance(stamp, datetime):
        return {"published_at": stamp.replace(tzinfo=VIETNAM), "precision": "minute"}
    return {"published_at": datetime.combine(stamp, time(), VIETNAM), "precision": "day"}


def hours_before(moment: datetime, hours: float) -> datetime:
    """`hours` before `moment`, to the minute, never midnight sharp: that stands for an unknown time."""
    stamp = (moment - timedelta(hours=hours)).replace(second=0, microsecond=0)
    return stamp - timedelta(minutes=1) if stamp.time() == time() else stamp


def _day_only(story: Story) -> Story:
    """The same story as a page states it that prints dates alone."""
    stamp = story.published_at.replace(hour=0, minute=0)
    return story.model_copy(update={"published_at": stamp, "precision": "day"})


def stories(style: str, sections: tuple[str, ...], moment: datetime = DEFAULT_MOMENT) -> list[Story]:
    """Every story of the portal in `style` ('department' or 'newspaper') as of `moment`, in no special order.

    Raises `ValueError` for a moment before `EARLIEST_MOMENT`: part of the stories would lie in the future.
    """
    if moment < EARLIEST_MOMENT:
        raise ValueError(f"the demo portals begin at {EARLIEST_MOMENT.isoformat()}")
    made = []
    for entry in read(style)["article"]:
        stamp = _published(entry, moment)
        day = stamp["published_at"]
        if "meeting" in entry:
            entry["meeting"].setdefault("held_on", day.date())
        text = entry.pop("body").replace("{ngay}", f"{day.day}/{day.month}")
        body = tuple(part.strip() for part in text.split("\n\n") if part.strip())
        made.append(Story.model_validate({**entry, **stamp, "paragraphs": body}))
    made += Generator(read("pools"), style, sections, moment).make(GENERATED[style])
    return [_day_only(story) for story in made] if style == "newspaper" else made
