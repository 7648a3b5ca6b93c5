"""Archive files cut or deleted between two crawls: the next crawl keeps again what it fetches, and says what it met."""

from pathlib import Path

import pytest

from crawler.archive.checking import segments
from crawler.archive.reading import ArchiveIndex
from tests.crawl.checks import check_archive
from tests.crawl.conftest import Site, tintinh
from tests.portals import DEPARTMENT, ENTRIES, DemoPortals


@pytest.fixture
def site(demo: DemoPortals, tmp_path: Path) -> Site:
    crawled = Site(demo, DEPARTMENT, tmp_path / "output")
    crawled.crawl("--limit", 8)
    return crawled


@pytest.mark.parametrize("harm", ["cut", "deleted"])
def test_unchanged_pages_are_kept_again_where_their_bytes_are_gone(site: Site, harm: str) -> None:
    (path,) = segments(site.output / "archive")
    check_archive(site)
    if harm == "cut":
        with path.open("r+b") as stream:
            stream.truncate(path.stat().st_size // 2)
    else:
        path.unlink()
    site.rows("UPDATE frontier SET due_at = 1, next_fetch_at = 1")
    done = tintinh(*site.arguments("--full"), TINTINH_PORTALS=str(ENTRIES))
    assert done.returncode == 0
    assert ("cut short" in done.stderr) == (harm == "cut")
    index = ArchiveIndex(segments(site.output / "archive"))
    for record in site.latest().values():
        assert index.get(record["url"]) is not None, record["url"]
    verified = tintinh("archive", "verify", "--output", site.output)
    assert verified.returncode == 0, verified.stdout
    page = tintinh("archive", "extract", site.log()[0]["id"], "--output", site.output)
    assert page.returncode == 0, page.stderr
    assert ("as it was fetched at" in page.stderr) == (harm == "deleted")
