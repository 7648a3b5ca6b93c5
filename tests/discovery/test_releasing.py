"""Which deferred pages are released: sure articles, a few of each shape, calendars last."""

from __future__ import annotations

from crawler.discovery.learned import FRUITLESS, TRIES, Guess, Learned, PageValue
from crawler.discovery.releasing import FRUITLESS_MOST, released

Row = tuple[int, str, Guess]


def rows(guess: Guess, *urls: str) -> list[Row]:
    return [(number, f"https://x.vn{url}", guess) for number, url in enumerate(urls, 1)]


STANDING = [f"/gioi-thieu/muc-{word}.html" for word in "abcdefghij"]
CALENDAR = [f"/lich/2020/{month:02}/{day:02}" for month in range(1, 13) for day in (1, 2)]


def test_sure_articles_come_out_as_articles_and_dead_ends_stay() -> None:
    deferred = [*rows(Guess.ARTICLE, "/a/1"), *rows(Guess.DEAD, "/b/2")]
    assert released(deferred, Learned(), 0) == {"article": [1]}


def test_of_one_shape_no_more_come_out_than_may_be_tried_at_once() -> None:
    learned = Learned()
    assert len(released(rows(Guess.UNKNOWN, *STANDING), learned, 0)["page"]) == TRIES
    assert released(rows(Guess.UNKNOWN, *STANDING), learned, 0) == {}, "those that are out are awaited"


def test_pages_of_a_calendar_wait_for_all_others_and_come_a_few_at_a_time() -> None:
    both = [*rows(Guess.UNKNOWN, *CALENDAR), (99, "https://x.vn/gioi-thieu/a.html", Guess.UNKNOWN)]
    assert released(both, Learned(), 0) == {"page": [99]}
    chosen = released(rows(Guess.UNKNOWN, *CALENDAR), Learned(), 0)["page"]
    assert len(chosen) == FRUITLESS
    assert chosen[-1] - chosen[0] > len(CALENDAR) // 2, "old and new ones"


def test_after_many_pages_that_led_to_nothing_only_sure_articles_are_released() -> None:
    learned = Learned()
    for number in range(FRUITLESS_MOST + 1):
        learned.note(f"https://x.vn/trang-{number}/x", PageValue.NOTHING)
    assert released(rows(Guess.UNKNOWN, *STANDING), learned, 0) == {}
    assert released(rows(Guess.ARTICLE, "/a/1"), learned, 0) == {"article": [1]}
    assert released(rows(Guess.UNKNOWN, *STANDING), learned, 1000), "a portal of many articles may cost as many"
