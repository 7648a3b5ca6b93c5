from pathlib import Path

from crawler.storage.crawl_run import CrawlOptions, CrawlRun
from crawler.storage.store import Store
from crawler.storage.visit import Visit
from tests.storage.conftest import NOON, PORTAL, article, link, visit


def run_of(store: Store, output: Path, **options: object) -> CrawlRun:
    run = CrawlRun(store, output, PORTAL, CrawlOptions(**options), now=lambda: NOON)  # type: ignore[arg-type]
    run.seed([link("tin", "listing")])
    return run


def listed(run: CrawlRun, count: int) -> list[Visit]:
    """The visits of `count` articles that a listing showed, not yet handed over."""
    [listing] = run.draw(10)
    run.add(visit(listing, links=[link(str(number)) for number in range(count)]))
    return [visit(due, article=article(due.key, f"bài {due.key}")) for due in run.draw(count)]


def test_a_visit_that_no_store_can_take_costs_itself_alone(store: Store, tmp_path: Path) -> None:
    run = run_of(store, tmp_path)
    visits = listed(run, 3)
    assert visits[1].article is not None
    visits[1].article.content_hash = None  # stands for whatever a step forgot or a page smuggled in
    visits[1].article.title = "\ud800"
    for one in visits:
        run.add(one)
    run.finish("finished")
    with store.engine.connect() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT id FROM articles ORDER BY seq")]
        [(status, reason)] = connection.exec_driver_sql("SELECT status, reason FROM frontier WHERE key = '1'").all()
    assert kept == [f"{PORTAL}:0", f"{PORTAL}:2"]
    assert status == "FETCH_ERROR"
    assert "cannot be stored" in reason
    assert (run.counts["articles"], run.counts["new"], run.counts["errors"]) == (2, 2, 1)


def test_visits_are_committed_as_drawn_whichever_answer_came_first(store: Store, tmp_path: Path) -> None:
    run = run_of(store, tmp_path)
    for one in reversed(listed(run, 3)):
        run.add(one)
    run.finish("finished")
    with store.engine.connect() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT id FROM articles ORDER BY seq")]
    assert kept == [f"{PORTAL}:0", f"{PORTAL}:1", f"{PORTAL}:2"]


def test_limit_counts_articles_that_came_in(store: Store, tmp_path: Path) -> None:
    run = run_of(store, tmp_path, limit=2)
    visits = listed(run, 5)
    assert len(visits) == 2
    for one in visits:
        run.add(one)
    assert run.draw(5) == []
