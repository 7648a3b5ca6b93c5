"""Which of a text's mentions are of the meeting that it reports, and not of one that it cites."""

from __future__ import annotations

from typing import Literal

from crawler.meetings.events import AHEAD, Event, Role
from crawler.meetings.genres import LEAD
from crawler.meetings.recognise import Recognition

Source = Literal["title", "body"]
Mention = tuple[Source, Event]


def own_mentions(verdict: Recognition) -> list[Mention]:
    """The mentions of the reported meeting, the telling one first; at least one where the verdict has a status."""
    own: list[Mention] = []
    if verdict.is_meeting:
        if verdict.anchor:
            own.append(("body", verdict.anchor))
        own.extend(_titled(verdict, set(Role) - {Role.CITED} - AHEAD))
        own.extend(_in_lead(verdict, {Role.HELD, Role.CHAIRED}))
        own.extend(("body", event) for event in verdict.body_events if event.role in (Role.INSIDE, Role.AT))
    else:
        own.extend(_titled(verdict, AHEAD))
        own.extend(_in_lead(verdict, AHEAD))
        own.extend(_titled(verdict, set(Role) - {Role.CITED} - AHEAD))
    own.extend(_in_lead(verdict, {Role.HELD, Role.CHAIRED, Role.NAMED, Role.AT, Role.INSIDE}))
    if not own:
        own.extend(("title", event) for event in verdict.title_events)
        own.extend(("body", event) for event in verdict.body_events)
    return list(dict.fromkeys(own))


def _titled(verdict: Recognition, roles: set[Role] | frozenset[Role]) -> list[Mention]:
    return [("title", event) for event in verdict.title_events if event.role in roles]


def _in_lead(verdict: Recognition, roles: set[Role] | frozenset[Role]) -> list[Mention]:
    return [("body", event) for event in verdict.body_events if event.start < LEAD and event.role in roles]
