"""`tintinh worker`: many on one PostgreSQL, each portal crawled by one of them, whoever is killed."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from crawler.base.errors import StoreError
from crawler.schedule import queue_schema
from tests.crawl.conftest import Site, tintinh
from tests.portals import DemoPortals
from tests.schedule.processes import Command, entries, until

FEW = ("demo-joomla", "demo-drupal")


def libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_workers_share_the_portals_and_one_takes_over_what_another_took_to_the_grave(
    tmp_path: Path, postgres_url: str
) -> None:
    with DemoPortals(portals=FEW) as demo:
        registry = str(entries(tmp_path / "portals", demo))
        arguments = ["worker", *FEW, "--no-archive", "--output", tmp_path / "out", "--database", postgres_url]
        env = {"TINTINH_PORTALS": registry, "TINTINH_HEARTBEAT": "1"}
        with Command(*arguments, "--jobs", 1, "--delay", 2, **env) as doomed:
            until(lambda: len(demo.log) > 3, "the first worker crawls")
            [under_way] = {one.portal for one in demo.log}
            with Command(*arguments, "--jobs", 2, "--delay", 0, **env) as heir:
                until(lambda: "finished after" in heir.said, "the second one crawls the other")
                assert under_way not in heir.said
                doomed.kill()
                until(lambda: f"{under_way}: finished after" in heir.said, "it takes over")
                assert f"{under_way}: its worker is gone, the run goes to another" in heir.said
                assert heir.stop() == 0
            assert "Traceback" not in heir.said
        for portal in FEW:
            log = Site(demo, portal, tmp_path / "out").log()
            assert len(log) == len({record["id"] for record in log}) == len(demo.truth(portal))
            assert demo.log.most_at_once(portal) == 1
        asked = len(demo.log)
        once = tintinh(*arguments, "--once", **env)
        assert once.returncode == 0, once.stderr
        assert len(demo.log) == asked, "nothing is due"


def test_the_queue_is_set_up_once_and_apart_from_the_store(postgres_url: str) -> None:
    conninfo = libpq(postgres_url)
    queue_schema.prepare_queue(conninfo)
    queue_schema.prepare_queue(conninfo)
    with psycopg.connect(conninfo) as connection:
        names = "SELECT table_schema FROM information_schema.tables WHERE table_name = 'procrastinate_jobs'"
        assert connection.execute(names).fetchall() == [("procrastinate",)]
        connection.execute("COMMENT ON SCHEMA procrastinate IS '999.0.0'")
    with pytest.raises(StoreError, match=r"was made by procrastinate 999\.0\.0"):
        queue_schema.prepare_queue(conninfo)


def test_an_older_queue_gets_what_it_lacks() -> None:
    names = [path.name for path in queue_schema.migrations_after("3.3.0")]
    assert names
    assert names == sorted(names)
    assert all(name >= "03.04" for name in names)


@pytest.mark.parametrize("address", [[], ["--database", "sqlite:///x.db"]])
def test_without_a_server_it_says_what_to_do(tmp_path: Path, address: list[str]) -> None:
    done = tintinh("worker", "--output", tmp_path, *address)
    assert done.returncode == 2
    assert done.stderr.startswith("error: workers share a store on PostgreSQL: give --database postgresql://")
    assert len(done.stderr.splitlines()) == 1
