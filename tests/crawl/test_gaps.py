"""A week that a portal kept back is reported as a gap and walked again by its days."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.base import clock
from crawler.demo.story import Story
from crawler.runs.gaps import WEEK, monday
from tests.crawl.conftest import tintinh
from tests.discovery.served import Served
from tests.discovery.skin import STORIES
from tests.discovery.skins import Queries

WEEKS, A_WEEK = 14, 4
LATE, EMPTY = 9, 5  # weeks ago


def weekly(today: date) -> list[Story]:
    """So many stories in each of the last weeks, newest first."""
    told = []
    for number in range(WEEKS * A_WEEK):
        like, day = STORIES[number % len(STORIES)], monday(today) - WEEK * (1 + number // A_WEEK)
        at = datetime(day.year, day.month, day.day, 9, tzinfo=clock.VIETNAM) + timedelta(
            days=A_WEEK - 1 - number % A_WEEK
        )
        title = f"{like.title} ({number})"
        told.append(like.model_copy(update={"id": str(5000 - number), "title": title, "published_at": at}))
    return told


class Portal:
    """An entry, an output folder, and the command on both."""

    def __init__(self, base: str, folder: Path) -> None:
        self.output, self._entries = folder / "output", folder / "portals"
        self._entries.mkdir()
        entry = (
            f'name = "Cổng mẫu"\nkind = "department"\nfamily = "generic"\nstart = "{base}/Default.aspx"\n'
            'sections = ["/Danh-Sach.aspx?cat=1", "/Danh-Sach.aspx?cat=2", "/Danh-Sach.aspx?cat=3", "/Danh-Sach.aspx?cat=4"]\n'
            "article = '^/chi-tiet\\.aspx\\?(?:cat=\\d+&)?id=(?P<id>\\d+)'\n"
            'schedule = "* * * * *"\nevidence = "served by tests"\n'
            "[selectors]\nnext_page = [\"a[href*='&p=']\"]\n"
        )
        (self._entries / "mau.toml").write_text(entry, "utf-8")

    def tell(self, command: str, *more: object) -> str:
        where = ["mau", "--output", self.output]
        done = tintinh(command, *where, *more, TINTINH_PORTALS=str(self._entries))
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def gaps(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.tell("gaps", "--json"))
        return found

    def stored(self) -> Counter[str]:
        """How many revisions of each article."""
        lines = [line for one in (self.output / "mau").rglob("*.jsonl") for line in one.read_text("utf-8").splitlines()]
        return Counter(json.loads(line)["title"] for line in lines)


@pytest.mark.timeout(120)
def test_a_missing_week_is_filled_and_one_that_stays_empty_is_walked_once(tmp_path: Path) -> None:
    this_week = monday(clock.now().date())
    late, empty = this_week - WEEK * LATE, this_week - WEEK * EMPTY
    told = [one for one in weekly(clock.now().date()) if monday(one.published_at.date()) != empty]
    kept_back = [one for one in told if monday(one.published_at.date()) == late]
    assert len(kept_back) == A_WEEK
    skin = Queries()
    skin.told = [one for one in told if one not in kept_back]
    with Served(skin) as site:
        portal = Portal(site.skin.base, tmp_path)
        portal.tell("crawl", "--delay", 0)
        gaps = [(gap["week"], gap["articles"], gap["usual"], gap["tried_at"]) for gap in portal.gaps()]
        assert gaps == [(week.isoformat(), 0, A_WEEK, None) for week in (late, empty)]

        skin.told = told
        portal.tell("crawl", "--delay", 0)
        assert not {one.title for one in kept_back} & set(portal.stored()), "a usual visit walks only what is new"

        skin.asked.clear()
        portal.tell("crawl", "--delay", 0, "--fill-gaps")
        assert portal.stored() == {one.title: 1 for one in told}
        read = [target for target in skin.asked if "chi-tiet" in target]
        assert len(read) == A_WEEK, "what is stored is not fetched again"
        [gap] = portal.gaps()
        assert gap["week"] == empty.isoformat()
        assert gap["tried_at"] is not None

        skin.asked.clear()
        assert "every week that falls short" in portal.tell("crawl", "--delay", 0, "--fill-gaps")
        assert skin.asked == []
