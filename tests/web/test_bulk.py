"""The log's files over HTTP: named with their digests, given out whole or in part, and nothing else."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.web.settings import ConsoleSettings
from tests.log.damage import fill
from tests.stores import new_store
from tests.web.conftest import Site, serving


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """A console over a published log, with an export beside it, and files that nobody is to read."""
    output = tmp_path_factory.mktemp("bulk")
    store = new_store(output / "tintinh.db")
    fill(store, output)
    store.close()
    folder = output / "snapshots" / "2026-07" / "portal=a"
    folder.mkdir(parents=True)
    (folder / "articles-0.parquet").write_bytes(b"PAR1-data-PAR1")
    (folder / "notes.txt").write_text("no")
    (output / "secret.jsonl").write_text("secret")
    (output / "snapshots" / "link.jsonl").symlink_to(output / "secret.jsonl")
    with serving(ConsoleSettings(f"sqlite:///{output / 'tintinh.db'}", output)) as site:
        yield site, output


def listed(site: Site, **query: object) -> dict[str, list[dict[str, object]]]:
    return json.loads(site.get("/api/bulk", **query).text)  # type: ignore[no-any-return]


def test_the_files_of_a_month_are_named_with_their_digests(published: tuple[Site, Path]) -> None:
    site, output = published
    found = listed(site)
    assert found["segments"] and found["month"] == found["months"][0]
    for one in [*found["segments"], *found["snapshots"]]:
        content = site.get(str(one["url"])).text.encode()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
        assert content == (output / str(one["path"])).read_bytes()
    assert [one["path"] for one in found["snapshots"]] == ["snapshots/2026-07/portal=a/articles-0.parquet"]
    lines = [
        json.loads(line)["seq"] for one in found["segments"] for line in site.get(str(one["url"])).text.splitlines()
    ]
    assert sorted(lines) == list(range(1, int(found["published_through"]) + 1))  # type: ignore[call-overload]
    assert listed(site, month="2001-01")["segments"] == []
    assert site.get("/api/bulk", month="2001").status == 422


def test_a_file_is_given_in_parts_and_not_again(published: tuple[Site, Path]) -> None:
    site, _ = published
    one = listed(site)["snapshots"][0]
    whole = site.get(str(one["url"]))
    assert whole.headers["etag"] == f'"{one["sha256"]}"'
    part = site.get(str(one["url"]), {"Range": "bytes=5-8", "If-Range": whole.headers["etag"]})
    assert (part.status, part.text, part.headers["content-range"]) == (206, "data", "bytes 5-8/14")
    assert site.get(str(one["url"]), {"If-None-Match": whole.headers["etag"]}).status == 304
    head = site.get(str(one["url"]), method="HEAD")
    assert (head.text, head.headers["content-length"]) == ("", "14")


@pytest.mark.parametrize(
    "path",
    ["secret.jsonl", "tintinh.db", "manifest.json", "snapshots/link.jsonl", "snapshots/2026-07/portal=a/notes.txt",
     "../x", "snapshots/../secret.jsonl", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "a%00b", "a/2026/07/0-0.jsonl"],
)  # fmt: skip
def test_nothing_else_is_given_out(published: tuple[Site, Path], path: str) -> None:
    site, _ = published
    assert site.get(f"/api/bulk/file/{path}").status == 404


def test_without_a_log_there_is_nothing(tmp_path: Path, settings: ConsoleSettings) -> None:
    for output in (None, tmp_path):
        with serving(ConsoleSettings(settings.database_url, output)) as site:
            found = listed(site)
            assert (found["months"], found["segments"], found["snapshots"]) == ([], [], [])
            assert site.get("/api/bulk/file/a/2026/07/0-0.jsonl").status == 404
