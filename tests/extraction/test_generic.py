"""The generic reader alone (no family's selectors) on every saved article: what a person reads is what it reads."""

import pytest

from crawler.extraction.reading import Outcome
from tests.extraction.pages import PAGES, TRUTH, SavedPage

ARTICLES = [page for page in PAGES if page.name in TRUTH]


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
@pytest.mark.parametrize("family", ["its own", "generic"])
def test_reads_what_a_person_reads(page: SavedPage, family: str) -> None:
    truth = TRUTH[page.name]
    reading = page.read(None if family == "its own" else family)
    assert reading.outcome is Outcome.ARTICLE, reading.reason
    article = reading.article
    assert article is not None
    assert article.title == truth["title"]
    assert article.published_at is not None
    assert article.published_at.isoformat().startswith(truth["published"])
    assert article.published_precision == ("minute" if "T" in truth["published"] else "day")
    assert article.body == truth["body"]
    assert [image.caption for image in article.images if image.caption] == truth["captions"]


def test_every_article_has_its_truth() -> None:
    articles = {page.name for page in PAGES if page.read().outcome is Outcome.ARTICLE}
    assert articles == set(TRUTH)
