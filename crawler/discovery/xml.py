"""XML from strangers, read as a stream: no entity is resolved, nothing is loaded, and what is read is dropped."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

# Sitemaps may take 50 MB unpacked (sitemaps.org); what is beyond is not read.
LONGEST = 52_428_800
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 16


class BadSourceError(ValueError):
    """What was fetched is no feed and no sitemap."""


def unpacked(body: bytes) -> bytes:
    """`body` without gzip, if it has it; at most `LONGEST` bytes, also of a bomb, and also of a file cut short."""
    if not body.startswith(_GZIP):
        return body[:LONGEST]
    decoder = zlib.decompressobj(wbits=31)
    out = bytearray()
    try:
        pending = body
        while pending and len(out) < LONGEST and not decoder.eof:
            out += decoder.decompress(pending, LONGEST - len(out))
            pending = decoder.unconsumed_tail
    except zlib.error as error:
        if not out:
            raise BadSourceError(f"not gzip: {error}") from error
    return bytes(out)


def elements(body: bytes, names: frozenset[str], most: int) -> Iterator[tuple[str, etree._Element]]:
    """Each element whose local name is in `names`, with that name, once it is whole; `most` at the utmost.

    Broken XML gives what came before the break. Raises `BadSourceError` where it is no XML at all.
    """
    parser = etree.iterparse(
        BytesIO(body.lstrip(b"\x00 \t\r\n\xef\xbb\xbf")),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    given = 0
    try:
        for _, element in parser:
            name = local(element)
            if name not in names:
                continue
            yield name, element
            given += 1
            if given >= most:
                return
            element.clear(keep_tail=False)
            while (before := element.getprevious()) is not None and before.getparent() is not None:
                before.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        if not given:
            raise BadSourceError(f"not XML: {error}") from error


def local(element: etree._Element) -> str:
    """The element's name without its namespace, lower case; empty for what has no name."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text(element: etree._Element) -> str:
    """All text in the element, white space collapsed."""
    return " ".join("".join(element.itertext()).split())
