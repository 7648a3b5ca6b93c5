from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.items import Article, DocumentCited, Meeting, MeetingKind, Person
from crawler.watch.matching import match
from crawler.watch.rules import Rule
from tests.records import NOON, article

MEETING = Meeting(
    kind=MeetingKind.COUNCIL_SESSION,
    body_name="HĐND tỉnh Sơn La",
    held_on=date(2026, 1, 2),
    chairs=[Person(name="Lê Thị Hòa", posts=[])],
    attendees=[Person(name="Trần Văn Đức", posts=[])],
    documents_cited=[DocumentCited(number="05-NQ/TU"), DocumentCited(number="123/QĐ-UBND")],
)


def report(text: str = "Kỳ họp bàn về đầu tư công và thủy lợi.", meeting: Meeting | None = MEETING) -> Article:
    made = article("1", text)
    made.meeting = meeting
    made.province_code = "14"
    return made


def fits(one: Article | None = None, **keys: object) -> bool:
    return match(Rule.model_validate({"name": "thu", **keys}), one or report(), NOON)


def test_a_rule_without_keys_takes_every_meeting_report_and_nothing_else() -> None:
    assert fits()
    assert not fits(report(meeting=None))
    assert fits(report(meeting=None), meetings_only=False)


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ({"portal": "thu-nghiem"}, True),
        ({"portal": ["khac"]}, False),
        ({"province": ["14"]}, True),
        ({"province": "01"}, False),
        ({"kind": ["other", "council_session"]}, True),
        ({"kind": "conference"}, False),
        ({"people": "Trần Văn Đức"}, True),
        ({"people": "tran van duc"}, True),
        ({"people": "đồng chí Lê Thị Hoà"}, True),
        ({"people": "Lê Thị Hóa"}, False),
        ({"chairs": "Lê Thị Hòa"}, True),
        ({"chairs": "Trần Văn Đức"}, False),
        ({"documents": "5-NQ/TU"}, True),
        ({"documents": "05–nq/tu"}, True),
        ({"documents": "123/QD-UBND"}, True),
        ({"documents": "123/QĐ-UBND"}, True),
        ({"documents": "23/QĐ-UBND"}, False),
        ({"bodies": "Hội đồng nhân dân tỉnh"}, True),
        ({"bodies": "HĐND tỉnh Sơn La"}, True),
        ({"bodies": "HĐND tỉnh Lai Châu"}, False),
        ({"bodies": "hoi dong nhan dan tinh"}, True),
        ({"bodies": "Hội đồng nhân dân tỉnh Sơn La khóa mới"}, False),
        ({"kind": "council_session", "portal": "khac"}, False),
    ],
)
def test_each_key_by_itself_and_all_together(keys: dict[str, object], wanted: bool) -> None:
    assert fits(**keys) is wanted


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ({"words": "đầu tư công"}, True),
        ({"words": "dau tu cong"}, True),
        ({"words": "ĐẦU TƯ CÔNG"}, True),
        ({"words": "đầu tư cộng"}, False),
        ({"words": "thuỷ lợi"}, True),
        ({"words": "thuy loi"}, True),
        ({"words": "tư côn"}, False),
        ({"words": ["nhà ở", "thủy lợi"]}, True),
        ({"all_words": ["nhà ở", "thủy lợi"]}, False),
        ({"all_words": ["đầu tư", "thủy lợi"]}, True),
        ({"words": "thủy lợi", "without": "đầu tư công"}, False),
        ({"without": "nhà ở"}, True),
        ({"words": "dau tu cong", "diacritics": True}, False),
        ({"words": "đâu tư công", "diacritics": False}, True),
        ({"words": "Bài 1"}, True),
    ],
)
def test_words_with_and_without_diacritics(keys: dict[str, object], wanted: bool) -> None:
    assert fits(**keys) is wanted


def test_decomposed_text_and_line_breaks_are_no_hindrance() -> None:
    import unicodedata

    spread = unicodedata.normalize("NFD", "Kỳ họp bàn về đầu\n\ntư  công.")
    assert fits(report(spread), words="đầu tư công")


def test_documents_are_found_in_other_news_too() -> None:
    other = report("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024.", None)
    assert fits(other, meetings_only=False, documents="57-NQ/TW")


@pytest.mark.parametrize(
    ("age", "fitting"),
    [
        (timedelta(days=0), True),
        (timedelta(days=30), True),
        (timedelta(days=31), True),  # a day of grace: a date without a time stands for its first minute
        (timedelta(days=31, seconds=1), False),
        (timedelta(days=40), False),
        (timedelta(days=-1), True),
    ],
)
def test_reports_older_than_a_rule_allows_and_a_day_are_left_out(age: timedelta, fitting: bool) -> None:
    old = report()
    old.published_at = NOON - age
    assert fits(old, max_age_days=30) is fitting
    assert fits(old)


def test_age_counts_from_the_day_a_report_is_found_if_both_moments_are_known() -> None:
    old = report()
    old.published_at = NOON - timedelta(days=400)
    rule = Rule.model_validate({"name": "thu", "max_age_days": 0})
    assert not match(rule, old, NOON)
    assert match(rule, old)
    assert match(rule, old, NOON - timedelta(days=399))
    old.published_at = None
    assert match(rule, old, NOON)


def test_a_place_counts_only_where_both_sides_name_one() -> None:
    unplaced = report(meeting=MEETING.model_copy(update={"body_name": "Thường trực HĐND tỉnh"}))
    assert fits(unplaced, bodies="Thường trực HĐND tỉnh Sơn La")
    assert fits(unplaced, bodies="Thường trực HĐND tỉnh")
    assert not fits(report(meeting=MEETING.model_copy(update={"body_name": None})), bodies="HĐND tỉnh")


@given(st.text(max_size=200), st.text(min_size=1, max_size=20))
def test_no_text_breaks_it_and_what_is_in_it_is_found(text: str, word: str) -> None:
    one = report(f"{text} thủy lợi {text}", None)
    assert fits(one, meetings_only=False, words="thuy loi")
    if any(map(str.isalnum, word)):
        assert isinstance(fits(one, meetings_only=False, words=word), bool)
