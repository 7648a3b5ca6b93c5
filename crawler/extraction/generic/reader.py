"""A page of no known family, read: title, text, date, author."""

from __future__ import annotations

from crawler.extraction import body, boilerplate, captions
from crawler.extraction import structured as structured_data
from crawler.extraction.blocks import collect
from crawler.extraction.generic import content
from crawler.extraction.generic import title as titles
from crawler.extraction.page import Page


def read_body_text(html: str, url: str) -> str:
    page = Page(html, url)
    blocks = collect(page.tree)
    told = structured_data.read(page)
    title = titles.find(page, blocks, told)
    _, lines = content.find(blocks, title.index if title else -1)
    lines = content.clean(lines)
    captions.mark(lines, title.text if title else "")
    boilerplate.mark(lines)
    return body.render(lines)
