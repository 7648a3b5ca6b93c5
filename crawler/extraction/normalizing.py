"""One form of Vietnamese text for a whole record, whatever the portal's editors pasted; every repair is flagged."""

from __future__ import annotations

import re
from functools import partial

from pydantic import BaseModel

from crawler.model.items import Article
from crawler.vietnamese import Normalized, normalize
from crawler.vietnamese.cleaning import clean as tidy
from crawler.vietnamese.editing import EditedText

_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 4000  # characters of the body that are looked at
_WORD = re.compile(r"[^\W\d_]+")
_LONG = 9  # letters; no syllable has as many, in VNI's spelling neither
_MANY = 0.03  # share of long words: 0.035 to 0.56 on 500 pages of 19 other languages, none on our Vietnamese ones
_DAMAGED = re.compile("[ÂÃâ][^\\w\\s]|[\x80-\x9f\ufffd]")  # UTF-8 read as windows-1252, and what it leaves


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _replace_surrogates(record: BaseModel) -> bool:
    """Put U+FFFD for halves of surrogate pairs, which JSON-LD escapes can leave and no file or database takes."""
    found = False
    for name, value in record.__dict__.items():
        if isinstance(value, str):
            if _has_surrogate(value):
                setattr(record, name, _SURROGATE.sub("\ufffd", value))
                found = True
        elif isinstance(value, list):
            for part in value:
                found = (isinstance(part, BaseModel) and _replace_surrogates(part)) or found
    return found


def _is_foreign(article: Article) -> bool:
    """Whether the body is sound text of a language with long words: no encoding of Vietnamese looks like it."""
    if article.language in ("vi", None):
        return False
    sample = article.body[:_SAMPLE]
    words = _WORD.findall(sample)
    return sum(len(word) >= _LONG for word in words) > _MANY * len(words) and not _DAMAGED.search(article.body)


def _tidied(text: str, context: str = "") -> Normalized:  # noqa: ARG001 - the face that `normalize` has
    """Sound text of another language: the marks, spaces and invisible characters of level `safe`, and nothing looked for."""
    edited = EditedText(text)
    tidy(edited)
    return Normalized(edited.text, [], edited)


def normalize_article(article: Article) -> None:
    """Put the article's text in canonical form, repaired where it was broken.

    The body is judged as the document that it is; title, lead and captions are judged together with it, for alone
    they are too short to tell a legacy encoding by. What was repaired or lost goes into `flags`. Sound text of another
    language is not searched for legacy encodings, which costs more there than all reading.
    """
    if _replace_surrogates(article):
        article.flags.append("lone surrogates replaced")
    context = article.body
    normalized = _tidied if _is_foreign(article) else partial(normalize, level="repair")
    body = normalized(article.body)
    flags = set(body.flags)

    def clean(text: str | None) -> str | None:
        if not text:
            return text
        done = normalized(text, context=context)
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
    for link in article.links:
        link.text = clean(link.text) or ""
    article.body = body.text
    article.flags.extend(sorted(flags))
