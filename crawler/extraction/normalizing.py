"""One form of Vietnamese text for a whole record, whatever the portal's editors pasted; every repair is flagged."""

from __future__ import annotations

from collections import Counter

from crawler.items import Article
from crawler.vietnamese import Normalized, normalize


def normalize_article(article: Article) -> None:
    """Put the article's text in canonical form; what was repaired is counted in its flags as 'repaired KIND: N'."""
    repairs: Counter[str] = Counter()

    def clean(text: str) -> str:
        done: Normalized = normalize(text, level="repair")
        repairs.update(change.kind for change in done.changes)
        return done.text

    article.title = clean(article.title)
    article.body = clean(article.body)
    article.summary = clean(article.summary) if article.summary else None
    article.author = clean(article.author) if article.author else None
    for image in article.images:
        image.caption = clean(image.caption) if image.caption else None
    for attachment in article.attachments:
        attachment.name = clean(attachment.name) if attachment.name else None
    article.flags.extend(f"repaired {kind}: {count}" for kind, count in sorted(repairs.items()))
