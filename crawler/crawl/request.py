"""What a crawl is asked for, and how it ended; processes send both to each other as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from crawler.crawl.options import Purpose
from crawler.registry import Portal


@dataclass(frozen=True, slots=True)
class CrawlRequest:
    """What a person asked for on the command line."""

    portals: Sequence[Portal]
    output: Path
    database: str | None = None
    base_urls: Mapping[str, str] = field(default_factory=dict)  # portal id → address to crawl instead of its own
    delay: float | None = None
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    full: bool = False
    section: str | None = None
    archives: Sequence[Path] = field(default_factory=tuple)
    quiet: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    rules: Path | None = None  # the file of watch rules, if not OUTPUT/watch.toml
    purpose: Purpose = "visit"
    on_schedule: bool = False  # only sources that are due themselves are fetched

    @property
    def database_url(self) -> str:
        """The store's address: as given, else SQLite in the output folder."""
        return self.database or f"sqlite:///{self.output / 'tintinh.db'}"

    def site(self, portal: Portal) -> Portal:
        """The portal, with the address at which it is crawled."""
        base = self.base_urls.get(portal.id)
        return portal.model_copy(update={"start": base}) if base else portal


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """How the crawl of one portal ended: its counts, Scrapy's closing reason, and the error that ended it, if any."""

    portal: Portal
    counts: dict[str, int]
    why_ended: str
    fault: str | None = None
    first_failure: str | None = None
    failed_checks: Mapping[str, str] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """Pages that were fetched."""
        failed = sum(self.counts.get(name, 0) for name in ("errors", "blocked", "missing"))
        return self.counts.get("pages", 0) - failed


REQUEST = TypeAdapter(CrawlRequest)
RESULT = TypeAdapter(CrawlResult)
