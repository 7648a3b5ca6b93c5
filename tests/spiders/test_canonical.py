"""One article under several addresses, and pages whose canonical address means nothing."""

import pytest

from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due
from crawler.registry.portal import Portal
from spiders.canonical import article_key

PORTAL = Portal(id="t", name="T", kind="portal", family="drupal", start="https://t.vn/", evidence="test")


@pytest.mark.parametrize(
    ("url", "canonical", "expected"),
    [
        ("https://t.vn/kinh-te/hop-bao-thang-6", "/tin/hop-bao-thang-6", "https://t.vn/tin/hop-bao-thang-6"),
        ("https://t.vn/kinh-te/hop-bao-thang-6", "https://t.vn/", None),
        ("https://t.vn/kinh-te/hop-bao-thang-6", "/kinh-te/hop-bao", None),
        ("https://t.vn/kinh-te/hop-bao-thang-6", "https://other.vn/tin/hop-bao-thang-6", None),
        ("https://t.vn/kinh-te/xem.aspx?id=1", "/tin/xem.aspx", None),
        ("https://t.vn/node/12", "/tin/12", None),
    ],
)
def test_article_key(url: str, canonical: str, expected: str | None) -> None:
    addresses = Addresses(PORTAL)
    due = Due(1, addresses.key(url), url, "article", None, 0, None, None)
    page = Page(f'<html><head><link rel="canonical" href="{canonical}"></head></html>', url)
    assert article_key(page, due, addresses) == (expected or due.key)
