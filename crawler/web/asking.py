"""The parameters of a page's address, each checked; what could not be understood is reported in words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crawler.model.items import MeetingKind, MeetingStatus
from crawler.registry import provinces
from crawler.search.candidates import SearchFilter
from crawler.web.queries.articles import ArticleFilter
from crawler.web.queries.meetings import MeetingFilter

MOST_CHARS = 200  # of a query or a name
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


@dataclass(slots=True)
class Asked:
    """The parameters of one request; `faults` are message keys, each with the value at fault."""

    given: Mapping[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """A line of text; None where empty."""
        value = " ".join(self.given.get(name, "").split())
        if len(value) > MOST_CHARS:
            self.faults.append(("fault.long", value[:40] + "…"))
            return None
        if "\0" in value:  # PostgreSQL refuses such a text
            self.faults.append(("fault.sign", value.replace("\0", "\ufffd")))
            return None
        return value or None

    def day(self, name: str) -> date | None:
        """A day as ISO 8601 has it."""
        value = self.text(name)
        if value is None:
            return None
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = LAST_DAY
        if FIRST_DAY <= found < LAST_DAY:
            return found
        self.faults.append(("fault.day", value))
        return None

    def province(self) -> str | None:
        """A province's code, by code or name."""
        value = self.text("province")
        if value is None:
            return None
        found = provinces.all_provinces().get(value) or provinces.by_name(value)
        if found is None:
            self.faults.append(("fault.province", value))
            names = [one.name for one in provinces.all_provinces().values()]
            self.faults += [("fault.meant", one) for one in difflib.get_close_matches(value, names, n=1)]
        return found.code if found else None

    def kind(self) -> MeetingKind | None:
        """A kind of meeting."""
        value = self.text("kind")
        if value is None:
            return None
        try:
            return MeetingKind(value)
        except ValueError:
            self.faults.append(("fault.kind", value))
            return None

    def status(self) -> MeetingStatus | None:
        """Whether a meeting was held, or is to come."""
        value = self.text("status")
        if value is None:
            return None
        try:
            return MeetingStatus(value)
        except ValueError:
            self.faults.append(("fault.status", value))
            return None

    def named(self, name: str) -> str | None:
        """Text with at least one letter or digit."""
        value = self.text(name)
        if value is not None and not any(map(str.isalnum, value)):
            self.faults.append(("fault.empty", value))
            return None
        return value

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        value = self.text(name)
        if value is None:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:
            return int(value)
        self.faults.append(("fault.number", value))
        return None

    def since_until(self) -> tuple[date | None, date | None]:
        """First and last day, in order."""
        since, until = self.day("since"), self.day("until")
        if since and until and since > until:
            self.faults.append(("fault.order", f"{since} – {until}"))
            return until, since
        return since, until

    def cursor(self) -> str | None:
        """Where a list goes on."""
        return self.given.get("after") or None


def meeting_filter(asked: Asked, days: bool = True) -> MeetingFilter:
    """The filter of meeting reports; without `days` no range of days."""
    since, until = asked.since_until() if days else (None, None)
    return MeetingFilter(
        asked.province(),
        asked.kind(),
        asked.text("portal"),
        asked.named("body"),
        asked.named("person"),
        asked.named("document"),
        since,
        until,
        asked.status(),
    )


def search_filter(asked: Asked) -> SearchFilter:
    """The filter of a search."""
    since, until = asked.since_until()
    meetings_only = asked.text("meetings") is not None
    return SearchFilter(asked.text("portal"), asked.province(), since, until, meetings_only, asked.kind())


def diacritics(asked: Asked) -> bool | None:
    """Whether marks count in a query; None where the query decides."""
    return {"yes": True, "no": False}.get(asked.text("marks") or "")


def article_filter(within: SearchFilter) -> ArticleFilter:
    """The same for the list of articles."""
    return ArticleFilter(within.province, within.portal, within.since, within.until, within.meetings_only, within.kind)


def parameters(wanted: MeetingFilter | SearchFilter) -> dict[str, Any]:
    """A filter as parameters of addresses."""
    if isinstance(wanted, MeetingFilter):
        return dict(wanted.given)
    return {
        "portal": wanted.portal,
        "province": wanted.province,
        "since": wanted.since,
        "until": wanted.until,
        "meetings": wanted.meetings_only,
        "kind": wanted.kind,
    }
