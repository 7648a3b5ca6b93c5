"""`tintinh check`: entries against saved pages, and live against the demo portals."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import registry
from crawler.base.errors import RegistryError
from crawler.discovery.checking import Finding, Level, check_live, check_saved, saved_pages
from crawler.registry import Portal
from tests.portals import DemoPortals

PAGES = Path(__file__).parents[1] / "pages"


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoPortals]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with DemoPortals() as portals:
        yield portals


def entry(url: str, family: str = "generic", **more: object) -> Portal:
    origin = re.match(r"https?://[^/]+", url)
    assert origin
    return Portal.model_validate(
        {"id": "thu", "name": "Cổng thử", "kind": "portal", "family": family, "start": origin[0] + "/"}
        | {"evidence": "a page of our own", **more}
    )


def saved(name: str, into: Path) -> tuple[str, Path]:
    (into / f"{name}.html").write_bytes((PAGES / f"{name}.html").read_bytes())
    [page] = saved_pages(into)
    return page


def one(findings: Iterator[Finding]) -> Finding:
    [finding] = findings
    return finding


def test_a_saved_article_proves_its_entry(tmp_path: Path) -> None:
    page = saved("vnportal-phien-hop", tmp_path)
    finding = one(check_saved(entry(page[0], "vnportal"), [page]))
    assert finding.level is Level.OK
    assert finding.check == "vnportal-phien-hop.html"
    assert re.match(r"\d{4}-\d\d-\d\d, \d+ characters: \S", finding.what)


def test_a_page_that_is_no_article_is_a_fault(tmp_path: Path) -> None:
    page = saved("soft-404", tmp_path)
    finding = one(check_saved(entry(page[0]), [page]))
    assert finding.level is Level.FAULT
    assert "no article" in finding.what


def test_an_article_pattern_that_misses_the_saved_article_is_a_fault(tmp_path: Path) -> None:
    page = saved("vnportal-phien-hop", tmp_path)
    finding = one(check_saved(entry(page[0], "vnportal", article=r"^/bai/(?P<id>\d+)$"), [page]))
    assert finding.level is Level.FAULT
    assert "has not the form" in finding.what


def test_without_a_page_nothing_is_proved(tmp_path: Path) -> None:
    finding = one(check_saved(entry("https://khac.gov.vn/"), [saved("soft-404", tmp_path)]))
    assert finding.level is Level.NOTE


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        saved_pages(tmp_path / "x")


def live(demo: DemoPortals, portal: str, **more: object) -> tuple[list[Finding], list[float]]:
    pauses: list[float] = []
    own = registry.load(portal).model_copy(update={"start": demo.base_url(portal), **more})
    return list(check_live(own, pauses.append)), pauses


@pytest.mark.parametrize("portal", ["demo-bao-song-lam", "demo-so-song-lam"])
def test_a_portal_that_is_as_its_entry_says(demo: DemoPortals, portal: str) -> None:
    findings, pauses = live(demo, portal)
    assert [finding.level for finding in findings] == [Level.OK, Level.OK]
    assert pauses == [1.0]


def test_wrong_family_and_wrong_pattern_are_faults(demo: DemoPortals) -> None:
    findings, _ = live(demo, "demo-so-song-lam", family="nukeviet", article=r"^/bai/(?P<id>\d+)$")
    assert [finding.level for finding in findings] == [Level.FAULT, Level.FAULT]
    assert "is of liferay, the entry says nukeviet" in findings[0].what
    assert "form of an article's address" in findings[1].what


def test_a_portal_that_is_down_is_a_fault_in_one_line(demo: DemoPortals) -> None:
    demo.set_fault("demo-so-song-lam", "error", prefix="/")
    findings, pauses = live(demo, "demo-so-song-lam")
    assert [finding.level for finding in findings] == [Level.FAULT]
    assert pauses == [], "a robots.txt that cannot be fetched forbids the start page"
