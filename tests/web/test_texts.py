"""Marked texts and differences lose nothing, whatever the spans and texts are."""

import time
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.base.clock import VIETNAM
from crawler.model.items import Article, Meeting, MeetingKind, Span
from crawler.web import evidence
from crawler.web.bars import Bar, chart
from crawler.web.changes import changes
from crawler.web.languages import Translator
from tests.web.conftest import article

WORDS = st.lists(st.sampled_from(["họp", "tỉnh", "ngày 1/1", "45-CT/TW", "…", "\n\n", "a", "b"]), max_size=30)
SPANS = st.lists(st.tuples(st.sampled_from(["place", "chairs.0", "held_on"]), st.integers(-5, 90), st.integers(-5, 90)))


def marked(body: str, spans: list[tuple[str, int, int]]) -> Article:
    meeting = Meeting(
        kind=MeetingKind.OTHER, evidence=[Span(field=field, start=start, end=end) for field, start, end in spans]
    )
    return article("1", "Họp", body, meeting=meeting)


@settings(deadline=None)
@given(WORDS.map(" ".join), SPANS)
def test_marking_keeps_the_text_and_marks_what_the_spans_say(body: str, spans: list[tuple[str, int, int]]) -> None:
    made = marked(body, spans)
    paragraphs = evidence.body(made)
    joined = ["".join(piece.text for piece in paragraph) for paragraph in paragraphs]
    assert joined == [part for part in body.split("\n\n") if part.strip()]
    # Two newlines in a row are left out of the pieces, as is a paragraph of spaces alone.
    expected = {at for _, start, end in spans for at in range(max(0, start), min(end, len(body)))}
    found, at = set(), 0
    for paragraph in paragraphs:
        at = body.index("".join(piece.text for piece in paragraph), at)
        for piece in paragraph:
            found |= set(range(at, at + len(piece.text))) if piece.fields else set()
            at += len(piece.text)
    inside = {place for place in expected if not body[place].isspace()}
    assert {place for place in found if not body[place].isspace()} == inside


def test_an_excerpt_is_short_and_shows_the_evidence() -> None:
    body = "x" * 5000 + " CHỨNG CỨ " + "y" * 5000 + "\n\nkhông có gì\n\n" + "\n\n".join(["CHỨNG"] * 50)
    spans = [("place", at, at + 5) for at in range(len(body)) if body.startswith("CHỨNG", at)]
    excerpt = evidence.excerpt(marked(body, spans))
    assert len(excerpt) == evidence.PARAGRAPHS
    assert all(any(piece.fields for piece in paragraph) for paragraph in excerpt)
    assert sum(len(piece.text) for paragraph in excerpt for piece in paragraph) < 2000


@settings(deadline=None)
@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    for one in changes(article("1", "Tin", old), article("1", "Tin", new), Translator("en")):
        runs = [run for paragraph in one.paragraphs if not isinstance(paragraph, int) for run in paragraph]
        kept = {line for line in old.split("\n") if line.strip()} & {line for line in new.split("\n") if line.strip()}
        for kind, text in (("removed", old), ("added", new)):
            shown = "".join(run.text for run in runs if run.kind in ("same", kind))
            lines = [line for line in text.split("\n") if line.strip() and line not in kept]
            assert all(line in shown for line in lines)


def test_no_difference_costs_more_than_a_moment() -> None:
    old, new = "a b " * 50_000, "b a c " * 40_000
    lines_old, lines_new = "\n".join(["x y z"] * 30_000), "\n".join(["z y x"] * 30_000)
    started = time.process_time()
    for one, other in ((old, new), (lines_old, lines_new), (lines_old, lines_old + "\nx")):
        assert changes(article("1", "Tin", one), article("1", "Tin", other), Translator("en"))
    assert time.process_time() - started < 10


def test_charts_of_nothing_and_of_much() -> None:
    assert "<svg" in chart([], "không có gì")
    drawn = chart([Bar(0, "<b>"), Bar(10**9, '"')], "a & b")
    assert "&lt;b&gt;" in drawn
    assert 'aria-label="a &amp; b"' in drawn


def test_moments_and_flags_are_said_in_words() -> None:
    old = article("1", "Tin", "Một.")
    flagged = {"flags": ["attachments read", "tên lạ"], "updated_at": datetime(2026, 1, 2, 8, tzinfo=VIETNAM)}
    new = old.model_copy(update={"published_at": datetime(2026, 1, 3, tzinfo=VIETNAM), **flagged})
    said = {one.field: [run.text for runs in one.paragraphs if not isinstance(runs, int) for run in runs] for one in
            changes(old, new, Translator("vi"))}  # fmt: skip
    assert "".join(said["published_at"]).endswith("03/01/2026")
    assert said["updated_at"] == ["08:00, 02/01/2026"]
    assert said["flags"] == ["đã đọc các tệp kèm", "tên lạ"]
