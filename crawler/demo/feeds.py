"""The newspaper's RSS 2.0 feed and its sitemap (sitemaps.org 0.9)."""

from __future__ import annotations

from email.utils import format_datetime
from xml.sax.saxutils import escape

from crawler.demo.newspaper_addresses import NewspaperAddresses

FEED_SIZE = 15


def rss(site: NewspaperAddresses) -> str:
    """The newest stories; links carry a tracking parameter, as feeds' links do."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title>"
        f"<link>{escape(site.base + site.path(story, story.sections[0]))}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{story.id}</guid><pubDate>{format_datetime(story.published_at)}</pubDate>'
        f"<description>{escape((story.summary or story.paragraphs[0])[:200])}</description></item>\n"
        for story in site.newsroom.shown()[:FEED_SIZE]
        if story.page == "article"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Báo Sông Lam điện tử</title>'
        f"<link>{site.base}/</link><description>Tin mới</description>\n{items}</channel></rss>\n"
    )


def sitemap(site: NewspaperAddresses) -> str:
    """Every story at its canonical address, with the day of its last change, and every section."""
    sections = "".join(f"<url><loc>{site.base}/{section}</loc></url>\n" for section in ("tin-tuc", *site.sections))
    articles = "".join(
        f"<url><loc>{site.addresses(story)[0]}</loc>"
        f"<lastmod>{(story.updated_at or story.published_at):%Y-%m-%d}</lastmod></url>\n"
        for story in site.newsroom.shown()
        if story.page == "article"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{sections}{articles}</urlset>\n'
    )
