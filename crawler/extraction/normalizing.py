"""One form of Vietnamese text for a whole record, whatever the portal's editors pasted; every repair is flagged."""

from __future__ import annotations

import re

from pydantic import BaseModel

from crawler.model.items import Article
from crawler.vietnamese import normalize

_SURROGATE = re.compile("[\ud800-\udfff]")


def _replace_surrogates(record: BaseModel) -> bool:
    """Put U+FFFD for halves of surrogate pairs, which JSON-LD escapes can leave and no file or database takes."""
    found = False
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, str):
            if not value.isascii() and _SURROGATE.search(value):
                setattr(record, name, _SURROGATE.sub("\ufffd", value))
                found = True
        elif isinstance(value, list):
            for part in value:
                found = (isinstance(part, BaseModel) and _replace_surrogates(part)) or found
    return found


def normalize_article(article: Article) -> None:
    """Put the article's text in canonical form, repaired where it was broken.

    The body is judged as the document that it is; title, lead and captions are judged together with it, for alone
    they are too short to tell a legacy encoding by. What was repaired or lost goes into `flags`.
    """
    if _replace_surrogates(article):
        article.flags.append("lone surrogates replaced")
    body = normalize(article.body, level="repair")
    flags = set(body.flags)
    context = article.body

    def clean(text: str | None) -> str | None:
        if not text:
            return text
        done = normalize(text, level="repair", context=context)
        flags.update(done.flags)
        return done.text

    article.title = clean(article.title) or ""
    if article.summary and article.body.startswith(article.summary + "\n\n") and "\n\n" not in article.summary:
        article.summary = body.text.split("\n\n", 1)[0]  # the body's first paragraph: judged already
    else:
        article.summary = clean(article.summary)
    article.author = clean(article.author)
    for image in article.images:
        image.caption = clean(image.caption)
    for attachment in article.attachments:
        attachment.name = clean(attachment.name)
    article.body = body.text
    article.flags.extend(sorted(flags))
