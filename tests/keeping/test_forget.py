"""A takedown leaves nothing of an article, tells consumers, and holds against later crawls and older copies."""

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import select, text

from crawler.archive.checking import extract, segments
from crawler.archive.checking import verify as verify_archive
from crawler.archive.erasing import _blank
from crawler.archive.writing import ArchiveWriter, Exchange
from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import articles, events, forgotten, frontier, metadata
from crawler.keeping.backup import back_up
from crawler.keeping.doctor import examine
from crawler.keeping.finding import Patient
from crawler.keeping.forget import forget
from crawler.keeping.restore import restore
from crawler.log.mirror import mirror
from crawler.log.reading import read_log
from crawler.model.visit import Status
from crawler.runs.locks import BusyError, FileLocks
from crawler.search.query import search
from tests.keeping.folders import crawled, fill, records, report
from tests.keeping.killing import killed_at_each_step
from tests.records import PORTAL, article, later, link, visit

ID = f"{PORTAL}:15"
SECRETS = ("Đoàn Thị Kín", "doan thi kin", "bài kín đáo", "Bài Bí Mật Mười Lăm", "bai-bi-mat", "kinđáo")


@pytest.fixture
def output(store: Store, tmp_path: Path) -> Path:
    """Among others a report with two revisions, and a listing that names it."""
    output = tmp_path / "output"
    fill(store, output)
    for number in range(2):
        secret = report("15", f"Đoàn Thị Kín chủ trì bài kín đáo, kinđáo. Lần {number}. " * 9, chair="Đoàn Thị Kín")
        secret.title = "Bài Bí Mật Mười Lăm"
        secret.url = secret.canonical_url = "https://x.vn/bai-bi-mat-15"
        listing = article("90", f"Trang có Bài Bí Mật Mười Lăm và tin khác {number}.")
        crawled(store, output, secret, report(f"4{number}", f"Tin khác. Lần {number}."), listing, hours=4 + number)
    listed(output)
    return output


def listed(output: Path) -> None:
    """A listing that names it, fetched twice: the second answer is a revisit."""
    writer, known = ArchiveWriter(output / "archive", PORTAL, "test", 1 << 30), None
    for hour in (5.5, 5.6):
        body = "<a href='/bai-bi-mat-15'>Bài Bí Mật Mười Lăm</a>".encode()
        known = writer.write(Exchange("https://x.vn/tin", "GET", [], 200, "OK", [], body, later(hours=hour)), {}, known)
    writer.close()
    (output / "archive" / f"{PORTAL}-20260101-00001.warc.gz.torn").write_bytes(SECRETS[0].encode())


def take_down(store: Store, output: Path, name: str = ID) -> None:
    locks = FileLocks(output / ".locks")
    forget(store.engine, output, locks, name, "a court's order", "operator@host", later(hours=7))
    locks.release()


def remains(store: Store, output: Path) -> set[str]:
    """Which of the secrets stand in any file, packed or plain, or in any row."""
    found = set()
    texts = [path.read_bytes() for path in output.rglob("*") if path.is_file()]
    texts += [gzip.decompress(path.read_bytes()) for path in output.rglob("*.warc.gz")]
    with reading(store.engine) as connection:
        for table in [*metadata.tables, *(["article_words"] if connection.dialect.name == "postgresql" else [])]:
            texts += [str(tuple(row)).encode() for row in connection.execute(text(f"SELECT * FROM {table}"))]
    for secret in SECRETS:
        found |= {secret for content in texts if secret.encode() in content}
    return found


def test_nothing_is_left_and_the_rest_is_as_before(store: Store, output: Path) -> None:
    assert remains(store, output) == set(SECRETS)
    before = {one["seq"]: one for one in records(store.engine)}
    with pytest.raises(UserError, match="no article"):
        take_down(store, output, "nobody:1")
    take_down(store, output, "https://x.vn/bai-bi-mat-15")
    store.engine.dispose()
    # The page that lists it is an article of its own here, so its raw page stays; its record names it, too.
    assert remains(store, output) <= {"Bài Bí Mật Mười Lăm"}
    after = {one["seq"]: one for one in records(store.engine)}
    assert sorted(after) == list(range(1, len(before) + 2))
    same = [seq for seq, one in before.items() if one["id"] != ID]
    assert {seq: after[seq] for seq in same} == {seq: before[seq] for seq in same}
    assert all(fault is None for _, fault in verify_archive(segments(output / "archive")))
    for one in {after[seq]["id"]: after[seq] for seq in same}.values():
        place = one["provenance"]
        page = extract(output / "archive", place["warc_file"], place["warc_offset"])
        assert one["body"] in page.body.decode()
    assert list(examine(Patient(store.engine, output, later(hours=8)), False)) == []


def test_consumers_see_a_tombstone_under_a_new_seq(store: Store, output: Path, tmp_path: Path) -> None:
    mirror(output, str(tmp_path / "mirror"))
    last = records(store.engine)[-1]["seq"]
    take_down(store, output)
    [(seq, line)] = list(read_log(output, after=last))
    told = json.loads(line)
    assert (seq, told["id"], told["flags"], told["revision"]) == (last + 1, ID, ["forgotten"], 3)
    assert [told[name] for name in ("title", "body", "url", "meeting")] == ["", "", "", None]
    whole = [json.loads(line) for _, line in read_log(output)]
    assert [one["seq"] for one in whole] == list(range(1, last + 2))
    assert {(one["title"], tuple(one["flags"])) for one in whole if one["id"] == ID} == {("", ("forgotten",))}
    for _ in range(2):  # the second run deletes what the first one's readers may hold
        mirror(output, str(tmp_path / "mirror"))
    assert list(read_log(tmp_path / "mirror")) == list(read_log(output))
    assert not [path for path in (tmp_path / "mirror").rglob("*.jsonl") if "kinđáo" in path.read_text("utf-8")]


def test_search_meetings_and_events_lose_it_and_the_audit_has_it(store: Store, output: Path) -> None:
    with reading(store.engine) as connection:
        assert search(connection, "kín đáo")
        before = connection.execute(select(events.c.id)).all()
    take_down(store, output)
    with reading(store.engine) as connection:
        assert search(connection, "kín đáo") == []
        assert len(search(connection, "phương hướng")) == 3
        assert len(connection.execute(select(events.c.id)).all()) == len(before) - 1
        [row] = connection.execute(select(forgotten)).all()
    assert (row.article, row.reason, row.asked_by) == (ID, "a court's order", "operator@host")
    assert row.done_at is not None


def test_a_later_crawl_neither_fetches_nor_stores_it(store: Store, output: Path) -> None:
    take_down(store, output)
    run = store.start_run(PORTAL, later(hours=9), {})
    links = [link("15", url="https://x.vn/bai-bi-mat-15", hint="Bài Bí Mật Mười Lăm"), link("16")]
    store.seed(PORTAL, links, later(hours=9), run)
    dues = store.draw(PORTAL, run, later(hours=9), 100)
    assert "15" not in {due.key for due in dues}
    due = next(one for one in dues if one.key == "16")
    again = report("15", "Đoàn Thị Kín, kinđáo.", chair="Đoàn Thị Kín")  # the page under another address
    seen = visit(due, later(hours=9), Status.FETCHED, article=again)
    assert [one.change for one in store.commit(PORTAL, run, [seen]).articles] == ["unchanged"]
    store.engine.dispose()
    assert remains(store, output) <= {"Bài Bí Mật Mười Lăm"}
    with reading(store.engine) as connection:
        hints = connection.execute(select(frontier.c.hint).where(frontier.c.key == "15")).scalars().all()
    assert hints == [None]


def test_it_waits_for_no_crawl_of_the_portal(store: Store, output: Path) -> None:
    busy = FileLocks(output / ".locks")
    assert busy.take(PORTAL)
    with pytest.raises(BusyError):
        take_down(store, output)
    busy.release()


def test_a_second_time_changes_nothing(store: Store, output: Path) -> None:
    take_down(store, output)
    before = list(read_log(output))
    take_down(store, output)
    assert list(read_log(output)) == before


def test_an_older_copy_of_the_store_forgets_by_the_log(
    store: Store, output: Path, store_url: str, tmp_path: Path
) -> None:
    back_up(store.engine, output, tmp_path / "backup", later(hours=6))
    take_down(store, output)
    store.engine.dispose()
    restore(tmp_path / "backup", output, store_url, replace=True)
    again = Store.open(store_url)
    with reading(again.engine) as connection:
        row = connection.execute(select(articles).where(articles.c.id == ID)).one()
        assert (row.title, row.url, row.content_hash) == ("", "", "")
        assert search(connection, "kín đáo") == []
        assert connection.execute(select(forgotten.c.article)).scalars().all() == [ID]
    assert [one.check for one in examine(Patient(again.engine, output, later(hours=8)), True) if not one.mended] == []
    assert crawled_unchanged(again) == "unchanged"
    again.close()
    assert remains(again, output) <= {"Bài Bí Mật Mười Lăm"}  # the archive is as the takedown left it


def crawled_unchanged(store: Store) -> str:
    run = store.start_run(PORTAL, later(hours=9), {})
    store.seed(PORTAL, [link("16")], later(hours=9), run)
    due = next(one for one in store.draw(PORTAL, run, later(hours=9), 100) if one.key == "16")
    seen = visit(due, later(hours=9), Status.FETCHED, article=report("15", "Khác hẳn."))
    return store.commit(PORTAL, run, [seen]).articles[0].change


def test_a_kill_at_any_step_is_completed_by_the_next_call(store: Store, output: Path, store_url: str) -> None:
    before = len(records(store.engine))
    store.engine.dispose()

    def work() -> None:
        opened = Store.open(store_url)
        take_down(opened, output)
        opened.close()

    steps = 0
    for _ in killed_at_each_step(work):
        steps += 1
        seqs = [seq for seq, _ in read_log(output)]
        assert seqs == list(range(1, len(seqs) + 1))
        assert len(seqs) in (before, before + 1)
    assert steps > 5
    assert remains(store, output) <= {"Bài Bí Mật Mười Lăm"}
    assert list(examine(Patient(store.engine, output, later(hours=8)), False)) == []


@pytest.mark.parametrize("size", [*range(240, 320), 1000, 65535, 65800, 65900, 131072, 200_001])
def test_what_takes_a_span_s_place_is_one_member_of_its_length(size: int) -> None:
    made = b"".join(_blank(size, 4096))
    assert len(made) == size
    record = gzip.decompress(made)
    head, _, content = record.partition(b"\r\n\r\n")
    assert int(head.rpartition(b"Content-Length: ")[2]) == len(content) - 4
    assert content.strip(b"\0") == b"\r\n\r\n"
