"""Portals that live through weeks in seconds: they publish, break and are crawled under a clock that is passed in.

Pages go through the project's own reading, steps and store: only Scrapy's downloader is left out. What stands in for
it asks `SimPortal.answer` for each row of the frontier that is due.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from scrapy.http import HtmlResponse, Request, Response, XmlResponse

from crawler.base.clock import VIETNAM
from crawler.crawl.crawl_run import CrawlRun
from crawler.crawl.options import CrawlOptions
from crawler.crawl.store import Store
from crawler.extraction.fingerprint import content_hash
from crawler.extraction.normalizing import normalize_article
from crawler.extraction.validation import refusal
from crawler.health.survey import survey
from crawler.health.verdict import Verdict
from crawler.model.visit import Due, Status, Visit
from crawler.registry import Portal
from spiders.loader import spider_for
from spiders.portal import PortalSpider

PER_PAGE = 20
HOURS = (6, 12, 18)
_WORDS = (
    "ủy ban nhân dân tỉnh tổ chức kiểm tra công tác sản xuất nông nghiệp giao thông y tế giáo dục xây dựng "
    "nông thôn mới đầu tư phát triển kinh tế xã hội văn hóa du lịch bảo đảm an ninh trật tự cải cách hành chính"
).split()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a portal, from `begins` until `ends` (None: for good)."""

    kind: str
    begins: datetime
    ends: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.begins <= now and (self.ends is None or now < self.ends)


@dataclass
class Post:
    """One article of a portal."""

    number: int
    at: datetime

    @property
    def path(self) -> str:
        return f"/tin-tuc/bai-{self.number}.html"

    @property
    def title(self) -> str:
        return f"Tin số {self.number} về {' '.join(_some(self.number, 6))}"

    @property
    def paragraphs(self) -> list[str]:
        return [f"{' '.join(_some(self.number * 10 + n, 45)).capitalize()} {self.number}." for n in range(4)]


def _some(seed: int, count: int) -> list[str]:
    digest = hashlib.sha256(str(seed).encode()).digest() * (count // 32 + 1)
    return [_WORDS[byte % len(_WORDS)] for byte in digest[:count]]


@dataclass
class SimPortal:
    """One portal: what it publishes each day, and its faults."""

    id: str
    posts_on: Callable[[date, random.Random], int]
    faults: Sequence[Fault] = ()
    quiet: Sequence[tuple[date, date]] = ()  # days, both counted in, on which it rests
    hours: Sequence[int] = HOURS
    posts: list[Post] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.id)
        self.entry = Portal.model_validate(
            {
                "id": self.id,
                "name": self.id,
                "kind": "demo",
                "family": "wordpress",
                "start": f"https://{self.id}.example.vn/",
                "sections": ["/tin-tuc"],
                "feeds": ["/rss.xml"],
                "article": r"^/tin-tuc/bai-(?P<id>\d+)\.html$",
                "evidence": "seen: made for these tests",
            }
        )

    def has(self, kind: str, now: datetime) -> bool:
        """Whether a fault is in force."""
        return any(fault.kind == kind and fault.holds(now) for fault in self.faults)

    def live(self, day: date) -> None:
        """Write what it publishes on a day."""
        if any(first <= day <= last for first, last in self.quiet):
            return
        for _ in range(self.posts_on(day, self.random)):
            at = datetime.combine(day, time(self.random.randrange(7, 17), self.random.randrange(60)), VIETNAM)
            if not self.has("silent", at):
                self.posts.append(Post(len(self.posts) + 1, at))

    def answer(self, due: Due, now: datetime) -> Response | None:
        """What it answers to a request; None where it gives no answer at all."""
        if self.has("host gone", now):
            return None
        request, path = Request(due.url), due.url.removeprefix(f"https://{self.id}.example.vn")
        clock = now + (timedelta(days=3) if self.has("clock ahead", now) else timedelta(0))
        clock -= timedelta(days=40) if self.has("clock behind", now) else timedelta(0)
        headers = {"Date": format_datetime(clock), "Content-Type": "text/html; charset=utf-8"}

        def made(body: str = "", status: int = 200, kind: type[Response] = HtmlResponse, **more: str) -> Response:
            return kind(due.url, status=status, headers={**headers, **more}, body=body.encode(), request=request)

        if self.has("blocked", now):
            return made("<html><body>Access denied</body></html>", 403)
        if self.has("5xx storm", now) and self.random.random() < 0.85:
            return made("<html><body>Service unavailable</body></html>", 503)
        if self.has("moved host", now):
            return made(status=301, Location=f"https://moi-{self.id}.example.vn{path}")
        shown = sorted((post for post in self.posts if post.at <= now), key=lambda post: post.at, reverse=True)
        if path == "/rss.xml":
            if self.has("feed gone", now):
                return made("<html><body>Not found</body></html>", 404)
            return made(self._feed(shown, now), 200, XmlResponse, **{"Content-Type": "application/rss+xml"})
        if path.startswith("/tin-tuc/bai-"):
            number = int(path.removeprefix("/tin-tuc/bai-").removesuffix(".html"))
            return made(self._article(self.posts[number - 1], now))
        page = int(path.partition("?page=")[2] or 1)
        return made(self._listing(shown, page, now))

    def _feed(self, shown: Sequence[Post], now: datetime) -> str:
        frozen = [fault.begins for fault in self.faults if fault.kind == "feed dead" and fault.holds(now)]
        entries = [post for post in shown if not frozen or post.at <= frozen[0]][:PER_PAGE]
        items = "".join(
            f"<item><title>{post.title}</title><link>https://{self.id}.example.vn{post.path}</link>"
            f"<pubDate>{format_datetime(post.at)}</pubDate></item>"
            for post in entries
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.id}</title>{items}</channel></rss>'

    def _listing(self, shown: Sequence[Post], page: int, now: datetime) -> str:
        entries = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
        if self.has("listing changed", now):
            cards = "".join(f"<li onclick=\"mo('{post.number}')\">{post.title}</li>" for post in entries)
            return self._page("trang", f"<ul>{cards}</ul>", now)
        cards = "".join(
            f'<article><h2 class="entry-title"><a href="{post.path}">{post.title}</a></h2>'
            f'<time class="entry-date">{self._stated(post, now):%d/%m/%Y}</time></article>'
            for post in entries
        )
        more = page * PER_PAGE < len(shown)
        pager = f'<a class="next page-numbers" href="/tin-tuc?page={page + 1}">Sau</a>' if more else ""
        return self._page("blog", cards + pager, now)

    def _article(self, post: Post, now: datetime) -> str:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        stated = self._stated(post, now)
        if self.has("layout changed", now):
            return self._page(
                "moi", f'<div class="a1"><h1 class="a2">{post.title}</h1><div class="a3">{text}</div></div>', now
            )
        picture = "" if self.has("images lost", now) else f'<figure><img src="/anh/{post.number}.jpg"></figure>'
        if self.has("texts cut", now):
            text = f"<p>Xem tiếp {post.number}.</p>"
        return self._page(
            "single",
            f'<article class="post"><h1 class="entry-title">{post.title}</h1>'
            f'<time class="entry-date published" datetime="{stated.isoformat()}">{stated:%d/%m/%Y %H:%M}</time>'
            f'<div class="entry-content">{text}{picture}</div></article>',
            now,
        )

    def _stated(self, post: Post, now: datetime) -> datetime:
        """The date that the page states."""
        if any(fault.kind == "dates ahead" and fault.holds(post.at) for fault in self.faults):
            return post.at + timedelta(days=365)
        if any(fault.kind == "clock behind" and fault.holds(post.at) for fault in self.faults):
            return post.at - timedelta(days=40)
        if any(fault.kind == "clock ahead" and fault.holds(post.at) for fault in self.faults):
            return post.at + timedelta(days=3)
        return post.at

    def _page(self, kind: str, content: str, now: datetime) -> str:
        maker = "<script>Liferay.currentURL='/';</script>"
        if not self.has("CMS replaced", now):
            maker = '<meta name="generator" content="WordPress 6.4">'
        return (
            f'<html lang="vi"><head><title>{self.id}</title>{maker}</head><body class="{kind}">{content}</body></html>'
        )


def crawl(store: Store, output: Path, portal: SimPortal, now: datetime) -> CrawlRun:
    """One whole run, as the spider and the steps make it, with `now` as its clock; the JSONL log is left out."""
    return asyncio.run(_crawl(store, output, portal, now))


async def _crawl(store: Store, output: Path, portal: SimPortal, now: datetime) -> CrawlRun:
    spider: Any = spider_for(portal.entry)()
    spider.crawler = SimpleNamespace(engine=None)
    run = spider.run = CrawlRun(store, output, portal.id, CrawlOptions(), now=lambda: now)
    run.publish = _unpublished  # type: ignore[method-assign]
    await run.start(spider.seeds())
    while drawn := await run.draw(16):
        for due in drawn:
            run.add(await visit(spider, portal, due, now))
    await run.finish("finished")
    return run


async def _unpublished() -> None:
    """Stands for the publishing of the log."""


async def visit(spider: PortalSpider, portal: SimPortal, due: Due, now: datetime) -> Visit:
    """What one request brings, through the steps that need no Scrapy."""
    response = portal.answer(due, now)
    if response is None:
        return Visit(due, now, Status.FETCH_ERROR, reason="TimeoutError: no answer")
    found = await spider.reader.visit(response, due, now)
    if found.article is not None:
        reason = refusal(found.article, now)
        if reason is not None:
            found.article, found.status, found.reason = None, Status.FETCH_ERROR, reason
            return found
        normalize_article(found.article)
        found.article.content_hash = content_hash(found.article.title, found.article.body)
    return found


@dataclass
class Life:
    """What was judged of each portal, in order: moment and verdict."""

    judged: dict[str, list[tuple[datetime, Verdict]]] = field(default_factory=dict)

    def words(self, portal: str) -> list[tuple[datetime, str]]:
        """The moments at which the portal's verdict changed, and to what."""
        changes: list[tuple[datetime, str]] = []
        for at, verdict in self.judged.get(portal, []):
            if not changes or changes[-1][1] != verdict.word:
                changes.append((at, verdict.word.value))
        return changes


def live_through(
    store: Store, output: Path, portals: Sequence[SimPortal], first: date, days: int, before: int = 70
) -> Life:
    """Let the portals live from `before` days before `first` on, and crawl and judge them at their hours from then."""
    for portal in portals:
        for n in range(-before, 0):
            portal.live(first + timedelta(days=n))
    life = Life()
    for n in range(days):
        day = first + timedelta(days=n)
        for portal in portals:
            portal.live(day)
        for hour in sorted({hour for portal in portals for hour in portal.hours}):
            now = datetime.combine(day, time(hour), VIETNAM)
            for portal in portals:
                if hour in portal.hours and not portal.has("not crawled", now):
                    crawl(store, output, portal, now)
            for one in survey(store, [portal.entry for portal in portals], now):
                life.judged.setdefault(one.portal.id, []).append((now, one.verdict))
    return life


# --- rhythms ----------------------------------------------------------------------------------------------------


def newspaper(day: date, draw: random.Random) -> int:
    """Several a day, every day."""
    return draw.randrange(2, 5)


def office(day: date, draw: random.Random) -> int:
    """On most working days one to three."""
    return 0 if day.weekday() >= 5 or draw.random() < 0.15 else draw.randrange(1, 4)


def council(day: date, draw: random.Random) -> int:
    """About once a week, on any working day."""
    return int(day.weekday() < 5 and draw.random() < 0.25)


def commune(day: date, draw: random.Random) -> int:
    """Two or three times a week."""
    return int(day.weekday() < 6 and draw.random() < 0.45)
