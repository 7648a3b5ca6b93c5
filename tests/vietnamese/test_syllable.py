"""The grammar: what is a syllable, where its tone stands, and a dictionary as oracle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.vietnamese.letters import HOI, NANG, NGANG, SAC, word_list
from crawler.vietnamese.syllable import Syllable, is_syllable, read, tone_place
from tests.vietnamese.optional import required


@pytest.mark.parametrize(
    "word",
    word_list(
        "nghiêng khuya khuỷu quýt quốc giếng gì gìn giặt thuở huơ oằn ngoằn ngoèo xoong yêu yểng ý Ỷ THUYỀN Đường ưỡn "
        "uyển khuếch huýt suýt rượu hươu tuếch quẩng giỗ giữa gỉ"
    ),
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    word_list(
        "đọan hưóng nghà kà cê ngiêng ghà qoa bac hêt Raúl García Kpă Đắk jazz fan zô wiki iêu hha thuơng aa óo brâu"
    ),
)
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_misplaced_tone_is_read_for_what_it_is() -> None:
    assert read("đọan") == Syllable("đ", "oan", NANG)
    assert read("GỈAI") == Syllable("gi", "ai", HOI)
    assert read("nhà") == read("NHÀ")
    assert read("hóà") is None
    assert read("nghi") == Syllable("ngh", "i", NGANG)


def test_stops_take_two_tones_only() -> None:
    assert is_syllable("hát")
    assert is_syllable("hạt")
    assert not any(map(is_syllable, ("hat", "hàt", "hảt", "hãt")))


@pytest.mark.parametrize(
    ("onset", "rhyme", "old", "new"),
    [
        ("h", "oa", "hóa", "hoá"), ("kh", "oe", "khóe", "khoé"), ("th", "uy", "thúy", "thuý"), ("", "uy", "úy", "uý"),
        ("qu", "y", "quý", "quý"), ("qu", "a", "quá", "quá"), ("h", "uê", "huế", "huế"), ("th", "uơ", "thuớ", "thuớ"),
        ("gi", "a", "giá", "giá"), ("m", "ia", "mía", "mía"), ("m", "ua", "múa", "múa"), ("l", "ưa", "lứa", "lứa"),
        ("kh", "uyu", "khuýu", "khuýu"), ("ng", "oao", "ngoáo", "ngoáo"), ("x", "oay", "xoáy", "xoáy"),
        ("t", "oan", "toán", "toán"), ("h", "uynh", "huýnh", "huýnh"), ("đ", "ươc", "được", "được"),
    ],
)  # fmt: skip
def test_tone_places(onset: str, rhyme: str, old: str, new: str) -> None:
    tone = NANG if old == "được" else SAC
    assert Syllable(onset, rhyme, tone).spell("old") == old
    assert Syllable(onset, rhyme, tone).spell("new") == new
    assert 0 <= tone_place(rhyme) < len(rhyme)


# Words of the dictionary that the grammar leaves out: spelt out of the rules, or not Vietnamese.
_KNOWN = frozenset(word_list("gip quoàng quoạng quoắt têt"))
_FOREIGN = re.compile("^[a-zA-Z]+$")


def test_a_dictionary_agrees() -> None:
    """Every word of hunspell-vi with a Vietnamese letter is a syllable, but for the few known ones."""
    path = required(Path("/usr/share/hunspell/vi_VN.dic"), "hunspell-vi")
    words = {
        word
        for line in path.read_text("utf-8").split("\n")[1:]
        for word in re.findall(r"[^\W\d_]+", line.split("/")[0])
        if not word.isupper()
    }
    assert len(words) > 6000
    marked = {word for word in words if not _FOREIGN.match(word)}
    missed = {word for word in marked if not is_syllable(word)} - _KNOWN
    assert missed <= {"HĐND", "palăng"}
    plain = {word for word in words - marked if word.islower()}
    assert len({word for word in plain if not is_syllable(word)}) <= 20
