"""What a crawl needs before its first request, as the settings say: store, archive, locks, its slot on the hosts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler import __version__
from crawler.archive.writing import ArchiveWriter
from crawler.base import clock
from crawler.crawl.crawl_run import CrawlRun
from crawler.crawl.options import CrawlOptions
from crawler.crawl.store import Store
from crawler.readers.pool import Readers
from crawler.readers.process import Limits
from crawler.readers.sharing import share, usual_number
from crawler.registry import Portal
from crawler.runs.locks import Locks, open_locks, take_portal
from crawler.watch.rules import find_rules
from spiders.host_slot import HostSlot


def database_url(settings: BaseSettings) -> str:
    """The store's address: as set, else SQLite in the output folder."""
    return settings["TINTINH_DATABASE"] or f"sqlite:///{_output(settings) / 'tintinh.db'}"


def open_run(portal: Portal, options: CrawlOptions, settings: BaseSettings) -> CrawlRun:
    """The run, with its store, the watch rules and the raw archive. Raises `UserError`."""
    output = _output(settings)
    store = Store.of_process(database_url(settings))
    given = settings["TINTINH_RULES"]
    rules = find_rules(output, Path(given) if given else None)
    archive = _archive(portal, store, output, settings)
    return CrawlRun(store, output, portal.id, options, archive=archive, rules=rules)


def _archive(portal: Portal, store: Store, output: Path, settings: BaseSettings) -> ArchiveWriter | None:
    if not settings.getbool("TINTINH_ARCHIVE") or settings.getlist("TINTINH_FROM_ARCHIVE"):
        return None
    limit = settings.getint("TINTINH_ARCHIVE_SEGMENT")
    software = f"tintinh/{__version__}"
    return ArchiveWriter(output / "archive", portal.id, software, limit, partial(store.archive_reach, portal.id))


def share_readers(settings: BaseSettings) -> Readers | None:
    """The process's reader processes, of which each is started when there is something to read; None where pages are
    read in the process itself."""
    given = settings["TINTINH_READERS"]
    most = usual_number() if given in (None, "") else int(given)
    limits = Limits(settings.getfloat("TINTINH_READER_SECONDS"), settings.getint("TINTINH_READER_MEGABYTES"))
    return share(most, limits) if most > 0 else None


def take_locks(site: Portal, settings: BaseSettings) -> Locks | None:
    """The portal's locks, held until the process ends; None where whoever started the crawl holds them."""
    if settings.getbool("TINTINH_LOCKED"):
        return None
    locks = open_locks(_output(settings), database_url(settings))
    take_portal(locks, site)
    return locks


def take_slot(site: Portal, run: CrawlRun, settings: BaseSettings) -> HostSlot:
    """The crawl's slot on the portal's hosts; the delay holds from the last run to this one, too."""
    delay = settings.getfloat("DOWNLOAD_DELAY")
    pause = run.store.pause(run.portal, clock.now(), delay, settings.getfloat("TINTINH_HANDOVER"))
    return HostSlot(site.hosts, delay, pause)


def _output(settings: BaseSettings) -> Path:
    return Path(settings["TINTINH_OUTPUT"])
