"""Redirects from page to page: ten in a row at most, however they are mixed with other pages."""

from __future__ import annotations

from crawler.model.visit import Due, Link, Status, Visit
from spiders.redirects import MOST_REDIRECTS, RedirectChains
from tests.records import NOON


def redirect(chains: RedirectChains, source: str, target: str) -> Visit:
    due = Due(1, source, f"https://x.vn/{source}", "article", None, 0, None, None)
    visit = Visit(due, NOON, Status.REDIRECTED, 302)
    visit.redirected_to = Link(target, f"https://x.vn/{target}", "article")
    chains.bound(visit)
    return visit


def test_the_eleventh_in_a_row_is_a_failure() -> None:
    chains = RedirectChains()
    visits = [redirect(chains, str(number), str(number + 1)) for number in range(MOST_REDIRECTS + 1)]
    assert [visit.status for visit in visits[:-1]] == [Status.REDIRECTED] * 10
    assert visits[-1].status is Status.FETCH_ERROR
    assert visits[-1].redirected_to is None
    assert visits[-1].reason == "more than 10 redirects in a row"


def test_chains_are_counted_apart_and_a_page_under_another_address_is_none() -> None:
    chains = RedirectChains()
    for number in range(MOST_REDIRECTS - 1):
        redirect(chains, f"a{number}", f"a{number + 1}")
    assert redirect(chains, "b0", "b1").status is Status.REDIRECTED
    for _ in range(3):
        assert redirect(chains, "a9", "a9").status is Status.REDIRECTED
    assert redirect(chains, "a9", "a10").status is Status.REDIRECTED
    assert redirect(chains, "a10", "a11").status is Status.FETCH_ERROR


def test_of_two_ways_to_a_page_the_longer_counts() -> None:
    chains = RedirectChains()
    for number in range(MOST_REDIRECTS):
        redirect(chains, f"a{number}", f"a{number + 1}")
    redirect(chains, "short", "a10")
    assert redirect(chains, "a10", "a11").status is Status.FETCH_ERROR
