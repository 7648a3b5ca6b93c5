"""Golden records: each saved page as its family reads it. A page without a golden is written one, and fails."""

import json

import pytest

from tests.extraction.pages import FOLDER, PAGES, SavedPage


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_gives_its_golden_record(page: SavedPage) -> None:
    reading = page.read()
    found = {
        "outcome": str(reading.outcome),
        "reason": reading.reason,
        "article": reading.article and reading.article.model_dump(mode="json"),
        "cut": reading.cut,
    }
    golden = FOLDER / f"{page.name}.json"
    if not golden.exists():
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{golden.name} was missing and has been written: review it and commit it")
    assert found == json.loads(golden.read_text("utf-8"))


def test_no_golden_without_its_page() -> None:
    pages = {page.name for page in PAGES}
    assert {path.stem for path in FOLDER.glob("*.json")} - {"truth"} == pages
