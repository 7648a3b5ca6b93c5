"""A page read outside the crawl: what its reader imports, and in which order the crawl learns of what was read."""

import asyncio
import pickle
import subprocess
import sys

from crawler.extraction.address import addresses
from crawler.model.visit import Due, Status, Visit
from crawler.registry import Portal
from spiders.answer import Answer
from spiders.page_task import CUT_SHORT, PageTask, finished_page, read_page
from spiders.turns import Turns
from tests.records import NOON

URL = "https://tinh.vn/tin/hop-giao-ban-12.html"
PAGE = f"<h1>Họp giao ban tháng bảy</h1><p>21/07/2022</p><p>{'Sở họp giao ban và bàn việc tháng tới. ' * 12}</p>"
SITE = Portal.model_validate(
    {"id": "tinh", "name": "Tỉnh", "kind": "portal", "start": "https://tinh.vn/", "evidence": "test"}
)


def task(explored: bool = False, html: str = PAGE, **more: bool) -> PageTask:
    due = Due(1, "12", URL, "page" if explored else "article", None, 0, None, None)
    answer = Answer(URL, 200, html.encode(), "text/html", **more)
    return PageTask(answer, Visit(due, NOON, Status.FETCHED, 200), explored, files=True)


def test_a_reader_imports_neither_scrapy_nor_the_database() -> None:
    heavy = {"scrapy", "twisted", "sqlalchemy", "alembic"}
    code = f"import sys, spiders.page_task; print({heavy} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_page_comes_back_from_a_reader_as_it_is_read_here_and_finished() -> None:
    for explored in (False, True):
        here = read_page(task(explored), addresses(SITE)).visit
        there = pickle.loads(pickle.dumps(finished_page((pickle.dumps(SITE), task(explored))))).visit
        assert here.article is not None
        assert there.article is not None
        assert (here.finished, there.finished) == (False, True)
        assert here.article.content_hash is None
        assert there.article.content_hash
        assert here.article.id == there.article.id == "tinh:12"
        assert there.article.title == "Họp giao ban tháng bảy"


def test_a_page_that_was_cut_short_is_flagged_wherever_it_is_read() -> None:
    read = read_page(task(cut_short=True), addresses(SITE)).visit
    assert read.article is not None
    assert CUT_SHORT in read.article.flags


def test_what_is_no_article_comes_back_with_its_reason() -> None:
    found = finished_page((pickle.dumps(SITE), task(html="<p>Trang không tồn tại</p>")))
    assert found.visit.article is None
    assert found.visit.status is Status.FETCH_ERROR
    assert found.visit.reason


def test_who_comes_first_is_dealt_with_first() -> None:
    dealt: list[int] = []

    async def one(turns: Turns, number: int) -> None:
        turn = turns.take()
        await asyncio.sleep(0.01 * (5 - number))
        await turn()
        dealt.append(number)

    async def every() -> None:
        turns = Turns()
        await asyncio.gather(*(one(turns, number) for number in range(5)))

    asyncio.run(every())
    assert dealt == [0, 1, 2, 3, 4]
