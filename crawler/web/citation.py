"""How an article is cited: what somebody needs to find it, and to prove what it said."""

from __future__ import annotations

from crawler.model.items import Article
from crawler.vietnamese import fold
from crawler.watch.plain import web_address
from crawler.web.languages import Translator
from crawler.web.shown import Shown

LEAD = 2000  # characters of the body that a summary is compared with


def citation(article: Article, portal: str, digest: str | None, translate: Translator) -> str:
    """One line: title, portal, day of publication, address, when it was fetched, the archived page's digest.

    What is not known is left out.
    """
    show = Shown(translate)
    parts = [f"“{article.title}”", portal]
    if article.published_at:
        parts.append(show.moment(article.published_at, article.published_precision))
    address = web_address(article.url, article.canonical_url)
    if address:
        parts.append(address)
    if article.provenance.fetched_at:
        parts.append(translate("article.cited_fetched", moment=show.moment(article.provenance.fetched_at)))
    if digest:
        parts.append(translate("article.cited_digest", digest=digest))
    return ". ".join(part.rstrip(".") for part in parts) + "."


def repeats(summary: str, body: str) -> bool:
    """Whether the summary only says what the body begins with: case, marks' style and closing dots aside."""
    said = fold(summary).rstrip(" .…[]")
    return not said or said in fold(body[: LEAD + 2 * len(summary)])
