"""What a notice says: its title and text, in English or Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from crawler.model.items import MeetingKind, MeetingStatus
from crawler.watch.outbox import Notice, NoticeArticle, NoticeChange
from crawler.watch.plain import inert, plain, web_address
from crawler.watch.rules import Language

TITLE_CHARS = 200
LINE_CHARS = 160
REPORT_CHARS = 800  # the most that a report takes in a notice, with an address of usual length
OTHER: Final = "other news"

WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "reports": "{count} new reports ({stages})",
        "changes": "{count} portals with another verdict",
        "number": "tintinh, notice {number}",
        "before": " (it was {before})",
        "since": " · since {day}",
        "rules": "rules: {rules}",
        "minute": "%Y-%m-%d %H:%M",
        "day": "%Y-%m-%d",
        "test_title": "Test of the rule {rule}",
        "test_text": "tintinh will send the reports that fit the rule {rule} here. This is a test: nothing was found.",
        **{kind.value: kind.value.replace("_", " ") for kind in MeetingKind},
    },
    "vi": {
        "reports": "{count} bài mới ({stages})",
        "changes": "{count} cổng đổi tình trạng",
        "number": "tintinh, thông báo {number}",
        "before": " (trước đó: {before})",
        "since": " · từ {day}",
        "rules": "luật: {rules}",
        "minute": "%H:%M, %d/%m/%Y",
        "day": "%d/%m/%Y",
        "test_title": "Thử luật {rule}",
        "test_text": "tintinh sẽ gửi về đây các bài khớp luật {rule}. Đây là tin thử: chưa tìm thấy bài nào.",
        "held": "đã họp",
        "announced": "sắp họp",
        "postponed": "hoãn họp",
        "cancelled": "hủy họp",
        OTHER: "tin khác",
        "party_committee": "hội nghị ban chấp hành",
        "standing_committee": "họp ban thường vụ",
        "council_session": "kỳ họp HĐND",
        "people_committee_session": "phiên họp UBND",
        "conference": "hội nghị",
        "working_session": "buổi làm việc",
        "other": "cuộc họp khác",
        "healthy": "bình thường",
        "unverified": "chưa kiểm chứng",
        "quiet": "yên, đúng lẽ",
        "degraded": "sa sút",
        "silent": "im lặng",
        "moved": "đã dời đi",
        "blocked": "bị chặn",
    },
}


def _word(language: Language, word: str) -> str:
    """A kind, status or verdict in the language; itself where the language has no other word."""
    return WORDS[language].get(word, word)


def notice_title(notice: Notice, language: Language = "en") -> str:
    """The one subject's title, or how many there are of each kind."""
    reports, changes, words = notice.reports, notice.changes, WORDS[language]
    if len(reports) == 1 and not changes:
        status, title = reports[0].meeting_status, inert(plain(reports[0].title, TITLE_CHARS))
        return f"{_word(language, status).capitalize()}: {title}" if status else title
    if len(changes) == 1 and not reports:
        return f"{changes[0].portal}: {_word(language, changes[0].verdict)}"
    parts = [words["reports"].format(count=len(reports), stages=_stages(reports, language))] if reports else []
    parts += [words["changes"].format(count=len(changes))] if changes else []
    return ", ".join(parts)


def _stages(reports: Sequence[NoticeArticle], language: Language) -> str:
    """How many there are of each status: '2 announced, 3 held'."""
    count = Counter(report.meeting_status or OTHER for report in reports)
    return ", ".join(f"{count[one]} {_word(language, one)}" for one in (*MeetingStatus, OTHER) if count[one])


def notice_text(notice: Notice, portal_names: Mapping[str, str], language: Language = "en") -> str:
    """A paragraph for each subject, and the notice's number, by which a second copy can be detected.

    Reasons for verdicts are stored in English and stay so.
    """
    paragraphs = ["\n".join(_change_lines(change, portal_names, language)) for change in notice.changes]
    paragraphs += ["\n".join(_lines(report, portal_names, language)) for report in notice.reports]
    return "\n\n".join([*paragraphs, WORDS[language]["number"].format(number=notice.id[:12])])


def _change_lines(change: NoticeChange, portal_names: Mapping[str, str], language: Language) -> list[str]:
    words = WORDS[language]
    before = words["before"].format(before=_word(language, change.before)) if change.before else ""
    since = words["since"].format(day=_moment(change.since, words["day"])) if change.since else ""
    name = portal_names.get(change.portal, change.portal)
    return [
        f"{change.portal}: {_word(language, change.verdict)}{before}{since}",
        inert(plain(name, LINE_CHARS)),
        inert(plain(change.reason, 2 * LINE_CHARS)),
    ]


def _lines(report: NoticeArticle, portal_names: Mapping[str, str], language: Language) -> list[str]:
    words = WORDS[language]
    about = [plain(portal_names.get(report.portal, report.portal), LINE_CHARS)]
    if report.published_at:
        form = words["minute" if report.published_precision == "minute" else "day"]
        about.append(_moment(report.published_at, form))
    about += [_word(language, one) for one in (report.meeting_kind, report.meeting_status) if one]
    lines = [
        inert(plain(report.title, TITLE_CHARS)),
        inert(" · ".join(about)),
        plain(words["rules"].format(rules=", ".join(report.rules)), LINE_CHARS),
    ]
    address = web_address(report.url)
    return [*lines, address] if address else lines


def _moment(stored: str, form: str) -> str:
    return datetime.fromisoformat(stored).strftime(form)
