"""A record that breaks the schema is kept apart, counted, and leaves when its page is read right."""

from sqlalchemy import select

from crawler.archive.capture import Capture
from crawler.crawl.status import portal_status
from crawler.crawl.store import Store
from crawler.database.tables import quarantine
from crawler.model.visit import Rejected, Status
from tests.records import NOON, PORTAL, article, link, visit


def test_it_is_kept_with_its_reason_and_its_page_until_it_is_read_right(store: Store) -> None:
    run = store.start_run(PORTAL, NOON, {})
    store.seed(PORTAL, [link("1")], NOON, run)
    (due,) = store.draw(PORTAL, run, NOON, 5)
    broken = visit(due, status=Status.FETCH_ERROR, reason="breaks the schema: title: empty")
    broken.rejected = Rejected(f"{PORTAL}:1", "title: empty", "{…}")
    broken.capture = Capture(due.url, "sha1:A", "a.warc.gz", 17, "2026-01-02T05:00:00Z")
    for _ in range(2):  # tried twice, entered once
        store.commit(PORTAL, run, [broken])
    with store.engine.connect() as connection:
        (row,) = connection.execute(select(quarantine)).all()
    assert (row.article, row.reason, row.warc_file, row.warc_offset) == (f"{PORTAL}:1", "title: empty", "a.warc.gz", 17)
    status = portal_status(store, PORTAL, NOON)
    assert (status.quarantined, status.articles, status.failing) == (1, 0, 1)
    store.commit(PORTAL, run, [visit(due, article=article("1"))])
    status = portal_status(store, PORTAL, NOON)
    assert (status.quarantined, status.articles, status.failing) == (0, 1, 0)
