from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawler.crawl.store import Store
from crawler.model.items import Article
from crawler.model.visit import Link
from crawler.watch.rules import Rules
from tests.records import NOON, visit
from tests.stores import new_store
from tests.watch.webhook import Webhook, webhook


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path / "tintinh.db")
    yield opened
    opened.close()


def rules(**more: object) -> Rules:
    """Rules from the parts of a rule file."""
    return Rules.model_validate(more)


def put(store: Store, articles: Sequence[Article]) -> None:
    """Store articles as a crawl of their portal would."""
    portal = articles[0].portal
    run = store.start_run(portal, NOON, {})
    store.seed(portal, [Link(one.id.split(":")[1], one.url, "article") for one in articles], NOON, run)
    due = {row.key: row for row in store.draw(portal, run, NOON, 500)}
    store.commit(portal, run, [visit(due[one.id.split(":")[1]], article=one) for one in articles])
