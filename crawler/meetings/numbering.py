"""Which ordinal, term and tenure are the meeting's own, and not those of one that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from crawler.meetings.bodies import subject_body
from crawler.meetings.events import Event
from crawler.meetings.ordinals import TENURE, TERM, Numbering, ordinal_value, read_numbering
from crawler.meetings.recognise import Recognition
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

Source = Literal["title", "body"]
Field = Literal["ordinal", "term", "tenure"]

_TAIL_END = re.compile(
    r"[.;:\n]|(?<!\w)(?:thông báo|kết quả|tinh thần|nhằm|để|diễn ra|khai mạc|bế mạc|đã|được|sẽ|với|về|đánh giá"
    r"|thảo luận|xem xét|quán triệt"
    r"|triển khai|tổng kết|sơ kết|học tập|công bố|thông qua|cho ý kiến|do|dưới|tại|giao ban|phổ biến"
    r"|trong|từ|là|cùng|có|tiến hành|bàn|phát biểu|nghị quyết|kết luận|sau|trước|thực hiện|lấy ý kiến|tập huấn"
    r"|gặp mặt|xúc tiến|biểu dương|báo cáo|chủ trì|ngày|sáng|chiều|vào|trực tuyến|nghiên cứu|tuyên truyền|hướng tới"
    r"|chuẩn bị|tiếp xúc|họp(?! thứ)|tổ chức)(?!\w)"
)
_ANOTHER = re.compile(rf"(?<!\w)(?<!mạc )(?<!trọng thể ){EVENT}(?!\w)")
"""Another meeting's noun; not the second half of 'phiên khai mạc Kỳ họp thứ 5'."""
_COUNTED = re.compile(
    r"(?:hđnd|hội đồng nhân dân|ban chấp hành|bch|quốc hội|(?:tỉnh|thành|huyện|quận|đảng|thị) ủy|đảng bộ|chi bộ"
    r"|ban thường vụ|thường trực)(?!\w)"
)
"""Bodies that are elected for a term, so that the number behind their name is theirs."""


def find_numbering(
    title: Text, body: Text, own: list[tuple[Source, Event]], verdict: Recognition
) -> Iterator[tuple[Field, Source, tuple[int, int]]]:
    """Field, source and span of each number that is the meeting's own."""
    found: dict[Field, tuple[Source, tuple[int, int]]] = {}
    noun = own[0][1].noun
    family = family_of(noun)
    for source, event in own:
        if family_of(event.noun) != family:
            continue
        text = title if source == "title" else body
        _merge(found, source, _tail(text, event))
        _merge(found, source, _subject(text, event), ordinals=False)
    if "ordinal" in found:
        source, span = found["ordinal"]
        value = ordinal_value((title if source == "title" else body).low[slice(*span)])
        for event in verdict.body_events:
            if family_of(event.noun) == family:
                again = _tail(body, event)
                if again.ordinal and ordinal_value(body.low[slice(*again.ordinal)]) == value:
                    _merge(found, "body", again)
    if "tenure" in found and "term" not in found:
        source, span = found["tenure"]
        _elected(found, body, (title if source == "title" else body).low[slice(*span)])
    for field, (source, span) in found.items():
        yield field, source, span


def _elected(found: dict[Field, tuple[Source, tuple[int, int]]], body: Text, tenure: str) -> None:
    """The term printed beside the same tenure: 'Ban Chấp hành khóa III, nhiệm kỳ 2022-2027'."""
    years = re.findall(r"\d{4}", tenure)
    for match in TENURE.finditer(body.low):
        if [match["since"], match["until"]] == years:
            begin = max(0, match.start() - 14)
            term = TERM.search(body.low, begin, match.start())
            if term and not body.low[term.end() : match.start()].strip(" ,(-"):
                found["term"] = ("body", term.span("term"))
                return


def _merge(
    found: dict[Field, tuple[Source, tuple[int, int]]], source: Source, numbers: Numbering, *, ordinals: bool = True
) -> None:
    if numbers.ordinal and ordinals:
        found.setdefault("ordinal", (source, numbers.ordinal))
    if numbers.term:
        found.setdefault("term", (source, numbers.term))
    if numbers.tenure:
        found.setdefault("tenure", (source, numbers.tenure))


def _tail(text: Text, event: Event) -> Numbering:
    """Numbers in the words that follow the noun and still belong to it, before any other meeting is named."""
    end = min(len(text), event.end + 180)
    for pattern, words in ((_TAIL_END, text.flat), (_ANOTHER, text.low)):
        if stop := pattern.search(words, event.end, end):
            end = stop.start()
    return read_numbering(text, event.end, end)


def _subject(text: Text, event: Event) -> Numbering:
    """Term and tenure of the body that holds it: 'HĐND tỉnh khóa X, nhiệm kỳ 2021-2026 tổ chức Kỳ họp thứ 5'."""
    start, _ = text.sentence_at(event.start, 400)
    end = min(event.verb, event.start)
    subject = subject_body(text, start, end)
    if subject is None or not _COUNTED.match(text.low, subject[0]):
        return Numbering()
    return read_numbering(text, subject[1], end)


def family_of(noun: str) -> str:
    """One word for the nouns that can name one meeting."""
    if "kỳ họp" in noun or noun in {"phiên khai mạc", "phiên bế mạc", "phiên trọng thể"}:
        return "kỳ họp"
    if "phiên" in noun or noun == "họp":
        return "phiên họp"
    return noun
