"""What the truth says stands on the pages, read with the selectors of the registry entries."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
import turbohtml

from crawler.extraction import family
from crawler.extraction.media_types import media_type
from crawler.registry.portal import Portal, Selectors
from tests.demo.client import fetch, text_of
from tests.portals import DEFAULT_PORT, DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals, ExpectedArticle

ENTRIES = Path(__file__).parents[2] / "crawler" / "registry" / "portals"


def entry(portal: str) -> Portal:
    return Portal.model_validate({"id": portal, **tomllib.loads((ENTRIES / f"{portal}.toml").read_text("utf-8"))})


def selectors(portal: str, field: str) -> list[str]:
    own: Selectors = entry(portal).selectors
    return getattr(own, field) or getattr(family.load(entry(portal).family).selectors, field)


def first(tree: turbohtml.Document, portal: str, field: str) -> turbohtml.Element | None:
    found = [node for one in selectors(portal, field) if (node := tree.select_one(one)) is not None]
    return found[0] if found else None


def safe(text: str) -> str:
    """What normalising at level `safe` does to the demo's dirt."""
    for mark in ("\u200b", "\ufeff"):
        text = text.replace(mark, "")
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").split())


def articles(demo: DemoPortals) -> list[ExpectedArticle]:
    return [one for portal in PORTALS for one in demo.truth(portal, "safe")]


def test_there_are_enough_articles_of_every_sort(still: DemoPortals) -> None:
    truth = articles(still)
    assert 80 <= len(truth) <= 130
    assert {len(still.truth(portal)) > 40 for portal in PORTALS} == {True}
    assert sum(one.meeting is not None for one in truth) >= 20
    assert len({one.meeting.kind for one in truth if one.meeting}) >= 6
    assert {dirt for one in truth for dirt in one.dirt} >= {"nfd", "tone_mix", "typo", "lost_entities", "zero_width"}
    assert any(one.attachments for one in truth)
    assert [one.key for one in truth if not one.reachable] == ["2602200"]


@pytest.mark.parametrize("portal", PORTALS)
def test_each_address_of_each_article_shows_what_the_truth_says(still: DemoPortals, portal: str) -> None:
    for expected in still.truth(portal, "safe"):
        for address in expected.addresses:
            page = fetch(address, cookie="D1N=6f3b0c")
            assert page.status == 200
            tree = page.tree
            title = first(tree, portal, "title")
            summary = first(tree, portal, "summary")
            author = first(tree, portal, "author")
            assert title is not None
            assert safe(title.text) == expected.title
            assert (safe(summary.text) if summary else None) == expected.summary
            assert (safe(author.text) if author else None) == expected.author
            canonical = tree.select_one("link[rel=canonical]")
            assert canonical is not None
            home = canonical.attr("href")
            assert home in expected.addresses
            if portal == NEWSPAPER:
                assert home == expected.url


@pytest.mark.parametrize("portal", PORTALS)
def test_bodies_hold_the_paragraphs_and_the_captions_apart(still: DemoPortals, portal: str) -> None:
    for expected in still.truth(portal, "safe"):
        tree = fetch(expected.url, cookie="D1N=6f3b0c").tree
        body = tree.select_one(".noi-dung, .asset-content .journal-content-article")
        assert body is not None
        captions = [text_of(one) for one in body.select("p[style*=center] em, figcaption, .chu-thich")]
        assert [safe(one) for one in captions] == [one.caption for one in expected.images if one.caption]
        if body.select_one("br"):
            assert safe(body.text).startswith(" ".join(expected.paragraphs))
            continue
        shown = [
            safe(one.text) for one in body.select("p") if not one.select_one("img, em") and one.attr("align") != "right"
        ]
        assert tuple(shown) == expected.paragraphs


@pytest.mark.parametrize("portal", PORTALS)
def test_dates_stand_on_the_page_in_the_portals_own_form(still: DemoPortals, portal: str) -> None:
    for expected in still.truth(portal):
        node = first(fetch(expected.url, cookie="D1N=6f3b0c").tree, portal, "date")
        assert node is not None
        stamp = expected.published_at
        if portal == NEWSPAPER:
            assert text_of(node) == f"Ngày {stamp:%d} tháng {stamp:%m} năm {stamp:%Y}"
            assert expected.precision == "day"
        elif expected.precision == "day":
            assert text_of(node) == f"{stamp:%d/%m/%Y} | 12:00 AM"
        else:
            assert text_of(node) == f"{stamp:%d/%m/%Y | %I:%M %p}"
            assert (stamp.hour, stamp.minute) != (0, 0)


@pytest.mark.parametrize("portal", PORTALS)
def test_pictures_and_files_can_be_fetched(still: DemoPortals, portal: str) -> None:
    for expected in still.truth(portal):
        tree = fetch(expected.url, cookie="D1N=6f3b0c").tree
        shown = {one.attr("src") for one in tree.select("img")}
        base = still.base_url(portal).rstrip("/")
        for image in expected.images:
            assert image.url in shown or image.url.removeprefix(base) in shown
            assert fetch(image.url).body.startswith(b"GIF89a")
        links = {one.text: one.attr("href") for one in tree.select(selectors(portal, "attachment")[0])}
        assert {one.name: one.url for one in expected.attachments} == {
            name: base + href.removeprefix(base) for name, href in links.items() if href
        }
        for file in expected.attachments:
            answer = fetch(file.url)
            assert answer.status == 200
            assert media_type(answer.body) == file.media_type


def test_the_newspapers_traps_are_there(still: DemoPortals) -> None:
    expected = next(one for one in still.truth(NEWSPAPER) if one.key == "20714")
    tree = fetch(expected.url).tree
    body = tree.select_one(".noi-dung")
    assert body is not None
    assert text_of(body).startswith("Ngày 29/6, ")
    assert expected.images[0].caption == f"{expected.title}."
    widget = tree.select_one(".noi-dung .tim-ngay")
    assert widget is not None
    assert text_of(widget).startswith("Tìm kiếm theo ngày")
    assert "12/03/2026" in tree.select_one(".hom-nay").text  # type: ignore[union-attr]
    assert tree.select_one("title").text == "Báo Sông Lam điện tử"  # type: ignore[union-attr]


def test_levels_undo_more_and_more_dirt(still: DemoPortals) -> None:
    by_level = {
        level: {one.key: one for one in still.truth(DEPARTMENT, level)} for level in ("safe", "canonical", "repair")
    }
    assert by_level["safe"]["2480115"].paragraphs[1] != by_level["canonical"]["2480115"].paragraphs[1]
    assert "Uỷ ban" in by_level["safe"]["2480115"].text
    assert "Uỷ ban" not in by_level["canonical"]["2480115"].text
    assert "giai đọan" in by_level["canonical"]["2544908"].text
    assert "giai đoạn" in by_level["repair"]["2544908"].text
    assert "ldquo;" in by_level["canonical"]["0691902"].text
    assert "“sách nói”" in by_level["repair"]["0691902"].text
    assert by_level["canonical"]["2114305"].paragraphs[0].startswith("N gày 14/7")
    assert by_level["repair"]["2114305"].paragraphs[0].startswith("Ngày 14/7")


def test_titles_are_soiled_on_the_page_where_the_truth_says_so(still: DemoPortals) -> None:
    for expected in still.truth(DEPARTMENT, "repair"):
        node = first(fetch(expected.url, cookie="D1N=6f3b0c").tree, DEPARTMENT, "title")
        assert node is not None
        if "nfd" in expected.dirt:
            assert not unicodedata.is_normalized("NFC", node.text)
        if "zero_width" in expected.dirt:
            assert "\u200b" in node.text
        if not expected.dirt:
            assert node.text == expected.title


def test_clean_texts_are_nfc_and_without_leftovers(still: DemoPortals) -> None:
    for portal in PORTALS:
        for one in still.truth(portal, "repair"):
            for text in (one.title, one.summary or "", *one.paragraphs, *(image.caption or "" for image in one.images)):
                assert unicodedata.is_normalized("NFC", text)
                assert not set(text) & set("{}<>&\u200b\ufeff\u00a0")
                assert "  " not in text
                assert text == text.strip()


def test_no_two_articles_are_near_copies_but_the_agency_copy(still: DemoPortals) -> None:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}

    seen = [(one, shingles(one.text)) for portal in PORTALS for one in still.truth(portal, "repair")]
    copies = set()
    for number, (one, mine) in enumerate(seen):
        for other, theirs in seen[:number]:
            if len(mine & theirs) / len(mine | theirs) > 0.5:
                copies.add((one.portal, other.portal, one.agency, other.agency))
                assert (one.title, one.text) == (other.title, other.text)
    assert copies == {(NEWSPAPER, DEPARTMENT, "hop-nhat-phong", "hop-nhat-phong")}


def test_two_runs_show_the_same(still: DemoPortals) -> None:
    with DemoPortals() as other:
        for portal in PORTALS:
            mine, theirs = still.truth(portal), other.truth(portal)
            assert [(a.key, a.title, a.text, a.published_at) for a in mine] == [
                (a.key, a.title, a.text, a.published_at) for a in theirs
            ]


@pytest.mark.parametrize("portal", PORTALS)
def test_registry_entries_fit_the_portals(still: DemoPortals, portal: str) -> None:
    made = entry(portal)
    assert made.kind == "demo"
    assert made.start == f"http://{'127.0.0.1' if portal == DEPARTMENT else '127.0.0.2'}:{DEFAULT_PORT}/"
    for section in made.sections:
        tree = fetch(still.base_url(portal).rstrip("/") + section).tree
        items = tree.select(selectors(portal, "listing_item")[0])
        assert items
        for item in items:
            assert item.select_one(selectors(portal, "listing_link")[0]) is not None
            assert item.select_one(selectors(portal, "listing_date")[0]) is not None
