"""One page, read: `read_article` is what spiders, commands and tests call."""

from __future__ import annotations

from datetime import datetime

from crawler.extraction import assemble, kinds, language, obstacles, publication, selecting, structured
from crawler.extraction.address import Addresses, addresses
from crawler.extraction.family import Family, load
from crawler.extraction.flatten import collect
from crawler.extraction.generic import dates, kickers
from crawler.extraction.generic import reader as generic
from crawler.extraction.page import LONGEST, Page
from crawler.extraction.parts import Parts
from crawler.extraction.reading import Outcome, Reading
from crawler.extraction.structured import Structured
from crawler.registry.portal import Portal


def read_article(html: str | Page, url: str, portal: Portal, read_at: datetime) -> Reading:
    """What the page at `url` is, and its article where it is one.

    Sources in order: the selectors of the portal's entry and its family, structured data, the generic reader.
    `read_at` is the moment of fetching, at +07:00: relative dates are read against it.
    """
    page = html if isinstance(html, Page) else Page(html, url)
    family = load(portal.family)
    rules = addresses(portal)
    if rules.skipped(url):
        return Reading(Outcome.OTHER, reason="an address that is never an article")
    if early := obstacles.without_text(page):
        return Reading(early[0], reason=early[1])
    if kinds.is_standing(page, family):
        return Reading(Outcome.OTHER, reason=kinds.STANDING)
    parts = selecting.read(page, selecting.Chain(portal.selectors, family.selectors, family.name), read_at)
    if parts.title is not None and (parts.lines or parts.attachments):
        metadata = structured.read(page)
        dated = parts.published is not None or bool(metadata.published)
        if kinds.known_listing(page, url, rules, family, parts, dated) is None:
            return _known(page, url, portal, rules, parts, metadata, read_at)
    return _unknown(page, url, portal, rules, family, parts, read_at)


def _known(
    page: Page, url: str, portal: Portal, rules: Addresses, parts: Parts, metadata: Structured, read_at: datetime
) -> Reading:
    """An article whose title and text the selectors gave; what they did not give comes from the other sources."""
    if parts.title is not None and parts.heading is not None:
        stated = [title for title in (metadata.headline, *metadata.titles.values()) if title]
        parts.title = kickers.title_of(parts.heading, parts.title, stated)
    vietnamese = parts.language in ("vi", None)
    _complete_date(page, url, metadata, parts, vietnamese, read_at)
    if parts.updated is None and metadata.updated:
        stamp, source = metadata.updated[0]
        parts.updated, parts.sources["updated_at"] = publication.at_vietnam(stamp, vietnamese)[0], source
    if parts.author is None and metadata.author is not None:
        parts.author, parts.sources["author"] = metadata.author
    return _reading(page, url, portal, rules, parts)


def _complete_date(
    page: Page, url: str, metadata: Structured, parts: Parts, vietnamese: bool, read_at: datetime
) -> None:
    """The date where the selectors gave none, its minute where they gave a day; flagged where the metadata disagree."""
    if parts.published is None:
        blocks = collect(page.tree)
        title = next((n for n, line in enumerate(blocks.lines) if line.text == parts.title), -1)
        printed, _ = dates.visible(blocks, title, title + 3, len(blocks.lines), read_at)
        in_address = dates.in_address(url, read_at)
        found, source, flags = publication.choose(printed, metadata.published, in_address, read_at, vietnamese)
        if found is not None:
            parts.published, parts.sources["published_at"] = found, source
            parts.flags += flags
    elif metadata.published:
        found, _, flags = publication.choose(parts.published, metadata.published, None, read_at, vietnamese)
        if publication.DISAGREE in flags:
            parts.flags.append(publication.DISAGREE)
        elif found is not None and parts.published.precision == "day" and found.day == parts.published.day:
            parts.published = found


def _unknown(
    page: Page, url: str, portal: Portal, rules: Addresses, family: Family, known: Parts, read_at: datetime
) -> Reading:
    """A page that the selectors do not know: an obstacle, a listing, or an article for the generic reader."""
    metadata = structured.read(page)
    found = generic.read(page, metadata, read_at)
    if obstacle := obstacles.judge(page, found.blocks, found.running):
        return Reading(obstacle[0], reason=obstacle[1])
    kind, reason = kinds.judge(page, url, rules, family, metadata, found)
    if kind is not Outcome.ARTICLE:
        if kind is Outcome.OTHER and obstacles.is_shell(page, found.blocks):
            return Reading(Outcome.NEEDS_BROWSER, reason="scripts and next to no text")
        return Reading(kind, reason=reason)
    parts = found.parts
    if known.title is not None:
        parts.title, parts.sources["title"] = known.title, known.sources["title"]
    if known.published is not None and (parts.published is None or parts.language in ("vi", None)):
        parts.published, parts.sources["published_at"] = known.published, known.sources["published_at"]
    return _reading(page, url, portal, rules, parts)


def _reading(page: Page, url: str, portal: Portal, rules: Addresses, parts: Parts) -> Reading:
    record = assemble.article(page, url, portal, rules, parts)
    if page.cut:
        record.flags.append(f"page cut after {LONGEST} characters")
    record.language = record.language or language.of_text(record.body or record.title)
    cut = [f"{line.role}: {line.text}" for line in parts.lines if line.text and line.role not in ("body", "caption")]
    if kinds.is_stub(record):
        return Reading(Outcome.STUB, record, "its text lies in its files", cut)
    if not record.body and not record.images:
        return Reading(Outcome.OTHER, reason="a title without text", cut=cut)
    return Reading(Outcome.ARTICLE, record, "", cut)
