"""The output folder, or the store in it, goes away in the middle of a crawl: the crawl ends within seconds."""

import shutil
from pathlib import Path

import pytest

from crawler.base.errors import StoreError
from crawler.crawl.crawl_run import CrawlRun
from crawler.crawl.options import CrawlOptions
from crawler.crawl.store import Store
from tests.records import NOON, PORTAL, article, link, visit


def begun(output: Path) -> CrawlRun:
    output.mkdir()
    store = Store.open(f"sqlite:///{output / 'tintinh.db'}")
    run = CrawlRun(store, output, PORTAL, CrawlOptions(), now=lambda: NOON)
    run.seed([link("1")])
    return run


@pytest.mark.parametrize("gone", ["folder", "replaced", "store"])
def test_a_crawl_ends_at_its_next_batch(tmp_path: Path, gone: str) -> None:
    output = tmp_path / "output"
    run = begun(output)
    (due,) = run.draw(5)
    if gone == "store":
        (output / "tintinh.db").unlink()
    else:
        shutil.move(output, tmp_path / "elsewhere")
        if gone == "replaced":
            shutil.copytree(tmp_path / "elsewhere", output)
    with pytest.raises(StoreError, match="deleted or replaced"):
        run._flushed = 0.0
        run.add(visit(due, article=article("1")))
    run.store.close()


def test_a_crawl_into_a_folder_that_stays_goes_on(tmp_path: Path) -> None:
    run = begun(tmp_path / "output")
    (due,) = run.draw(5)
    run.add(visit(due, article=article("1")))
    run.finish("finished")
    assert run.counts["new"] == 1
    run.store.close()
