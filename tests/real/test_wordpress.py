"""A real WordPress: every post once, no page, archive or tag taken for one, whatever its theme and permalinks."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.crawl.conftest import tintinh
from tests.discovery.skin import STORIES
from tests.real.wordpress import wordpress

pytestmark = pytest.mark.timeout(400)
WANTED = {" ".join(story.title.split()): story for story in STORIES}


@pytest.mark.parametrize(
    ("theme", "permalinks", "family"),
    [
        ("twentytwentyone", "/%year%/%monthnum%/%postname%/", None),
        ("twentytwentyone", "/%postname%/", "generic"),
        ("twentytwentythree", "", None),
        ("twentytwentythree", "/%category%/%post_id%-%postname%.html", "generic"),
    ],
)
def test_every_post_once(theme: str, permalinks: str, family: str | None, tmp_path: Path) -> None:
    output = tmp_path / "out"
    with wordpress(tmp_path, theme, permalinks) as url:
        options = ["--delay", 0, "--output", output, *(["--family", family] if family else [])]
        assert tintinh("crawl", url, *options).returncode == 0
        with sqlite3.connect(output / "tintinh.db") as connection:
            [(first,)] = connection.execute("SELECT json_extract(counts, '$.pages') FROM runs")
        assert tintinh("crawl", url, *options).returncode == 0
        status = json.loads(tintinh("status", "--json", "--output", output).stdout)
    records = [json.loads(line) for path in output.rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    titles = [record["title"] for record in records]
    assert sorted(titles) == sorted(WANTED)
    for record in records:
        story = WANTED[record["title"]]
        assert record["published_at"][:10] == f"{story.published_at:%Y-%m-%d}"
        assert record["body"].split()[:8] == " ".join(story.paragraphs).split()[:8]
    again = status[0]["last_counts"]
    print(f"{theme} {permalinks or 'plain'}: {first} pages for {len(titles)} posts, then {again['pages']}")
    assert again.get("new", 0) == again.get("updated", 0) == 0
    assert first <= 1.6 * len(titles)
    assert again["pages"] <= 12
    kinds = {source["kind"]: source for source in status[0]["sources"]}
    if family is None:
        assert kinds["feed"]["entries"] >= 10
