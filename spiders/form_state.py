"""Whether the server still knew the page that a form belonged to."""

from __future__ import annotations

from crawler.model.visit import Status, Visit


class StatefulForms:
    """Judges, during one run, the answers to forms that carry a server's state.

    A server that has forgotten the state (its keys changed, the session ran out) answers with an error, a redirect, or
    the section's first page once more. The section is then walked again from there, once a run.
    """

    def __init__(self) -> None:
        self._first: dict[str | None, frozenset[str]] = {}
        self._walked_again: set[str | None] = set()

    def check(self, visit: Visit) -> None:
        """Note a section's first page; mark a visit whose form was refused as failed, the section to be walked anew."""
        section, shown = visit.due.section, frozenset(link.key for link in visit.links)
        if visit.due.form is None:
            if visit.due.depth == 0:
                self._first[section] = shown
            return
        if visit.http_status == 200 and visit.bytes == 0:  # past the end of a listing
            visit.status, visit.reason = Status.FETCHED, None
        if not visit.due.form.stateful or visit.status is Status.BLOCKED:
            return
        again = bool(shown) and shown == self._first.get(section)
        if visit.status is Status.FETCHED and not again:
            return
        visit.reason = visit.reason or ("the form was answered with " + ("the first page" if again else "a redirect"))
        visit.status, visit.redirected_to, visit.links, visit.next_pages = Status.FETCH_ERROR, None, [], []
        visit.missing = False
        if section not in self._walked_again:
            self._walked_again.add(section)
            visit.rewalk = True
