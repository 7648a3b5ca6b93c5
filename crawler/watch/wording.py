"""What a notice says: its title and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from crawler.model.items import MeetingStatus
from crawler.watch.outbox import Notice, NoticeArticle, NoticeChange
from crawler.watch.plain import inert, plain, web_address

TITLE_CHARS = 200
LINE_CHARS = 160
REPORT_CHARS = 800  # the most that a report takes in a notice, with an address of usual length


def notice_title(notice: Notice) -> str:
    """The one subject's title, or how many there are of each kind."""
    reports, changes = notice.reports, notice.changes
    if len(reports) == 1 and not changes:
        status, title = reports[0].meeting_status, inert(plain(reports[0].title, TITLE_CHARS))
        return f"{status.capitalize()}: {title}" if status else title
    if len(changes) == 1 and not reports:
        return f"{changes[0].portal}: {changes[0].verdict}"
    parts = [f"{len(reports)} new reports ({_stages(reports)})"] if reports else []
    parts += [f"{len(changes)} portals with another verdict"] if changes else []
    return ", ".join(parts)


def _stages(reports: Sequence[NoticeArticle]) -> str:
    """How many there are of each status: '2 announced, 3 held'."""
    count = Counter(report.meeting_status or "other news" for report in reports)
    return ", ".join(f"{count[status]} {status}" for status in (*MeetingStatus, "other news") if count[status])


def notice_text(notice: Notice, portal_names: Mapping[str, str]) -> str:
    """A paragraph for each subject, and the notice's number, by which a second copy can be detected."""
    paragraphs = ["\n".join(_change_lines(change, portal_names)) for change in notice.changes]
    paragraphs += ["\n".join(_lines(report, portal_names)) for report in notice.reports]
    return "\n\n".join([*paragraphs, f"tintinh, notice {notice.id[:12]}"])


def _change_lines(change: NoticeChange, portal_names: Mapping[str, str]) -> list[str]:
    before = f" (it was {change.before})" if change.before else ""
    since = f" · since {change.since[:10]}" if change.since else ""
    name = portal_names.get(change.portal, change.portal)
    return [
        f"{change.portal}: {change.verdict}{before}{since}",
        inert(plain(name, LINE_CHARS)),
        inert(plain(change.reason, 2 * LINE_CHARS)),
    ]


def _lines(report: NoticeArticle, portal_names: Mapping[str, str]) -> list[str]:
    about = [plain(portal_names.get(report.portal, report.portal), LINE_CHARS)]
    if report.published_at:
        form = "%Y-%m-%d %H:%M" if report.published_precision == "minute" else "%Y-%m-%d"
        about.append(datetime.fromisoformat(report.published_at).strftime(form))
    if report.meeting_kind:
        about.append(report.meeting_kind.replace("_", " "))
    if report.meeting_status:
        about.append(report.meeting_status)
    lines = [
        inert(plain(report.title, TITLE_CHARS)),
        inert(" · ".join(about)),
        plain("rules: " + ", ".join(report.rules), LINE_CHARS),
    ]
    address = web_address(report.url)
    return [*lines, address] if address else lines
