"""Both languages say everything, with the same values in it; which one a reader gets."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from crawler.base.reasons import Reason
from crawler.health.finding import Word
from crawler.model.items import Article, MeetingKind
from crawler.web.languages import LANGUAGES, Translator, choose, messages, reasons
from crawler.web.shown import Shown

WEB = Path(__file__).parents[2] / "crawler" / "web"


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_messages_with_the_same_values() -> None:
    vi, en = ({key: text for key, text in messages(one).items() if not key.endswith("_1")} for one in LANGUAGES)
    assert vi.keys() == en.keys()
    assert {key: values(text) for key, text in vi.items()} == {key: values(text) for key, text in en.items()}
    assert not [key for key in (vi | en) if not vi[key].strip() or not en[key].strip()]


def test_reasons_are_said_in_both_languages_with_the_same_values() -> None:
    vi, en = ({key: text for key, text in reasons(one).items() if not key.endswith("_1")} for one in LANGUAGES)
    assert vi.keys() == en.keys()
    assert {key: values(text) for key, text in vi.items()} == {key: values(text) for key, text in en.items()}


def test_a_reason_is_reported_with_the_reasons_in_it() -> None:
    quiet = Reason.of("quiet_holidays", newest=date(2026, 2, 13), days=9, holidays=Reason.of("holiday_tet"))
    source = Reason.of(
        "source", kind="feed", source="/rss", trouble=Reason.of("source_failed", count=4, why="HTTP 404")
    )
    both = Reason.all_of([quiet, source, source], 2)
    assert both == (
        "nothing new since 2026-02-13, for 9 days: Tết; feed /rss: failed 4 times in a row: HTTP 404; and 1 more"
    )
    assert Shown(Translator("vi")).reason(both) == (
        "không có bài mới từ ngày 13/02/2026, đã 9 ngày: Tết; feed /rss: lỗi 4 lần liên tiếp: HTTP 404; và 1 lý do nữa"
    )
    assert Shown(Translator("en")).reason(quiet) == "nothing new since 13 Feb 2026, for 9 days: Tết"


def test_every_message_that_a_page_asks_for_is_there_and_none_besides() -> None:
    known = {key for key in messages("vi") if not key.endswith("_1")}
    text = "\n".join(path.read_text("utf-8") for path in sorted(WEB.rglob("*")) if path.suffix in (".html", ".py"))
    asked = set(re.findall(r'"((?:[a-z]+)\.(?:[a-z_]+))"', text)) & known
    begun = set(re.findall(r't\("([a-z]+\.[a-z_]*)" ~', text)) | {
        "kind.",
        "error.",
        "name.",
        "verdict.",
        "flag.",
        "status.",
    }
    assert set(re.findall(r'\bt(?:ranslate)?\("([a-z]+\.[a-z_]+)"[,)]', text)) <= known
    assert not {key for key in known - asked if not key.startswith(tuple(begun))}


def test_every_kind_verdict_and_field_has_its_word() -> None:
    known = messages("en")
    assert not {f"kind.{kind.value}" for kind in MeetingKind} - known.keys()
    assert not {f"verdict.{one}" for one in Word} - known.keys()
    unchanging = {"id", "portal", "province_code", "provenance", "duplicate_of", "similarity", "content_hash",
                  "revision", "seq", "schema_version"}  # fmt: skip
    assert not {f"name.{one}" for one in Article.model_fields if one not in unchanging} - known.keys()


@pytest.mark.parametrize(
    ("asked", "cookie", "accepted", "chosen"),
    [
        (None, None, "", "vi"),
        (None, None, "en", "en"),
        (None, None, "fr-FR, en;q=0.4, vi;q=0.8", "vi"),
        (None, None, "en;q=0, fr", "vi"),
        (None, None, "*;q=nan,;;=,en", "en"),
        (None, "en", "vi", "en"),
        ("vi", "en", "en", "vi"),
        ("xx", "yy", "en" + ",a" * 10_000, "en"),
    ],
)
def test_the_language_chosen(asked: str | None, cookie: str | None, accepted: str, chosen: str) -> None:
    assert choose(asked, cookie, accepted) == chosen


def test_one_is_said_in_the_singular() -> None:
    assert Translator("en")("search.found", count="1") == "1 article"
    assert Translator("vi")("search.found", count=1) == "1 bài"
