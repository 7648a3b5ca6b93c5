"""Cards of events, as lists of meeting reports show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import Connection

from crawler.model.items import Article
from crawler.web import evidence
from crawler.web.console import Console
from crawler.web.kept import Shelf
from crawler.web.languages import Translator
from crawler.web.queries import meetings as browse
from crawler.web.queries.articles import records
from crawler.web.queries.meetings import Listed

KEPT_CARDS = 1000


@dataclass(frozen=True, slots=True)
class Card:
    """One event as a page shows it: its newest report that fits, and its other reports."""

    place: Listed
    article: Article
    excerpt: list[evidence.Paragraph]
    others: list[tuple[Listed, Article]]


class Cards:
    """Writes cards and keeps the latest: a revision's card stays the same while the others of its event do."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._kept: Shelf[Markup] = Shelf(KEPT_CARDS)

    def write(self, connection: Connection, listed: Sequence[Listed], translate: Translator) -> list[Markup]:
        """The reports of a page, each with those of the same event. A report without a meeting in its record is
        skipped, whatever the tables say."""
        return [card for _, card in self.each(connection, listed, translate)]

    def each(
        self, connection: Connection, listed: Sequence[Listed], translate: Translator, under_day: bool = False
    ) -> list[tuple[Listed, Markup]]:
        """The same, each with its place in the list; `under_day`: the day of publication is said above them."""
        events = browse.of_events(connection, [one.event for one in listed])
        keys = [(translate.language, under_day, one.seq, *self._shown(events[one.event])) for one in listed]
        written = {key: card for key in keys if (card := self._kept.get(key)) is not None}
        missing = [(key, one) for key, one in zip(keys, listed, strict=True) if key not in written]
        found = records(connection, {one.seq for _, new in missing for one in (new, *events[new.event])})
        for key, one in missing:
            record = found.get(one.seq)
            if record is None or record.meeting is None:
                continue
            others = [
                (other, found[other.seq])
                for other in events[one.event]
                if other.article != one.article and other.seq in found
            ]
            event = Card(one, record, evidence.excerpt(record), others)
            written[key] = self._kept.put(
                key, self._console.fragment(translate, "card.html", card=event, under_day=under_day)
            )
        return [(one, written[key]) for key, one in zip(keys, listed, strict=True) if key in written]

    def _shown(self, event: Sequence[Listed]) -> Iterator[tuple[int, str]]:
        """What a card shows of an event: the revisions of its reports, and the names of their portals."""
        for one in event:
            yield one.seq, self._console.portal_name(one.article.partition(":")[0])
