from hypothesis import given
from hypothesis import strategies as st

from crawler.meetings.events import _EVENT, _FIRST_WORDS, _mentions

WORDS = [
    *_FIRST_WORDS,
    "chủ trì ",
    "phiên họp",
    "với ",
    " báo",
    " cáo",
    "thường kỳ",
    "khai mạc",
    "giám sát",
    " ",
    ". ",
    "x",
    "hội ",
    "cử tri",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join))
def test_looking_at_first_words_alone_finds_what_the_expression_finds(text: str) -> None:
    assert [match.span() for match in _mentions(text)] == [match.span() for match in _EVENT.finditer(text)]
