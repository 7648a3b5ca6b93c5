"""What an address says against a page: one that reads as an article, but is none."""

from __future__ import annotations

from crawler.extraction.address import Addresses
from crawler.extraction.page import Page

# Links of the form of an article's address on one page, beside which a page without it is no article. Set by hand: a
# portal may have another form of addresses than its CMS has by default, and then no link has it.
FORM_LINKS = 3


def is_no_article(page: Page, addresses: Addresses) -> bool:
    """Whether the page's address lacks the form of articles, while enough of its links have it.

    Such a page is a category with a featured article, or a standing page. False where no form is known, or where not
    every article has it.
    """
    if addresses.may_be_article(page.url):
        return False
    found: set[str] = set()
    for anchor in page.tree.select("a[href]"):
        joined = page.join(anchor.attr("href") or "")
        url = addresses.own(joined) if joined else None
        if url is not None and addresses.is_article(url):
            found.add(url)
            if len(found) >= FORM_LINKS:
                return True
    return False
