"""What becomes of a visit whose page turned out to be an obstacle: a block page, a login, a soft 404."""

from __future__ import annotations

from crawler.extraction.reading import OBSTACLES, Outcome, Reading
from crawler.model.visit import Status, Visit

_STATUS_OF = {Outcome.BLOCKED: Status.BLOCKED, Outcome.LOGIN: Status.BLOCKED}


def refuse(visit: Visit, reading: Reading) -> None:
    """Make of `visit` one to a page that is not what was asked for."""
    visit.status = _STATUS_OF.get(reading.outcome, Status.FETCH_ERROR)
    visit.missing = reading.outcome is Outcome.SOFT_404
    visit.reason = f"{reading.outcome}: {reading.reason}" if reading.reason else str(reading.outcome)
    if reading.outcome is Outcome.NEEDS_BROWSER:
        visit.reason += ' (render = "browser" in the portal\'s entry would fill it)'
    visit.etag = visit.last_modified = None  # it must not answer 'not modified' to the next try


def refuse_obstacle(visit: Visit, reading: Reading) -> None:
    """As `refuse`, if the page is an obstacle at all."""
    if reading.outcome in OBSTACLES:
        refuse(visit, reading)
