"""What the articles found have in common, counted: for filters beside the results, and their days over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.search.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Facets:
    """Values with the number of articles, the most frequent first; years and months by time. Months are YYYY-MM."""

    portals: Mapping[str, int]
    provinces: Mapping[str, int]
    kinds: Mapping[str, int]
    years: Mapping[str, int]
    months: Mapping[str, int]


def facets(found: Sequence[Candidate]) -> Facets:
    """The facets of the articles found."""
    dates = [one.published_at for one in found if one.published_at]
    return Facets(
        _counted(one.portal for one in found),
        _counted(one.province for one in found if one.province),
        _counted(one.meeting_kind for one in found if one.meeting_kind),
        dict(sorted(Counter(date[:4] for date in dates).items(), reverse=True)),
        dict(sorted(Counter(date[:7] for date in dates).items())),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda one: (-one[1], one[0])))
