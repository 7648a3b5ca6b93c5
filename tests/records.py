"""Links, visits and articles for tests of the store."""

import hashlib
from datetime import datetime, timedelta

from crawler.base.clock import VIETNAM
from crawler.model.items import Article
from crawler.model.visit import Due, Link, Status, Visit

NOON = datetime(2026, 1, 2, 12, tzinfo=VIETNAM)
PORTAL = "thu-nghiem"


def link(key: str, kind: str = "article", hint: str | None = None, url: str | None = None, **more: object) -> Link:
    return Link(key, url or f"https://x.vn/{key}", kind, hint=hint, **more)  # type: ignore[arg-type]


def article(key: str, text: str = "Nội dung.", published: datetime | None = NOON, portal: str = PORTAL) -> Article:
    return Article(
        id=f"{portal}:{key}",
        portal=portal,
        url=f"https://x.vn/{key}",
        canonical_url=f"https://x.vn/{key}",
        title=f"Bài {key}",
        body=text,
        published_at=published,
        published_precision="minute" if published else None,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def visit(due: Due, at: datetime = NOON, status: Status = Status.FETCHED, **more: object) -> Visit:
    return Visit(due, at, status, **more)  # type: ignore[arg-type]


def later(**delta: float) -> datetime:
    return NOON + timedelta(**delta)
