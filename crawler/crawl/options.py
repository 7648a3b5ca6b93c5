"""What a run was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from crawler.frontier.settling import RefetchPolicy
from crawler.model.visit import SOURCES, Due

# A sweep reads listings far back, for late and back-dated posts; gaps are weeks with far too few articles.
Purpose = Literal["visit", "sweep", "gaps"]


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """The options of one run.

    `full`: listings are walked to their end. `since`, `until`: days of publication. `limit`: articles at most.
    `section`: that section alone. `on_schedule`: only sources that are due themselves are fetched. `healed`: the portal
    is walked by what a probe found, since its entry finds nothing; articles before the `horizon` are left for later.
    """

    full: bool = False
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    section: str | None = None
    purpose: Purpose = "visit"
    on_schedule: bool = False
    healed: bool = False
    horizon: date | None = None
    refetch: RefetchPolicy = field(default_factory=RefetchPolicy)

    def needs_links(self, due: Due) -> bool:
        """Whether 'not modified' is not enough: a walk to the end, or to past days, needs the page's links."""
        return due.kind in SOURCES and (self.full or bool(self.since or self.until))

    def as_dict(self) -> dict[str, object]:
        """The options that differ from the default, for the table of runs."""
        named = {
            "full": self.full or None,
            "since": self.since,
            "until": self.until,
            "limit": self.limit,
            "section": self.section,
            "purpose": None if self.purpose == "visit" else self.purpose,
            "on_schedule": self.on_schedule or None,
            "healed": self.healed or None,
        }
        return {name: value for name, value in named.items() if value is not None}
