"""Whether two reports are of one province: by the places that the bodies' names say, else by the portals' provinces."""

from __future__ import annotations

from functools import cache

from crawler.registry.provinces import by_name


def places_agree(place: str | None, code: str | None, other_place: str | None, other_code: str | None) -> bool | None:
    """True or False where both say a province, None where one does not.

    Two names are compared as such, since two provinces of one time may be one of a later time; a name and a portal's
    code by today's provinces.
    """
    if place and other_place:
        return place == other_place
    mine = code_of(place) if place else code
    theirs = code_of(other_place) if other_place else other_code
    if mine is None or theirs is None:
        return None
    return mine == theirs


@cache
def code_of(place: str) -> str | None:
    """The statistics office's code of today's province of that name; None for 'trung ương' and other places."""
    province = by_name(place)
    return province.code if province else None
