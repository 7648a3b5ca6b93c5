"""A spider's arguments, which Scrapy gives as text, as options of a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crawler.crawl.options import CrawlOptions
from crawler.frontier.adaptive import IntervalBounds
from crawler.frontier.refetch import REFETCH_AFTER
from crawler.frontier.settling import RefetchPolicy
from crawler.registry import Portal
from crawler.registry.cron import shortest_gap

YES = ("1", "true", "yes")


def crawl_options(site: Portal, given: dict[str, Any], refetch_after: Sequence[int] = REFETCH_AFTER) -> CrawlOptions:
    """The options in `given`: since, until (ISO dates), limit, full, section, purpose, on_schedule, healed,
    horizon; all optional.

    `refetch_after`: seconds after publication at which articles are fetched again.
    """
    since, until, limit, horizon = (given.get(name) for name in ("since", "until", "limit", "horizon"))
    return CrawlOptions(
        full=_yes(given.get("full")),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        limit=int(limit) if limit else None,
        section=given.get("section"),
        purpose=given.get("purpose") or "visit",
        on_schedule=_yes(given.get("on_schedule")),
        healed=_yes(given.get("healed")),
        horizon=date.fromisoformat(horizon) if horizon else None,
        refetch=RefetchPolicy(refetch_after, IntervalBounds(shortest_gap(site.schedule), site.quiet_visit)),
    )


def _yes(value: Any) -> bool:
    return str(value).lower() in YES
