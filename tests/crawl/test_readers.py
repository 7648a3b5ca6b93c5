"""Pages read by reader processes: the same log, in the same order, as when they are read where they are fetched."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl.conftest import Site
from tests.portals import DEPARTMENT, NEWSPAPER, DemoPortals, entry

pytestmark = pytest.mark.timeout(180)

# What differs between two crawls of one portal, whoever reads.
_MOMENTS = re.compile(r'"fetched_at":"[^"]*"|"revised_at":"[^"]*"|"stored_at":"[^"]*"')


@pytest.fixture
def entries(tmp_path: Path) -> Iterator[Path]:
    """The demo portals' entries, and one of a portal of which only the address is known."""
    folder = tmp_path / "entries"
    folder.mkdir()
    for portal in (DEPARTMENT, NEWSPAPER):
        (folder / f"{portal}.toml").write_text(entry(portal), "utf-8")
    unknown = [line for line in entry("demo-drupal").splitlines() if not line.startswith(("sections", "[", "attachment"))]
    (folder / "demo-drupal.toml").write_text("\n".join(unknown), "utf-8")
    yield folder


def crawled(portal: str, output: Path, entries: Path, readers: int) -> tuple[list[str], list[str]]:
    """The log's lines and the frontier's rows after a crawl of a portal that nobody visited before."""
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, output)
        site.crawl("--no-archive", TINTINH_READERS=str(readers), TINTINH_PORTALS=str(entries))
        lines = [
            _MOMENTS.sub("", line).replace(demo.base_url(portal), "http://portal")
            for path in sorted((output / portal).rglob("*.jsonl"))
            for line in path.read_text("utf-8").splitlines()
        ]
        found = site.rows("SELECT key, kind, status, section, depth, reason FROM frontier ORDER BY id")
        rows = [repr(row).replace(demo.base_url(portal), "http://portal") for row in found]
    return sorted(lines, key=_seq), rows


def _seq(line: str) -> int:
    found = re.search(r'"seq":(\d+)', line)
    assert found
    return int(found[1])


@pytest.mark.parametrize("portal", [DEPARTMENT, NEWSPAPER, "demo-drupal"])
def test_the_log_is_the_same_byte_for_byte_with_any_number_of_readers(
    portal: str, tmp_path: Path, entries: Path
) -> None:
    found = crawled(portal, tmp_path / "0", entries, 0)
    assert len(found[0]) > 20
    assert crawled(portal, tmp_path / "1", entries, 1) == found
    assert crawled(portal, tmp_path / "2", entries, 2) == found
