"""The checks of `crawler.health.checks` as Spidermon monitors, run when a spider closes and stored with its run."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from spidermon import Monitor, MonitorSuite
from spidermon.contrib.scrapy.extensions import Spidermon
from spidermon.data import Data
from spidermon.runners import MonitorRunner

from crawler.base.errors import StoreError
from crawler.health.checks import CHECKS, RunFacts
from spiders.portal import PortalSpider

logger = logging.getLogger(__name__)


class RunMonitor(Monitor):
    """A method a check; `data.facts` is what they judge."""

    data: Data


def _method(name: str) -> Any:
    check = CHECKS[name]

    def method(self: RunMonitor) -> None:
        reason = check(self.data.facts)
        if reason is not None:
            self.data.failed[name] = reason
            self.fail(reason)

    method.__doc__ = check.__doc__
    return method


for _name in CHECKS:
    setattr(RunMonitor, f"test_{_name.replace(' ', '_')}", _method(_name))


class RunSuite(MonitorSuite):
    """What runs at the end of every crawl (setting SPIDERMON_SPIDER_CLOSE_MONITORS)."""

    monitors: ClassVar[list[type[Monitor]]] = [RunMonitor]


class RunChecks(Spidermon):
    """Spidermon with the run's own figures as data and its findings kept with the run, a line of log for each."""

    def _run_suites(self, spider: PortalSpider, suites: list[MonitorSuite]) -> None:
        if not suites or spider.fault is not None:
            return
        try:
            facts = RunFacts(spider.portal, spider.run.counts, spider.run.figures(), spider.run.now())
        except StoreError as error:
            spider.fault = error
            return
        for suite in suites:
            MonitorRunner().run(suite, spider=spider, facts=facts, failed=spider.run.failed_checks)
        for name, reason in spider.run.failed_checks.items():
            logger.warning("%s: check '%s' failed: %s", spider.portal.id, name, reason)
