"""What a notice says: its title and text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from crawler.watch.outbox import Report
from crawler.watch.plain import plain, unmentioned, web_address

TITLE_CHARS = 200
LINE_CHARS = 160
REPORT_CHARS = 800  # what a report takes in a notice at most, an address of the usual length included


def notice_title(reports: Sequence[Report]) -> str:
    """The one report's title, or how many there are."""
    if len(reports) == 1:
        return unmentioned(plain(reports[0].title, TITLE_CHARS))
    return f"{len(reports)} new reports"


def notice_text(number: str, reports: Sequence[Report], portal_names: Mapping[str, str]) -> str:
    """A paragraph a report, and the notice's number, by which a second copy can be told."""
    paragraphs = ["\n".join(_lines(report, portal_names)) for report in reports]
    return "\n\n".join([*paragraphs, f"tintinh, notice {number[:12]}"])


def _lines(report: Report, portal_names: Mapping[str, str]) -> list[str]:
    about = [plain(portal_names.get(report.portal, report.portal), LINE_CHARS)]
    if report.published_at:
        form = "%Y-%m-%d %H:%M" if report.published_precision == "minute" else "%Y-%m-%d"
        about.append(datetime.fromisoformat(report.published_at).strftime(form))
    if report.meeting_kind:
        about.append(report.meeting_kind.replace("_", " "))
    lines = [
        unmentioned(plain(report.title, TITLE_CHARS)),
        unmentioned(" · ".join(about)),
        plain("rules: " + ", ".join(report.rules), LINE_CHARS),
    ]
    address = web_address(report.url)
    return [*lines, address] if address else lines
