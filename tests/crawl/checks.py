"""What must be true of an output folder at any moment, whatever was killed before."""

import hashlib
import json
from pathlib import Path

from crawler.archive.checking import extract, segments, verify
from crawler.log.manifest import read_manifest
from tests.crawl.conftest import Site


def titles(site: Site, left_out: set[str]) -> dict[str, str]:
    return {key: record["title"] for key, record in site.latest().items() if key not in left_out}


def check_log(site: Site) -> None:
    """Every line valid, no `seq` twice, none left out; the manifest names what is there, byte for byte."""
    seqs = [record["seq"] for record in site.log()]
    assert seqs == list(range(1, len(seqs) + 1))
    manifest = read_manifest(site.output)
    for segment in manifest.segments:
        content = (site.output / segment.path).read_bytes()
        assert (len(content), content.count(b"\n")) == (segment.bytes, segment.lines)
        assert hashlib.sha256(content).hexdigest() == segment.sha256
    assert sum(segment.lines for segment in manifest.segments) == manifest.published_through


def check_archive(site: Site) -> None:
    """Every record of the store points at the answer that it was read from, and two other readers find no fault."""
    folder = site.output / "archive"
    assert {fault for _, fault in verify(segments(folder))} <= {None}
    for (text,) in site.rows("SELECT record FROM revisions"):
        record = json.loads(text)
        found = extract(folder, record["provenance"]["warc_file"], record["provenance"]["warc_offset"])
        assert (found.url, found.status) == (record["url"], 200)


def left_behind(folder: Path) -> list[str]:
    """Hidden files and folders: what was written aside and not yet put in place."""
    return sorted(path.name for path in folder.rglob(".*") if path.name != ".locks")
