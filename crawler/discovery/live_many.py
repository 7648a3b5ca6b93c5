"""Many entries prove themselves side by side: a host at a time, each report kept at once, so a stop loses nothing."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from crawler.base import clock
from crawler.discovery.live import LiveReport, LiveVerdict, check_portal
from crawler.registry import Portal

KEPT_FOR = timedelta(days=1)  # a report younger than this is not made anew
HOSTS = 8  # visited side by side
_REPORT = TypeAdapter(LiveReport)


class StoppedError(Exception):
    """Raised between two requests of a portal once the check is to stop."""


class LiveCheck:
    """Checks portals; `journal` is the file that keeps the reports, a JSON line each."""

    def __init__(self, journal: Path, delay: float, now: Callable[[], datetime] = clock.now) -> None:
        self._journal, self._delay, self._now = journal, delay, now
        self._stop = threading.Event()
        self._writing = threading.Lock()

    def kept(self) -> dict[str, LiveReport]:
        """The reports of the last day, by portal; a line that a kill cut off is passed over."""
        found: dict[str, LiveReport] = {}
        if not self._journal.exists():
            return found
        for line in self._journal.read_bytes().splitlines():
            with suppress(ValidationError):
                report = _REPORT.validate_json(line)
                if self._now() - datetime.fromisoformat(report.checked_at) < KEPT_FOR:
                    found[report.portal] = report
        return found

    def run(self, portals: Sequence[Portal]) -> Generator[LiveReport, None, None]:
        """Yield a report for each portal as it comes; those of the last day first. Closing the iterator stops the rest.

        A portal whose entry was changed since is visited anew.
        """
        kept = self.kept()
        known = [kept[one.id] for one in portals if one.id in kept and kept[one.id].entry_hash == one.digest]
        yield from known
        done = {report.portal for report in known}
        by_host: defaultdict[str, list[Portal]] = defaultdict(list)
        for portal in portals:
            if portal.id not in done:
                by_host[_host(portal)].append(portal)
        with ThreadPoolExecutor(HOSTS) as pool:
            waiting = [pool.submit(self._visit, portal) for group in by_host.values() for portal in group[:1]]
            later = [portal for group in by_host.values() for portal in group[1:]]
            try:
                yield from _reports(waiting)
                for portal in later:  # of hosts that several entries share: one after the other
                    yield from _reports([pool.submit(self._visit, portal)])
            finally:
                self._stop.set()
                for future in waiting:
                    future.cancel()

    def _visit(self, portal: Portal) -> LiveReport | None:
        now = self._now()
        try:
            report = check_portal(portal, now, self._wait, self._delay)
        except StoppedError:
            return None
        except Exception as error:  # noqa: BLE001 - a page that breaks its reader costs this portal alone
            reason = f"its pages cannot be read: {type(error).__name__}: {error}"[:300]
            moment = now.isoformat(timespec="seconds")
            report = LiveReport(portal.id, LiveVerdict.FAILING, reason, moment, portal.start, portal.digest)
        self._keep(report)
        return report

    def _wait(self, seconds: float) -> None:
        if self._stop.wait(max(0.0, seconds)):
            raise StoppedError

    def _keep(self, report: LiveReport) -> None:
        line = _REPORT.dump_json(report) + b"\n"
        with self._writing, self._journal.open("ab") as file:
            if file.tell() and not _ends_whole(self._journal):
                line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def _reports(waiting: Sequence[Future[LiveReport | None]]) -> Iterator[LiveReport]:
    for future in as_completed(waiting):
        report = future.result()
        if report is not None:
            yield report


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _host(portal: Portal) -> str:
    return portal.start.partition("://")[2].partition("/")[0].lower().removeprefix("www.")
