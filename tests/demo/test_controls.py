"""What tests and the demo's second run can do to the portals."""

from __future__ import annotations

import http.client
import threading
import time
from datetime import datetime, timedelta

import pytest

from crawler.base.clock import VIETNAM
from tests.demo.client import Reply, fetch, text_of
from tests.portals import CANARY, DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals


def title(page: Reply) -> str:
    node = page.tree.select_one(".asset-full-content-title, .ten-bai")
    assert node is not None
    return text_of(node)


@pytest.mark.parametrize("portal", PORTALS)
def test_an_edit_changes_that_article_and_no_other(demo: DemoPortals, portal: str) -> None:
    before = demo.truth(portal)
    chosen = next(one for one in before if not one.dirt)
    etags = {one.url: fetch(one.url).headers["etag"] for one in before if not one.blocked_first}
    after = demo.edit(portal, chosen.key)
    assert after.title == f"{chosen.title} (cập nhật lần 1)"
    assert after.paragraphs[:-1] == chosen.paragraphs
    assert (after.url, after.addresses, after.published_at) == (chosen.url, chosen.addresses, chosen.published_at)
    assert after.updated_at is not None
    page = fetch(chosen.url, if_none_match=etags[chosen.url])
    assert page.status == 200
    assert title(page) == after.title
    assert after.paragraphs[-1] in page.text
    assert f"Cập nhật: {after.updated_at:%d/%m/%Y %H:%M}" in page.text
    others = [one for one in demo.truth(portal) if one.key != chosen.key]
    assert others == [one for one in before if one.key != chosen.key]
    assert demo.edit(portal, chosen.key).title == f"{chosen.title} (cập nhật lần 2)"
    with pytest.raises(KeyError):
        demo.edit(portal, "1")


@pytest.mark.parametrize("portal", PORTALS)
def test_a_late_article_appears_at_its_date(demo: DemoPortals, portal: str) -> None:
    before = [one.key for one in demo.truth(portal)]
    (late,) = demo.publish_late(portal)
    after = [one.key for one in demo.truth(portal)]
    assert [key for key in after if key != late.key] == before
    assert 3 < after.index(late.key) < len(after) - 3
    assert fetch(late.url).status == 200
    assert demo.publish_late(portal) == []


@pytest.mark.parametrize("portal", PORTALS)
def test_a_new_article_appears_on_top(demo: DemoPortals, portal: str) -> None:
    (new,) = demo.publish_new(portal)
    assert demo.truth(portal)[0].key == new.key
    listing = fetch(demo.base_url(portal) + ("tin-hoat-ong" if portal == DEPARTMENT else "tin-tuc")).tree
    first = listing.select_one(".asset-title a, a.tieu-de")
    assert first is not None
    assert text_of(first) == new.title


def test_what_is_removed_is_gone_each_portal_in_its_way(demo: DemoPortals) -> None:
    for portal, status in ((DEPARTMENT, 200), (NEWSPAPER, 410)):
        gone = demo.truth(portal)[3]
        demo.remove(portal, gone.key)
        page = fetch(gone.url)
        assert page.status == status
        assert page.tree.select_one(".asset-full-content-title, .ten-bai") is None
        assert gone.key not in [one.key for one in demo.truth(portal)]
        with pytest.raises(KeyError):
            demo.remove(portal, gone.key)


@pytest.mark.parametrize("portal", PORTALS)
def test_view_counters_change_pages_but_no_article(demo: DemoPortals, portal: str) -> None:
    truth = demo.truth(portal)
    before = fetch(truth[0].url)
    demo.count_views(portal)
    after = fetch(truth[0].url, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert after.body != before.body
    assert demo.truth(portal) == truth


def test_conditional_requests(demo: DemoPortals) -> None:
    url = demo.truth(NEWSPAPER)[4].url
    page = fetch(url)
    etag, modified = page.headers["etag"], page.headers["last-modified"]
    for headers in (
        {"if_none_match": etag},
        {"if_none_match": f'"other", W/{etag}'},
        {"if_modified_since": modified},
        {"if_none_match": etag, "if_modified_since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        answer = fetch(url, **headers)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == etag
    for headers in (
        {"if_none_match": '"other"'},
        {"if_none_match": '"other"', "if_modified_since": modified},
        {"if_modified_since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"if_modified_since": "no date"},
    ):
        assert fetch(url, **headers).status == 200
    demo.count_views(NEWSPAPER)
    assert fetch(url, if_modified_since=modified).status == 200
    assert [one.conditional for one in demo.log.of(NEWSPAPER)] == [False] + [True] * 9


def test_the_block_page_gives_way_to_the_cookie_or_to_patience(demo: DemoPortals) -> None:
    blocked = next(one for one in demo.truth(DEPARTMENT) if one.blocked_first)
    assert blocked.blocked_first == 2
    for _ in range(2):
        page = fetch(blocked.url)
        assert page.status == 200
        assert len(page.body) < 200
        assert "document.cookie" in page.text
        assert "reload" in page.text
        assert "etag" not in page.headers
    assert fetch(blocked.url).tree.select_one(".asset-full-content-title") is not None
    with DemoPortals() as fresh:
        again = next(one for one in fresh.truth(DEPARTMENT) if one.blocked_first)
        assert fetch(again.url, cookie="a=b; D1N=6f3b0c").headers["etag"]


def test_faults_answer_as_bad_servers_do(demo: DemoPortals) -> None:
    url = demo.truth(DEPARTMENT)[0].url
    whole = fetch(url).body
    for kind, status, size in (("error", 500, None), ("busy", 503, None), ("empty", 200, 0), ("huge", 200, 20 * 2**20)):
        demo.set_fault(DEPARTMENT, kind, times=1, seconds=7)  # type: ignore[arg-type]
        page = fetch(url)
        assert page.status == status
        if size is not None:
            assert size <= len(page.body) <= size + 100
        if kind == "busy":
            assert page.headers["retry-after"] == "7"
        assert fetch(url).body == whole
    demo.set_fault(DEPARTMENT, "nul", times=1)
    assert b"\0" in fetch(url).body
    demo.set_fault(DEPARTMENT, "block")
    assert len(fetch(url).body) < 200
    demo.clear_faults(DEPARTMENT)
    demo.set_fault(DEPARTMENT, "reset")
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        fetch(url)
    demo.clear_faults(DEPARTMENT)
    demo.set_fault(DEPARTMENT, "hang", prefix="/thong-bao")
    with pytest.raises(TimeoutError):
        fetch(demo.base_url(DEPARTMENT) + "thong-bao", timeout=0.2)
    assert fetch(url).body == whole
    with pytest.raises(ValueError, match="no such fault"):
        demo.set_fault(DEPARTMENT, "flood")  # type: ignore[arg-type]


def test_the_log_tells_manners(demo: DemoPortals) -> None:
    url = demo.base_url(NEWSPAPER)
    fetch(url, user_agent="tintinh/0.1 (+mailto:test@example)")
    time.sleep(0.05)
    fetch(url + "kinh-te?trang=2", method="HEAD")
    first, second = demo.log.of(NEWSPAPER)
    assert (first.target, first.method, first.status) == ("/", "GET", 200)
    assert first.user_agent == "tintinh/0.1 (+mailto:test@example)"
    assert demo.log.targets(NEWSPAPER) == ["/", "/kinh-te?trang=2"]
    assert first.ended is not None
    assert first.started <= first.ended < second.started
    assert demo.log.most_at_once(NEWSPAPER) == 1
    gap = demo.log.shortest_gap(NEWSPAPER)
    assert gap is not None
    assert gap >= 0.05
    assert demo.log.of(DEPARTMENT) == demo.log.of(CANARY) == []


def test_the_log_catches_requests_at_once(demo: DemoPortals) -> None:
    demo.set_fault(NEWSPAPER, "slow", seconds=0.3)
    threads = [threading.Thread(target=fetch, args=(demo.base_url(NEWSPAPER),)) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert demo.log.most_at_once(NEWSPAPER) == 3


def test_a_visit_to_the_canary_is_seen(demo: DemoPortals) -> None:
    listing = fetch(demo.base_url(DEPARTMENT) + "thong-bao").tree
    link = next(
        one.attr("href") or "" for one in listing.select("a") if "khong-duoc-ghe-tham" in (one.attr("href") or "")
    )
    fetch(link)
    assert len(demo.log.of(CANARY)) == 1


def test_the_moment_moves_the_newest_articles_alone() -> None:
    later = datetime(2027, 5, 2, 0, 0, tzinfo=VIETNAM)
    with DemoPortals() as early, DemoPortals(moment=later) as late:
        for portal in PORTALS:
            one, other = early.truth(portal), late.truth(portal)
            assert [a.key for a in one] == [a.key for a in other]
            assert [a.published_at for a in one[4:]] == [a.published_at for a in other[4:]]
            assert all(a.published_at != b.published_at for a, b in zip(one[:4], other[:4], strict=True))
            assert later - other[0].published_at < timedelta(days=1, hours=1)
        assert all(a.precision == "minute" for a in late.truth(DEPARTMENT)[:4])
        assert "Chủ Nhật, ngày 02/05/2027" in fetch(late.base_url(DEPARTMENT)).text
    with pytest.raises(ValueError, match="begin at"), DemoPortals(moment=datetime(2020, 1, 1, tzinfo=VIETNAM)):
        pass
