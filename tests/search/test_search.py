"""Search: the same articles on both databases, with and without diacritics, phrases, filters, snippets."""

from datetime import date

import pytest

from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.extraction.fingerprint import content_hash
from crawler.model.items import Article
from crawler.search import candidates
from crawler.search.candidates import SearchFilter
from crawler.search.query import find, search
from crawler.search.snippets import snippet
from tests.articles.test_revisions import commit
from tests.records import PORTAL, article, later


def post(key: str, title: str, body: str, **more: object) -> Article:
    made = article(key, body, **more)  # type: ignore[arg-type]
    made.title = title
    made.content_hash = content_hash(title, body)
    return made


@pytest.fixture
def filled(store: Store) -> Store:
    commit(
        store,
        post("hop", "Họp báo thường kỳ", "Sáng nay, Ủy ban nhân dân tỉnh họp báo.\n\nĐường bộ ven biển được đầu tư."),
        post("hội", "Khai mạc lễ hội", "Hoa đăng trên sông; hội nghị bàn tròn hoãn lại. Số 45-CT/TW nêu rõ."),
        post("ao", "Chuyện nuôi cá", "Ao cá của dân. Hợp tác xã hỗ trợ. Nghi hội hè."),
        post("khác", "Hội nghị tổng kết", "Đánh giá một năm.", portal="khac", published=later(days=40)),
    )
    return store


def found(store: Store, query: str, **more: object) -> list[str]:
    with reading(store.engine) as connection:
        return [hit.article.split(":")[1] for hit in search(connection, query, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("họp báo", {"hop"}),
        ("hop", {"hop", "ao"}),  # họp and hợp
        ("hợp", {"ao"}),
        ("duong bo", {"hop"}),
        ("đường bộ", {"hop"}),
        ("dường bộ", set()),
        ("ĐƯỜNG BỘ", {"hop"}),
        ("uỷ ban", {"hop"}),  # the other tone style
        ("ủy ban", {"hop"}),
        ("uy ban", {"hop"}),
        ("hội nghị", {"hội", "khác"}),
        ("nghi hoi", {"hội", "ao", "khác"}),
        ('"nghi hoi"', {"ao"}),
        ('"hội nghị" bàn', {"hội"}),
        ("“hội nghị” bàn", {"hội"}),
        ("45-CT/TW", {"hội"}),
        ("TW/CT-45", set()),
        ('"lễ hội hoa đăng"', set()),  # a phrase does not run from the title into the body
        ("sông OR đường", set()),  # operators of either database are words
        ("NEAR", set()),
        ("title:hội", set()),
        ("báo -thường", {"hop"}),
        ('"họp', {"hop"}),
        ("100% & | ! <-> ('", set()),
    ],
)
def test_what_a_query_finds(filled: Store, query: str, keys: set[str]) -> None:
    if query == "100% & | ! <-> ('":
        assert found(filled, query) == []
    else:
        assert set(found(filled, query)) == keys


def test_marks_can_be_made_not_to_count_and_to_count(filled: Store) -> None:
    assert found(filled, "đường", diacritics=False) == ["hop"]
    assert set(found(filled, "họp", diacritics=False)) == {"hop", "ao"}
    assert found(filled, "hop", diacritics=True) == []


@pytest.mark.parametrize("query", ["", "   ", "!!! —", '""'])
def test_a_query_without_words_is_the_users_mistake(filled: Store, query: str) -> None:
    with pytest.raises(UserError, match="at least one word"):
        found(filled, query)


def test_filters(filled: Store) -> None:
    assert found(filled, "hội nghị", portal="khac") == ["khác"]
    assert found(filled, "hội nghị", since=date(2026, 2, 1)) == ["khác"]
    assert found(filled, "hội nghị", since=date(2030, 1, 1)) == []
    assert len(found(filled, "hoi", limit=2)) == 2


@pytest.mark.parametrize("few", [0, 1000])
def test_filters_together_whether_few_articles_fit_or_many(
    filled: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_IS_FEW", f"SELECT count(*) <= {few} FROM articles a WHERE {{where}}")
    test_filters(filled)
    with reading(filled.engine) as connection:
        for within, keys in [
            (SearchFilter(portal="khac", since=date(2026, 2, 1)), {"khác"}),
            (SearchFilter(portal="khac", until=date(2026, 1, 1)), set()),
            (SearchFilter(portal="khac", meetings_only=True), set()),
            (SearchFilter(portal="khong-co"), set()),
        ]:
            hits = find(connection, "hội nghị", within).hits
            assert {hit.article.partition(":")[2] for hit in hits} == keys


def test_the_title_counts_more_and_then_the_newest(filled: Store) -> None:
    commit(filled, post("sau", "Tin vắn", "Có hội nghị hôm qua. " + "Một câu nữa. " * 20), hours=1)
    assert found(filled, "hội nghị")[0] == "khác"


def test_only_the_newest_revision_is_found(filled: Store) -> None:
    commit(filled, post("ao", "Chuyện trồng cây", "Vườn cam của dân."), hours=1)
    assert found(filled, "hợp tác xã") == []
    assert found(filled, "vườn cam") == ["ao"]


def test_hostile_words_neither_crash_nor_bloat(filled: Store) -> None:
    commit(
        filled, post("lạ", "x" * 5000, "y" * 300_000 + " " + "'\\\\:*&| " * 1000 + "từ " * 20_000 + "𝕙ộ𝕚 ﬁ"), hours=1
    )
    assert found(filled, "x" * 5000) == ["lạ"]
    assert found(filled, "q" * 100_000 + " “" * 1000) == []


def test_the_snippet_shows_where_the_words_stand() -> None:
    body = "Mở đầu. " * 40 + "Chiều qua, Đường bộ ven biển được thông xe.\n\n" + "Kết thúc. " * 40
    shown = snippet(body, [("duong", "bo"), ("xe",)], diacritics=False)
    assert [shown.text[start:end] for start, end in shown.marks] == ["Đường bộ", "xe"]
    assert shown.text.startswith("… ")
    assert shown.text.endswith(" …")
    assert "\n" not in shown.text


def test_the_snippet_of_a_match_in_the_title_is_the_beginning() -> None:
    shown = snippet("Ngắn gọn.", [("không", "có")], diacritics=True)
    assert (shown.text, shown.marks) == ("Ngắn gọn.", ())
    assert snippet("", [("a",)], True).text == ""


def test_portal_ids_are_not_confused(filled: Store) -> None:
    assert found(filled, "hội nghị", portal=PORTAL) == ["hội"]
