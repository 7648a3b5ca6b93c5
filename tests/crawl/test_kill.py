"""Nothing is lost on kill -9: whatever moment it comes at, the next runs complete store, log, archive and exports.

TINTINH_KILLS says how often (3; the release is tried with 50).
"""

import json
import os
import random
import time
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import text

from crawler.crawl.store import Store
from crawler.database.engine import connect, writing
from crawler.database.opening import open_database
from crawler.log.export import Format
from tests.articles.test_revisions import commit
from tests.crawl.checks import check_archive, check_log, left_behind, titles
from tests.crawl.conftest import ServerSite, Site, started, tintinh
from tests.database.old_stores import empty, put_articles
from tests.portals import DEPARTMENT, DemoPortals
from tests.records import PORTAL, article

KILLS = int(os.environ.get("TINTINH_KILLS", "3"))
# So that kills meet segments of the archive being closed, and the log being published.
OFTEN = {"TINTINH_ARCHIVE_SEGMENT": "150000", "TINTINH_PUBLISH_SECONDS": "0.3"}
READERS = {"jsonl": "read_json('{}/*/*/*.jsonl')", "parquet": "'{}/*/*/*.parquet'", "csv": "'{}/*/*/*.csv'"}

pytestmark = pytest.mark.timeout(120 + 15 * KILLS)


def killed(*arguments: object, after: float) -> None:
    """Run a command and kill it after so many seconds."""
    run = started(*arguments, **OFTEN)
    time.sleep(after)
    run.close()


def cut_off(database: str) -> None:
    """End every connection to the database at the server's side, as its restart does."""
    engine = open_database(database)
    with engine.connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
    engine.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_crawls_killed_at_random_moments_lose_nothing(
    demo: DemoPortals, tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    whole = Site(demo, DEPARTMENT, tmp_path / "whole")
    begin = time.monotonic()
    whole.crawl("--full", "--delay", 0.005)
    seconds = time.monotonic() - begin
    site = Site(demo, DEPARTMENT, tmp_path / "killed")
    if database == "postgresql":
        site = ServerSite(demo, DEPARTMENT, site.output, request.getfixturevalue("postgres_url"))
    chance = random.Random(20)
    for number in range(KILLS):
        crawl = started(*site.arguments("--full", "--delay", 0.005), **OFTEN)
        time.sleep(chance.uniform(0.1, 0.8) * seconds)
        if isinstance(site, ServerSite) and number % 3 == 2:
            cut_off(site.database)
            crawl.wait()  # it has given up, or done its work over a new connection
        crawl.close()
        check_log(site)
        if (site.output / "archive").exists():
            check_archive(site)
    site.crawl("--full", **OFTEN)
    check_log(site)
    check_archive(site)
    assert not list((site.output / "archive").glob("*.open"))
    assert len(list((site.output / "archive").glob("*.warc.gz"))) > 1
    # What is blocked at first counts its visitors, whoever they are: kills may get one further or not.
    blocked = {one.key for one in demo.truth(DEPARTMENT) if one.blocked_first}
    assert titles(site, blocked) == titles(whole, blocked)
    assert all(record["revision"] == 1 for record in site.log()), "a rerun stored an article twice"
    counts = "(SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), (SELECT count(*) FROM article_words)"
    assert site.rows(f"SELECT {counts}") == [(len(site.log()),) * 3]
    ends = [why for (why,) in site.rows("SELECT why_ended FROM runs ORDER BY id")]
    assert ends[-1] == "finished"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_killed_migration_leaves_the_old_store_or_the_new_one(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'tintinh.db'}"
    if database == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = connect(url)
    texts = [" ".join(map(str, random.Random(number).choices(range(9999), k=60))) for number in range(300)]
    with writing(engine) as connection:
        empty(connection, "0001")
        put_articles(connection, [article(str(number), body) for number, body in enumerate(texts)])
    engine.dispose()
    arguments = ("status", "--database", url, "--output", tmp_path)
    chance = random.Random(3)
    for _ in range(KILLS):
        killed(*arguments, after=chance.uniform(0.05, 0.8))
    assert tintinh(*arguments).returncode in (0, 1)
    store = Store.open(url)
    commit(store, article("again", texts[7] + " thêm"))
    with store.engine.connect() as connection:
        counts = (
            "(SELECT count(*) FROM revisions), (SELECT count(*) FROM article_words), (SELECT count(*) FROM sketches)"
        )
        assert tuple(connection.execute(text(f"SELECT {counts}")).one()) == (301, 301, 301)
        marked = connection.execute(text("SELECT duplicate_of FROM articles WHERE seq = 301")).scalar_one()
    assert marked == f"{PORTAL}:7"
    store.close()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A folder to read from."""
    with DemoPortals() as portals:
        site = Site(portals, DEPARTMENT, tmp_path_factory.mktemp("crawled") / "output")
        site.crawl("--full")
    return site


def test_a_killed_export_leaves_a_whole_one_or_none(crawled: Site, tmp_path: Path) -> None:
    count = len(crawled.log())
    chance = random.Random(5)
    forms: list[Format] = ["parquet", "csv", "jsonl"]
    exports = tmp_path / "exports"
    for number in range(KILLS):
        form = forms[number % len(forms)]
        order = ("export", exports / f"{number}", "--format", form, "--output", crawled.output)
        killed(*order, after=chance.uniform(0.05, 0.5))
        if (exports / f"{number}").exists():
            found = duckdb.sql(f"SELECT count(*) FROM {READERS[form].format(exports / str(number))}").fetchall()
            assert found == [(count,)]
    done = tintinh("export", exports / "last", "--output", crawled.output)
    assert done.returncode == 0, done.stderr
    assert left_behind(exports) == []


def test_a_consumer_killed_and_resumed_by_seq_reads_each_revision_once(crawled: Site) -> None:
    expected = [record["seq"] for record in crawled.log()]
    chance = random.Random(7)
    got: list[int] = []
    for _ in range(KILLS):
        count = min(chance.randint(1, max(1, len(expected) // KILLS)), len(expected) - len(got) - 1)
        reader = started("tail", "--after", got[-1] if got else 0, "--follow", "--output", crawled.output)
        while reader.stdout.count("\n") < count:
            assert reader.poll(0.01) is None
        reader.kill()
        reader.wait()
        got += [json.loads(line)["seq"] for line in reader.stdout.splitlines()[:count]]
        reader.close()
    done = tintinh("tail", "--after", got[-1], "--output", crawled.output)
    assert got + [json.loads(line)["seq"] for line in done.stdout.splitlines()] == expected
