"""`tintinh worker`: one of many machines that crawl from one store on PostgreSQL, by way of procrastinate's queue.

A job is a run of one portal, `lock` and `queueing_lock` by portal: it waits once and runs once. The queue holds no
state worth keeping: the store says which portals are due, and one worker at a time asks it; what a run left to do is in
the frontier. So when a worker dies and its heartbeat stops, its jobs go to other workers.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable

import psycopg
import psycopg_pool
from procrastinate import App, PsycopgConnector
from procrastinate.app import WorkerOptions
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from crawler.base.errors import UserError
from crawler.crawl.request import CrawlRequest
from crawler.crawl.store import Store
from crawler.registry import Portal
from crawler.schedule.host import Ended
from crawler.schedule.queue_schema import SCHEMA, prepare_queue
from crawler.schedule.round import due_and_free
from crawler.schedule.shards import Shards

PLAN_SECONDS = 20
MISSED_BEATS = 3  # a worker that was silent for so many is dead
CRAWLS, PLANNING = "crawls", "planning"
RECONNECT_MOST = 30.0  # seconds between tries to reach a server that is away

# What a server that is away, or ends a connection, may raise.
Away = (ConnectorException, psycopg.Error, psycopg_pool.PoolTimeout, OSError)


class CrawlWorker:
    """Takes runs from the queue and has shards crawl them, `jobs` at once."""

    def __init__(
        self,
        request: CrawlRequest,
        conninfo: str,
        jobs: int,
        portals: Callable[[], list[Portal]],
        report: Callable[[str], None],
        ended: Callable[[Ended], None],
        heartbeat: int,
    ) -> None:
        """`portals` gives those that are on schedule now; `conninfo` is the store's address for libpq."""
        self.shards = Shards(request, jobs, report)
        self._request = request
        self._database_url = request.database_url
        self._conninfo = conninfo
        self._jobs = jobs
        self._portals = portals
        self._report = report
        self._ended = ended
        self._heartbeat = heartbeat
        self._stop = asyncio.Event()
        self._app = self._make_app()
        # Errors of the server are reported here, in one line.
        for name in ("procrastinate", "psycopg.pool"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

    def _make_app(self) -> App:
        connector = PsycopgConnector(
            conninfo=self._conninfo,
            kwargs={"options": f"-c search_path={SCHEMA}", "connect_timeout": 10},
            min_size=1,
            max_size=8,
            timeout=10,
        )
        app = App(connector=connector, periodic_defaults={"max_delay": 60})
        app.task(name="crawl", queue=CRAWLS)(self._crawl)
        planning = app.task(name="plan", queue=PLANNING, queueing_lock="plan")(self._plan)
        rescuing = app.task(name="rescue", queue=PLANNING, queueing_lock="rescue")(self._rescue)
        app.periodic(cron=f"* * * * * */{PLAN_SECONDS}")(planning)
        app.periodic(cron=f"* * * * * */{self._heartbeat}")(rescuing)
        return app

    async def run(self) -> None:
        """Work until SIGTERM or SIGINT, also while the server is away at times; then stop the crawls: they stay due."""
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._told_to_stop)
        pause = 1.0
        while not self._stop.is_set():
            try:
                await asyncio.to_thread(self._prepare)
                await self._work()
                pause = 1.0
            except (UserError, *Away) as error:
                self._report(f"the store's server is away, next try in {pause:.0f} s: {_line(error)}")
                await self._sleep(pause)
                pause = min(2 * pause, RECONNECT_MOST)

    async def run_once(self) -> None:
        """Crawl the portals that are due now and that no other worker crawls, and end."""
        await asyncio.to_thread(self._prepare)
        async with self._app.open_async():
            await self._rescue(0)
            await self._plan(0)
            await self._app.run_worker_async(**self._manner(CRAWLS, self._jobs, wait=False))

    def _prepare(self) -> None:
        Store.open(self._database_url).close()
        prepare_queue(self._conninfo)

    async def _work(self) -> None:
        """Both queues, until stopped or until the server is lost: planning must not wait for a crawl to end."""
        async with self._app.open_async():
            await self._rescue(0)
            await self._plan(0)
            workers = [
                asyncio.create_task(self._app.run_worker_async(**self._manner(queue, jobs)))
                for queue, jobs in ((CRAWLS, self._jobs), (PLANNING, 1))
            ]
            stop = asyncio.create_task(self._stop.wait())
            await asyncio.wait({*workers, stop}, return_when=asyncio.FIRST_COMPLETED)
            await self.shards.stop()
            for task in (*workers, stop):
                task.cancel()
            ended = await asyncio.gather(*workers, return_exceptions=True)
        if not self._stop.is_set():
            self.shards.resume()
        for one in ended:
            if isinstance(one, Exception):
                raise one

    def _manner(self, queue: str, jobs: int, wait: bool = True) -> WorkerOptions:
        return {
            "queues": [queue],
            "concurrency": jobs,
            "wait": wait,
            "install_signal_handlers": False,
            "delete_jobs": "always",  # the table of runs says how a run ended
            "update_heartbeat_interval": self._heartbeat,
            "stalled_worker_timeout": self._heartbeat * MISSED_BEATS,
        }

    def _told_to_stop(self) -> None:
        if self._stop.is_set():
            self.shards.kill()
        self._stop.set()

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return

    async def _crawl(self, portal: str) -> None:
        """A job: one run of one portal. However it ends, the store says what is due next."""
        known = {one.id: one for one in self._portals()}
        ended = await self.shards.crawl(known[portal]) if portal in known else None
        if ended is not None and ended.crawled:
            self._ended(ended)

    async def _plan(self, timestamp: int) -> None:  # noqa: ARG002 - procrastinate's interface
        """A job of every PLAN_SECONDS: enqueue portals that are due and neither wait nor are being crawled."""
        found = await asyncio.to_thread(self._due)
        waiting = {job.lock for job in await self._app.job_manager.list_jobs_async(queue=CRAWLS)}
        for portal in found:
            if portal in waiting:
                continue
            try:
                await self._app.configure_task("crawl", lock=portal, queueing_lock=portal).defer_async(portal=portal)
            except AlreadyEnqueued:
                continue  # another worker was quicker

    def _due(self) -> list[str]:
        store = Store.open(self._database_url)
        try:
            found, _ = due_and_free(store, self._request, self._portals())
        finally:
            store.close()
        return [one.portal.id for one in found]

    async def _rescue(self, timestamp: int) -> None:  # noqa: ARG002 - procrastinate's interface
        """A job of each heartbeat: put the runs of dead workers back into the queue."""
        silent = self._heartbeat * MISSED_BEATS
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
            await self._retry(job)

    async def _retry(self, job: Job) -> None:
        assert job.id is not None
        manager = self._app.job_manager
        if job.queue == CRAWLS:
            try:
                await manager.retry_job(job)
                self._report(f"{job.lock}: its worker is gone, the run goes to another")
                return
            except UniqueViolation:
                pass  # it waits in the queue again already
        await manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=True)


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
