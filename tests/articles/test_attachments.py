"""Files of articles in the store: due after the pages, read once, in the record by a revision of its own."""

from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select

from crawler.articles.attachments import DEPTH
from crawler.crawl.store import Committed, Store
from crawler.database.engine import reading
from crawler.database.tables import attachments, file_texts, frontier, revisions
from crawler.extraction.attachments import NOT_INSTALLED
from crawler.model.file_flags import ATTACHMENTS_READ, moved_file_flags, without_file_flags
from crawler.model.file_text import FileText
from crawler.model.items import Article, Attachment
from crawler.model.visit import Due, Link, Status, Visit
from crawler.search.query import search
from tests.records import NOON, PORTAL, article, link, visit

PDF = "application/pdf"


class Crawl:
    """One run after another over a store, page by page."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOON
        self.run = store.start_run(PORTAL, NOON, {})

    def next_run(self, days: int = 1) -> None:
        self.now += timedelta(days=days)
        self.run = self.store.start_run(PORTAL, self.now, {})

    def articles(self, *found: tuple[Article, list[str]]) -> Committed:
        """Visit articles that link to files of these names."""
        keys = [one.id.split(":")[1] for one, _ in found]
        self.store.seed(PORTAL, [link(key) for key in keys], self.now, self.run)
        rows = {due.key: due for due in self.draw()}
        visits = []
        for one, names in found:
            one.attachments = [Attachment(url=url(name), name=name) for name in names]
            made = visit(rows[one.id.split(":")[1]], self.now, article=one)
            made.attachments = [file_link(name) for name in names]
            visits.append(made)
        return self.commit(*visits)

    def draw(self) -> list[Due]:
        return self.store.draw(PORTAL, self.run, self.now, 50)

    def files(self) -> list[Due]:
        """The files that are due; pages due before them are as they were."""
        while (drawn := self.draw()) and drawn[0].kind != "attachment":
            self.commit(*(visit(due, self.now, http_status=304, not_modified=True) for due in drawn))
        return drawn

    def commit(self, *visits: Visit) -> Committed:
        return self.store.commit(PORTAL, self.run, visits)

    def fetched(self, due: Due, text: str | None = "Nội dung tệp.", digest: str = "a", **more: Any) -> Visit:
        flags = more.pop("flags", [])
        return visit(due, self.now, file=FileText(PDF, digest * 64, text, flags), **more)

    def log(self, key: str) -> list[dict[str, Any]]:
        query = select(revisions.c.record).where(revisions.c.article == f"{PORTAL}:{key}").order_by(revisions.c.seq)
        with reading(self.store.engine) as connection:
            return [orjson.loads(text) for text in connection.execute(query).scalars()]


def url(name: str) -> str:
    return f"https://x.vn/tep/{name}"


def file_link(name: str) -> Link:
    return Link(f"file:{url(name)}", url(name), "attachment", "/tin")


def texts(record: dict[str, Any]) -> list[str | None]:
    return [one["text"] for one in record["attachments"]]


def test_a_record_waits_for_its_last_file_and_no_record_for_anothers(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1", "một"), ["a.pdf", "b.pdf"]), (article("2", "hai"), ["b.pdf"]))
    first, second = crawl.draw()
    assert (first.kind, first.depth, first.section) == ("attachment", DEPTH, "/tin")
    assert crawl.commit(crawl.fetched(first)).filled == 0
    assert crawl.commit(crawl.fetched(second, "Tệp hai.", "b")).filled == 2
    for key, expected in (("1", ["Nội dung tệp.", "Tệp hai."]), ("2", ["Tệp hai."])):
        before, after = crawl.log(key)
        assert set(texts(before)) == {None}
        assert texts(after) == expected
        assert after["flags"] == [ATTACHMENTS_READ]
        assert (after["revision"], after["content_hash"]) == (2, before["content_hash"])
    assert crawl.draw() == []
    with reading(store.engine) as connection:
        assert [hit.article for hit in search(connection, '"tệp hai"')] != []
        assert "Tệp hai" in search(connection, '"tệp hai"')[0].snippet.text


def test_order_of_records_does_not_hang_on_batches(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1", "một"), ["a.pdf", "c.pdf"]), (article("2", "hai"), ["b.pdf"]))
    a, c, b = crawl.draw()
    assert [due.url for due in (a, b, c)] == [url("a.pdf"), url("b.pdf"), url("c.pdf")]
    crawl.commit(
        crawl.fetched(a), crawl.fetched(b, "b", "b"), crawl.fetched(c, "c", "c")
    )  # whole, in an order of our own
    assert crawl.log("2")[-1]["seq"] < crawl.log("1")[-1]["seq"], "an article is done with the last of its files"


def test_a_file_that_cannot_be_had_holds_nothing_up_and_comes_later(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf", "b.pdf"]))
    first, second = crawl.draw()
    failed = visit(first, crawl.now, status=Status.FETCH_ERROR, reason="HTTP 500")
    crawl.commit(failed, crawl.fetched(second))
    assert texts(crawl.log("1")[-1]) == [None, "Nội dung tệp."]
    crawl.next_run()
    [again] = crawl.files()
    crawl.commit(crawl.fetched(again, "Cuối cùng.", "b"))
    assert texts(crawl.log("1")[-1]) == ["Cuối cùng.", "Nội dung tệp."]
    crawl.next_run(30)
    assert crawl.files() == []
    assert len(crawl.log("1")) == 3


def test_files_that_all_fail_add_no_revision(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf"]))
    [due] = crawl.draw()
    crawl.commit(visit(due, crawl.now, status=Status.FETCH_ERROR, http_status=404, missing=True, reason="HTTP 404"))
    assert len(crawl.log("1")) == 1


def test_flags_say_which_file_they_are_of(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf", "b.pdf", "c.pdf"]))
    a, b, c = crawl.draw()
    large = visit(b, crawl.now, reason="file larger than 32 MiB: not fetched")
    crawl.commit(crawl.fetched(a), large, crawl.fetched(c, None, "c", flags=["file is encrypted"]))
    record = crawl.log("1")[-1]
    assert record["flags"] == [
        "attachments.1: file larger than 32 MiB: not fetched",
        "attachments.2: file is encrypted",
        ATTACHMENTS_READ,
    ]
    assert [one["sha256"] for one in record["attachments"]] == ["a" * 64, None, "c" * 64]


def test_an_edited_article_keeps_what_is_known_and_asks_again(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1", "một"), ["a.pdf", "b.pdf"]))
    crawl.commit(*(crawl.fetched(due, due.url[-5:], due.url[-5], etag='"1"') for due in crawl.draw()))
    crawl.next_run()
    assert crawl.files() == []
    crawl.next_run()
    crawl.articles((article("1", "một, đã sửa"), ["b.pdf", "c.pdf"]))
    edited = crawl.log("1")[-1]
    assert texts(edited) == ["b.pdf", None]
    assert ATTACHMENTS_READ not in edited["flags"]
    due = {one.url[-5:]: one for one in crawl.draw()}
    assert set(due) == {"b.pdf", "c.pdf"}, "one that it no longer links to was asked for"
    assert due["b.pdf"].etag == '"1"'
    unchanged = visit(due["b.pdf"], crawl.now, http_status=304, not_modified=True)
    crawl.commit(unchanged, crawl.fetched(due["c.pdf"], "c.pdf", "c"))
    assert texts(crawl.log("1")[-1]) == ["b.pdf", "c.pdf"]
    assert len(crawl.log("1")) == 4


def test_a_file_added_to_an_unchanged_text_enters_the_record_once_it_is_had(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf"]))
    crawl.commit(*(crawl.fetched(due) for due in crawl.draw()))
    crawl.next_run()
    crawl.articles((article("1"), ["a.pdf", "moi.pdf", "a.pdf?token=2"]))
    new, token = crawl.draw()
    crawl.commit(crawl.fetched(new, "mới", "b"), crawl.fetched(token))
    record = crawl.log("1")[-1]
    assert [(one["name"], one["text"]) for one in record["attachments"]] == [
        ("a.pdf", "Nội dung tệp."), ("moi.pdf", "mới")
    ], "the same bytes under another address are no further file"  # fmt: skip
    assert len(crawl.log("1")) == 3


def test_a_redirected_file_is_had_where_it_lies(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf"]))
    [due] = crawl.draw()
    crawl.commit(visit(due, crawl.now, status=Status.REDIRECTED, http_status=302, redirected_to=file_link("khac.pdf")))
    [target] = crawl.draw()
    crawl.commit(crawl.fetched(target))
    record = crawl.log("1")[-1]
    assert [(one["url"], one["text"]) for one in record["attachments"]] == [(url("a.pdf"), "Nội dung tệp.")]


def test_a_file_known_by_another_article_is_in_the_first_revision(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1", "một"), ["a.pdf"]))
    crawl.commit(*(crawl.fetched(due) for due in crawl.draw()))
    crawl.articles((article("2", "hai"), ["a.pdf"]))
    assert [texts(record) for record in crawl.log("2")] == [["Nội dung tệp."]]
    assert crawl.draw() == []


def test_digests_are_read_once_unless_the_extra_was_missing(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf", "b.pdf"]))
    a, b = crawl.draw()
    crawl.commit(crawl.fetched(a, "đã đọc", "a"), crawl.fetched(b, None, "b", flags=[NOT_INSTALLED]))
    assert store.known_file("a" * 64) == FileText(PDF, "a" * 64, "đã đọc", [])
    assert store.known_file("b" * 64) is None
    assert store.known_file("c" * 64) is None
    with reading(store.engine) as connection:
        assert len(connection.execute(select(file_texts.c.sha256)).all()) == 2


def test_only_pages_count_as_pages(store: Store) -> None:
    crawl = Crawl(store)
    crawl.articles((article("1"), ["a.pdf"]))
    assert [row[2] for row in store.known_pages(PORTAL)] == ["article"]
    with reading(store.engine) as connection:
        assert len(connection.execute(select(attachments.c.page).join(frontier)).all()) == 1


def test_flags_of_files_move_with_them() -> None:
    flags = ["repaired:cut_word", "attachments.0: file is damaged", "attachments.11: x: y", ATTACHMENTS_READ]
    assert without_file_flags(flags) == ["repaired:cut_word"]
    assert moved_file_flags(flags, {0: 3}) == ["attachments.3: file is damaged"]
