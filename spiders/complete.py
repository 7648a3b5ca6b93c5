"""What an article's page itself does not say: where and how it was fetched."""

from __future__ import annotations

from crawler.extraction.address import Addresses
from crawler.model.items import Article
from crawler.model.visit import Visit
from spiders.answer import Answer


def complete(article: Article, visit: Visit, answer: Answer, addresses: Addresses) -> Article:
    """The article, with section, province, the portal's own addresses of its files, and its provenance."""
    site = addresses.portal
    article.section = visit.due.section
    article.province_code = site.province
    for image in article.images:
        image.url = addresses.own(image.url) or image.url
    for attachment in article.attachments:
        attachment.url = addresses.own(attachment.url) or attachment.url
    article.provenance.fetched_at = visit.fetched_at
    article.provenance.http_status = answer.status
    if visit.capture is not None:
        article.provenance.warc_file = visit.capture.warc_file
        article.provenance.warc_offset = visit.capture.warc_offset
    if answer.url.startswith("https:") and not answer.archived:
        article.provenance.tls_verified = site.verify_tls
        article.provenance.tls_legacy = site.legacy_tls
    return article
