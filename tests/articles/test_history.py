from crawler.articles.history import changed_fields, difference, revisions_of
from crawler.crawl.store import Store
from crawler.database.engine import reading
from tests.articles.test_revisions import commit
from tests.records import PORTAL, article


def test_the_difference_of_two_revisions_is_told_by_paragraph(store: Store) -> None:
    commit(store, article("1", "Một.\n\nHai.\n\nBa."))
    commit(store, article("1", "Một.\n\nHai, sửa.\n\nBa."), hours=1)
    with reading(store.engine) as connection:
        first, second = revisions_of(connection, f"{PORTAL}:1")
        assert revisions_of(connection, f"{PORTAL}:2") == []
    assert changed_fields(first.record, second.record) == ["body"]
    lines = difference(first, second)
    assert lines[0].startswith("--- body (revision 1, 2026-01-02T12:00:00+07:00")
    assert lines[3:] == [" Một.", "-Hai.", "+Hai, sửa.", " Ba."]
    assert difference(first, first) == []


def test_a_field_that_appears_or_goes_is_a_change() -> None:
    assert changed_fields({"a": 1, "b": None, "seq": 1}, {"a": None, "c": 2, "seq": 2}) == ["a", "c"]
