"""What holds for damaged text: the lower levels lose nothing that a later repair needs, and every level is stable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.vietnamese import Level, normalize
from crawler.vietnamese.legacy.tables import as_windows
from tests.vietnamese.legacy_writers import WRITERS
from tests.vietnamese.strategies import sentences

LEVELS: list[Level] = ["safe", "canonical", "repair"]
CLEAN = "Hội nghị được tổ chức tại trụ sở Ủy ban nhân dân tỉnh,  hoà giải\u00a0thành công."


def mangled(text: str) -> str:
    """UTF-8 read as windows-1252, as browsers do it."""
    return "".join(as_windows(byte) if byte > 0x7F else chr(byte) for byte in text.encode())


def _damages() -> dict[str, object]:
    return {
        **WRITERS,
        "mangled": mangled,
        "twice": lambda text: mangled(mangled(text)),
        "latin-1": lambda text: text.encode().decode("latin-1"),
        "no c1": lambda text: "".join(char for char in mangled(text) if not "\x80" <= char <= "\x9f"),
        "half": lambda text: mangled(text[: len(text) // 2]) + text[len(text) // 2 :],
        "cut": lambda text: " ".join(f"{word[:1]} {word[1:]}" if len(word) > 3 else word for word in text.split()),
        "amp": lambda text: text.replace(" ", " amp; ", 1).replace("a", "&amp;agrave;", 1),
    }


DAMAGES = _damages()


@pytest.mark.parametrize("name", [*WRITERS, "mangled", "latin-1"])
def test_a_later_repair_restores_as_much_as_a_direct_one(name: str) -> None:
    body = (
        "Các đại biểu thảo luận về phương hướng, nhiệm vụ và giải pháp phát triển kinh tế của tỉnh.\n"
        "Nhiều ý kiến cho rằng cần hỗ trợ những hộ nghèo ở vùng cao trong năm nay."
    )
    damaged = DAMAGES[name](body)  # type: ignore[operator]
    direct = normalize(damaged, "repair")
    assert direct.text == body
    for level in ("safe", "canonical"):
        first = normalize(damaged, level)  # type: ignore[arg-type]
        assert first.text == damaged
        assert "legacy_text" in first.flags
        assert normalize(first.text, "repair").text == body


def test_lines_of_unicode_beside_legacy_ones_are_normalised() -> None:
    legacy = WRITERS["tcvn3"]("nghị quyết về nhiệm vụ phát triển kinh tế")
    done = normalize(f"{CLEAN}\n{legacy}", "canonical")
    assert done.text == (f"Hội nghị được tổ chức tại trụ sở Ủy ban nhân dân tỉnh, hòa giải thành công.\n{legacy}")
    assert done.flags == ["legacy_text"]
    assert {change.kind for change in done.changes} == {"space", "tone_style", "gap"}


@pytest.mark.parametrize("level", LEVELS)
@settings(max_examples=150, deadline=None)
@given(text=sentences, name=st.sampled_from(sorted(DAMAGES)), clean=st.booleans())
def test_damaged_text_is_stable_at_every_level(level: Level, text: str, name: str, clean: bool) -> None:
    damaged = DAMAGES[name](text)  # type: ignore[operator]
    if damaged is None:
        return
    once = normalize(f"{CLEAN}\n{damaged}" if clean else damaged, level)
    again = normalize(once.text, level)
    assert again.text == once.text
    assert again.changes == []
