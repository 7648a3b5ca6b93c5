"""A crawl whose entry finds nothing more, while its portal lives, probes the portal and walks it by what it found.

The portal is probed once a day at most, by 24 requests. Until the entry is corrected each crawl walks by the probe's
entry without its sections (every page is looked at, see `crawler.discovery.explorer`), and once a day the own entry is
tried again. Articles are flagged; those met at a new address keep their ids (`crawler.articles.moved`).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from sqlalchemy import Connection

from crawler.base.errors import UserError
from crawler.crawl.request import CrawlRequest
from crawler.crawl.signs import Signs, Trouble
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.discovery.correcting import corrected, is_elsewhere, walks_by_sections
from crawler.discovery.entry_file import entry_toml
from crawler.discovery.probing import Probe, Prober
from crawler.discovery.unknown import registered
from crawler.extraction.address import addresses
from crawler.frontier import discoveries, source_statistics
from crawler.net.urls import BadAddressError
from crawler.registry import Portal
from crawler.runs import daily, healings
from crawler.runs.healings import Healing

logger = logging.getLogger(__name__)

MARGIN = timedelta(days=14)  # before the newest stored article: late and back-dated posts
PAUSE = 1.0  # seconds between requests of a probe, at least
PAST_DAYS = 28
MOST_SECTIONS = 40  # of a proposed entry


def may_heal(request: CrawlRequest) -> bool:
    """Whether the crawl is of the whole portal, on the network."""
    return not (request.archives or request.section or request.until or request.limit or request.purpose == "gaps")


@dataclass(frozen=True, slots=True)
class Healer:
    """Healing of one portal; `site` is the portal at the address at which it is crawled."""

    store: Store
    portal: Portal
    site: Portal
    delay: float

    def open(self) -> Healing | None:
        """The portal's open healing."""
        with reading(self.store.engine) as connection:
            return healings.of(connection, self.portal)

    def trouble(self, signs: Signs, now: datetime) -> Trouble | None:
        """What the crawl by the portal's own entry saw of a change."""
        judge = addresses(self.site)
        home = set()
        for url in (self.site.start, urljoin(self.site.start, "/")):
            try:
                home.add(judge.page_key(url))
            except BadAddressError:
                continue
        if signs.trouble(home, signs.sources) is None:  # nothing is asked of the store where all is well
            return None
        with reading(self.store.engine) as connection:
            known = source_statistics.of(connection, self.portal.id, None)
            was_whole = _was_whole(connection, self.portal.id, now)
        found = signs.trouble(home, {one.source for one in known if one.new_total or one.newest})
        return None if found is not None and found.unread and not was_whole else found

    async def heal(self, trouble: Trouble, now: datetime) -> Healing | None:
        """Probe the portal, and store what came of it; None where its server does not answer."""
        before = self.open()
        await asyncio.sleep(self.delay)  # since the crawl's last request
        try:
            probe = await asyncio.to_thread(self._probe, now)
        except UserError as error:
            logger.warning("%s: %s, and it cannot be probed: %s", self.portal.id, trouble, error)
            return None
        found = self._found(probe, trouble, before, now)
        await asyncio.sleep(self.delay)  # before the healed crawl's first
        await self.store.together(lambda store: _enter(store, found))
        logger.warning("%s: %s; `tintinh heal %s` tells more", self.portal.id, found.reason, self.portal.id)
        return found

    async def end(self, now: datetime) -> None:
        """The portal's own entry finds articles again."""
        await self.store.together(lambda store: healings.end(store.connection, self.portal.id, now))

    async def propose(self, run: int) -> None:
        """Bring the proposal up to what the healed crawl found: the sections that showed articles."""
        with reading(self.store.engine) as connection:
            found = sections_found(connection, self.portal.id, run)
            open_one = healings.of(connection, self.portal)
        entry = open_one.entry if open_one is not None else None
        if entry is None or not found or not walks_by_sections(entry):
            return
        sections = tuple(dict.fromkeys([*entry.sections, *found]))[:MOST_SECTIONS]
        proposal = entry_toml(entry.model_copy(update={"sections": sections}))
        await self.store.together(lambda store: healings.propose(store.connection, self.portal.id, proposal))

    def _probe(self, now: datetime) -> Probe:
        return Prober(self.site.start, now, self.delay, None).run()

    def _found(self, probe: Probe, trouble: Trouble, before: Healing | None, now: datetime) -> Healing:
        reason, successor = str(trouble), None
        dated = any(article.published_at for article in probe.articles)
        if moved := is_elsewhere(probe.portal.start, self.site):
            reason += f"; its start page leads to {probe.portal.start}"
            known = registered(probe.portal.start)
            successor = known.id if known is not None and known.id != self.portal.id else None
        proposal = None
        if successor is not None:
            proposal = entry_toml(self.portal.model_copy(update={"valid_to": now.date()}))
        elif dated or (probe.sections and not moved):  # a host that was sold shows pages, too
            proposal = entry_toml(corrected(self.portal, probe, now, "healed", keep=not trouble.unread))
        with reading(self.store.engine) as connection:
            newest = daily.newest_day(connection, self.portal.id, now.date())
        horizon = before.horizon if before is not None else newest - MARGIN if newest is not None else None
        found_at = before.found_at if before is not None else now
        digest = self.portal.digest
        return Healing(self.portal.id, digest, reason, found_at, now, proposal, successor, horizon)


def sections_found(connection: Connection, portal: str, run: int) -> list[str]:
    """The sections that a run found to show articles, those with the most first."""
    listed = {section for section, url in discoveries.listings_of_run(connection, portal, run) if _path(url) == section}
    shown = {one.source: one.entries for one in source_statistics.of(connection, portal, None)}
    found = [section for section in listed if section != "/" and shown.get(section, 0) > 1]
    return sorted(found, key=lambda section: (-shown[section], section))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _enter(store: Store, found: Healing) -> None:
    healings.enter(store.connection, found)
    discoveries.retry_unread(store.connection, found.portal, found.tried_at)


def _was_whole(connection: Connection, portal: str, now: datetime) -> bool:
    """Whether pages of articles were read with their dates before today, or none was read before."""
    first, last = now.date() - timedelta(days=PAST_DAYS), now.date() - timedelta(days=1)
    days = daily.days_of(connection, portal, first, last)
    pages = sum(one.read + one.unread for one in days)
    return not pages or sum(one.dated for one in days) >= pages / 2


def heal_options(healing: Healing, on_schedule: bool) -> dict[str, str | bool]:
    """The arguments of the spider that walks a healed portal."""
    horizon = {"horizon": healing.horizon.isoformat()} if healing.horizon is not None else {}
    return {"healed": True, "on_schedule": on_schedule, **horizon}
