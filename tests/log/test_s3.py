"""Exports and the log in an object store, against moto's server on loopback: whole, or known not to be, whatever breaks."""

import json
import logging
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.log import delivery
from crawler.log.export import Wanted, export
from crawler.log.manifest import parse_head, parse_part, read_manifest
from crawler.log.mirror import mirror
from crawler.log.segments import publish
from tests.articles.test_revisions import commit
from tests.crawl.conftest import started, tintinh
from tests.records import NOON, article
from tests.stores import new_store

KILLS = int(os.environ.get("TINTINH_KILLS", "2"))
SECRET = "khoa-bi-mat-34"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket of one's own, reached as anybody reaches one: by what the environment says."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "tintinh",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    fsspec.filesystem("s3").clear_instance_cache()
    name = f"kho-{uuid4().hex}"
    fsspec.filesystem("s3").mkdir(name)
    return f"s3://{name}"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of several segments: two portals, two months."""
    output = tmp_path / "output"
    store = new_store(output / "tintinh.db")
    for hours in (0, 800):
        for portal in ("a", "b"):
            commit(
                store,
                *(article(f"{hours}-{one}", f"bài {hours} {one}", portal=portal) for one in range(4)),
                hours=hours,
            )
        publish(store.engine, output, NOON)
    store.close()
    return output


def there(address: str) -> dict[str, bytes]:
    system, base = delivery.opened(address)
    return {name[len(base) + 1 :]: system.cat_file(name) for name in system.find(base)}


def lines(address: str) -> list[int]:
    """The `seq` of every record of a mirrored log, read as its manifest says."""
    files = there(address)
    segments = [one for part in parse_head(files["manifest.json"]).parts for one in parse_part(files[part.path])]
    found = [json.loads(line)["seq"] for one in segments for line in files[one.path].splitlines()]
    return sorted(found)


def test_an_export_goes_to_a_bucket_and_is_not_written_over(log: Path, bucket: str) -> None:
    done = export(log, f"{bucket}/thang", "jsonl", Wanted())
    files = there(f"{bucket}/thang")
    assert len(files) == done.files
    assert sum(content.count(b"\n") for content in files.values()) == done.records == 16
    with pytest.raises(UserError, match="not empty"):
        export(log, f"{bucket}/thang", "jsonl", Wanted())


def test_an_export_cut_short_says_so_and_is_put_right_by_the_next(
    log: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = f"{bucket}/thang"
    system, _ = delivery.opened(bucket)
    put = system.put_file
    sent: list[str] = []

    def breaks(path: str, place: str) -> None:
        if sent:
            raise ConnectionError("đứt mạng")
        sent.append(place)
        put(path, place)

    with monkeypatch.context() as patched:
        patched.setattr(system, "put_file", breaks)  # one system serves all of a process
        with pytest.raises(UserError, match=r"cannot write to s3://.*đứt mạng"):
            export(log, target, "csv", Wanted())
    assert delivery.INCOMPLETE in there(target)
    export(log, target, "jsonl", Wanted())
    files = there(target)
    assert {name.rpartition(".")[2] for name in files} == {"jsonl"}
    assert sum(content.count(b"\n") for content in files.values()) == 16


def test_a_mirror_follows_the_log(log: Path, bucket: str, tmp_path: Path) -> None:
    for target in (f"{bucket}/nhat-ky", str(tmp_path / "nhat-ky")):
        assert mirror(log, target) == (4, 16)
        assert mirror(log, target) == (0, 16)
        assert lines(target) == list(range(1, 17))
    store = Store.open(f"sqlite:///{log / 'tintinh.db'}")
    commit(store, article("mới", "mới"), hours=801)
    publish(store.engine, log, NOON)
    store.close()
    for target in (f"{bucket}/nhat-ky", str(tmp_path / "nhat-ky")):
        assert mirror(log, target) == (1, 17)
        assert lines(target) == list(range(1, 18))
    assert there(f"{bucket}/nhat-ky")["manifest.json"] == (log / "manifest.json").read_bytes()


def test_what_was_half_copied_is_copied_again_before_the_manifest_names_it(
    log: Path, bucket: str, tmp_path: Path
) -> None:
    first = read_manifest(log).segments[0]
    system, base = delivery.opened(f"{bucket}/nhat-ky")
    system.pipe_file(f"{base}/{first.path}", b'{"seq": 1')
    (tmp_path / "nhat-ky" / first.path).parent.mkdir(parents=True)
    (tmp_path / "nhat-ky" / first.path).write_bytes(b'{"seq": 1')
    for target in (f"{bucket}/nhat-ky", str(tmp_path / "nhat-ky")):
        mirror(log, target)
        assert lines(target) == list(range(1, 17))


def test_another_stores_log_is_not_mixed_in(log: Path, bucket: str, tmp_path: Path) -> None:
    mirror(log, bucket)
    store = new_store(tmp_path / "andere" / "tintinh.db")
    commit(store, article("khác"))
    publish(store.engine, tmp_path / "andere", NOON)
    with pytest.raises(UserError, match="another store"):
        mirror(tmp_path / "andere", bucket)
    store.close()


def test_killed_mirrors_and_exports_leave_what_the_next_completes(log: Path, bucket: str) -> None:
    chance = random.Random(8)
    for number in range(KILLS):
        order = ("mirror", bucket + "/nhat-ky") if number % 2 else ("export", bucket + "/thang")
        run = started(*order, "--output", log)
        time.sleep(chance.uniform(0.1, 0.8))
        run.close()
        files = there(bucket)
        if "nhat-ky/manifest.json" in files:
            assert lines(f"{bucket}/nhat-ky") == list(range(1, 17))
        if "thang/_INCOMPLETE" not in files and any(name.startswith("thang/") for name in files):
            break  # that one was whole
    done = tintinh("mirror", f"{bucket}/nhat-ky", "--output", log)
    assert done.returncode == 0, done.stderr
    assert lines(f"{bucket}/nhat-ky") == list(range(1, 17))
    if "thang/_INCOMPLETE" in there(bucket):
        assert tintinh("export", f"{bucket}/thang", "--output", log).returncode == 0
        assert sum(content.count(b"\n") for content in there(f"{bucket}/thang").values()) == 16


def test_credentials_are_told_to_nobody(log: Path, bucket: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UserError) as caught:
        mirror(log, "s3://khong-co-kho-nay/x")
    assert SECRET not in caplog.text + str(caught.value)
    done = tintinh("export", "s3://khong-co-kho-nay/x", "--output", log)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("error: cannot write to s3://khong-co-kho-nay/x")
    with pytest.raises(UserError, match=r"ftp://ten:\*\*\*@127\.0\.0\.1") as told:
        mirror(log, "ftp://ten:mat-khau@127.0.0.1:1/x")
    assert "mat-khau" not in str(told.value)
