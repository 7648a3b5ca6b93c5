from datetime import timedelta

import pytest
from scrapy.utils.misc import load_object

from crawler import settings
from crawler.extraction import finishing
from crawler.extraction.fingerprint import content_hash
from crawler.extraction.normalizing import normalize_article
from crawler.model.items import Article, Attachment, Image
from crawler.model.visit import Due, Status, Visit
from pipelines.finishing import FinishingStep
from pipelines.validate import ValidateStep
from spiders.finishing import finish
from tests.records import NOON, article


def test_the_pipelines_take_the_steps_that_finish_a_record_in_their_order() -> None:
    named = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    classes = [load_object(name) for name in named]
    assert [one.step for one in classes if issubclass(one, FinishingStep)] == list(finishing.STEPS)
    assert [one.__name__ for one in classes if not issubclass(one, FinishingStep)] == ["StoreStep"]
    assert issubclass(classes[0], FinishingStep), "the store comes last"


def test_a_finished_record_says_why_it_is_not_stored() -> None:
    whole, untitled, elsewhere = article("1"), article("2"), article("3")
    untitled.title, elsewhere.url = " ", "/tin/3"
    assert finishing.finish(whole, NOON) is None
    assert finishing.finish(untitled, NOON) == finishing.Unfit("a page without a title")
    assert finishing.finish(elsewhere, NOON) == finishing.Unfit("url: not an absolute address", broken=True)


def test_the_meeting_is_read_and_the_text_fingerprinted_after_normalising() -> None:
    found = article("1", "Sáng 2/1/2026, HĐND tỉnh Sông Lam khoá XV tổ chức kỳ họp thứ 21.")
    found.title, found.content_hash = "Khai mạc kỳ họp thứ 21 HĐND tỉnh Sông Lam khoá XV", None
    assert finishing.finish(found, NOON) is None
    assert found.meeting is not None
    assert found.content_hash == content_hash(found.title, found.body)
    assert "khóa" in found.title + found.body


def checked(found: Article) -> Visit:
    step = ValidateStep.__new__(ValidateStep)
    return step.process_item(
        Visit(Due(1, "1", "https://x.vn/1", "article", None, 0, None, None), NOON, Status.FETCHED, article=found)
    )


def test_what_a_reader_process_finished_is_not_finished_again() -> None:
    found = article("1", "Uỷ ban nhân dân tỉnh họp tại Hoà Bình.")
    due = Due(1, "1", "https://x.vn/1", "article", None, 0, None, None)
    once = finish(Visit(due, NOON, Status.FETCHED, article=found))
    assert found.body == "Ủy ban nhân dân tỉnh họp tại Hòa Bình."
    found.body = "Uỷ ban"
    for name in settings.ITEM_PIPELINES:
        if issubclass(step := load_object(name), FinishingStep):
            step.__new__(step).process_item(once)
    assert found.body == "Uỷ ban"


@pytest.mark.parametrize(
    ("title", "body", "reason"), [(" ", "Nội dung", "without a title"), ("Tên", " \n ", "without text")]
)
def test_what_is_no_article_becomes_a_failed_visit(title: str, body: str, reason: str) -> None:
    found = article("1", body, published=None)
    found.title = title
    visit = checked(found)
    assert visit.article is None
    assert visit.status is Status.FETCH_ERROR
    assert reason in (visit.reason or "")


@pytest.mark.parametrize("part", ["attachments", "images", "date"])
def test_an_empty_page_of_files_pictures_or_a_date_is_kept_and_flagged(part: str) -> None:
    found = article("1", "", published=NOON if part == "date" else None)
    found.attachments = [Attachment(url="https://x.vn/a.pdf")] if part == "attachments" else []
    found.images = [Image(url="https://x.vn/a.jpg")] if part == "images" else []
    visit = checked(found)
    assert visit.article is found
    assert found.flags == ["no text on the page"]


@pytest.mark.parametrize(("days", "kept"), [(-3000, True), (0, True), (2, True), (3, False), (400, False)])
def test_a_date_in_the_future_is_dropped_not_guessed(days: int, kept: bool) -> None:
    found = article("1", published=NOON + timedelta(days=days))
    checked(found)
    assert (found.published_at is not None) is kept
    assert (found.published_precision is not None) is kept
    assert bool(found.flags) is not kept


def test_all_text_of_an_article_is_normalised() -> None:
    found = article("1", "Uỷ ban nhân dân tỉnh họp tại Hoà Bình.")
    found.title, found.summary, found.author = "Uỷ ban họp", "Thuỷ lợi", "Hoà"
    found.images = [Image(url="https://x.vn/a.jpg", caption="Khoá họp")]
    found.attachments = [Attachment(url="https://x.vn/uỷ.pdf", name="Tài liệu khoá họp.pdf")]
    normalize_article(found)
    assert found.title == "Ủy ban họp"
    assert found.body == "Ủy ban nhân dân tỉnh họp tại Hòa Bình."
    assert (found.summary, found.author) == ("Thủy lợi", "Hòa")
    assert found.images[0].caption == "Khóa họp"
    assert found.attachments[0].url == "https://x.vn/uỷ.pdf", "an address must never be changed"


def test_a_title_in_a_legacy_encoding_is_decoded_by_its_body() -> None:
    found = article("1", "Héi nghÞ Ban ChÊp hµnh §¶ng bé tØnh ®· th«ng qua nghÞ quyÕt vÒ ph¸t triÓn kinh tÕ.")
    found.title = "Héi nghÞ tØnh"
    normalize_article(found)
    assert found.title == "Hội nghị tỉnh"
    assert found.body.startswith("Hội nghị Ban Chấp hành Đảng bộ tỉnh đã thông qua nghị quyết")
    assert found.flags


def test_content_hash_counts_words_alone() -> None:
    base = content_hash("Hội nghị", "Một.\n\nHai.")
    assert content_hash("HỘI  NGHỊ", "Một. Hai.") == base
    assert content_hash("Hội nghị", "Một. Ba.") != base
    assert content_hash("Hội", "nghị Một. Hai.") != base


def test_halves_of_surrogate_pairs_are_replaced_everywhere() -> None:
    found = article("1")
    found.body = "Nội dung \ud800."
    found.title, found.url, found.author = "Tên \udfff", "https://x.vn/\ud800", "Ai \ud83d"
    found.images = [Image(url="https://x.vn/a.jpg", caption="Ảnh \udc00")]
    normalize_article(found)
    assert "surrogates replaced" in " ".join(found.flags)
    assert "\ufffd" in found.title + found.body
    found.model_dump_json()  # raises where one is left
