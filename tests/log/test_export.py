"""An export holds what the log holds, in every format."""

import csv
import json
import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pytest

from crawler.base.clock import VIETNAM
from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.log.export import PARQUET, Exported, Format, Wanted, export
from crawler.log.reading import read_log
from crawler.log.segments import publish
from crawler.model.items import (
    Act,
    DocumentCited,
    Figure,
    Image,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Participant,
    ParticipantRole,
    Person,
    Span,
    Task,
)
from tests.articles.test_revisions import commit
from tests.records import NOON, PORTAL, article

MEETING = Meeting(
    status=MeetingStatus.ANNOUNCED,
    kind=MeetingKind.COUNCIL_SESSION,
    ordinal=21,
    held_on=date(2025, 12, 9),
    ends_on=date(2025, 12, 11),
    agenda="xem xét ngân sách",
    chairs=[Person(name="Lò Văn A", posts=["Chủ tịch HĐND tỉnh", "Bí thư"])],
    participants=[Participant(name="Sở Y tế", type="organisation", role=ParticipantRole.REPORTER)],
    acts=[Act(type="decision", act="thông qua", kind="Nghị quyết", vote="50/51")],
    tasks=[Task(addressee="Sở Tài chính", text="rà soát thu chi", deadline="trước 20/12")],
    documents_cited=[DocumentCited(number="45-CT/TW", date="2025")],
    figures=[Figure(value=12.5, unit="%", whole=86, text="12,5%")],
    evidence=[Span(field="held_on", start=3, end=9)],
)


@pytest.fixture
def log(store: Store, tmp_path: Path) -> Path:
    report = article("3", 'Kỳ họp, thứ "21";\nnhiều dòng.', datetime(2025, 12, 9, tzinfo=VIETNAM), portal="khac")
    report.meeting = MEETING
    report.images = [Image(url="https://x.vn/a.jpg", caption="Ảnh 'x'")]
    commit(store, article("1"), article("2", "hai", None), report)
    commit(store, article("1", "sửa"), hours=1)
    publish(store.engine, tmp_path / "output", NOON)
    return tmp_path / "output"


def records(log: Path) -> dict[int, dict[str, Any]]:
    return {seq: json.loads(line) for seq, line in read_log(log)}


def ids(target: Path) -> set[tuple[str, int]]:
    found = [json.loads(line) for path in target.rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {(record["id"], record["revision"]) for record in found}


def test_jsonl_holds_the_very_records(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "ex"
    assert export(log, str(target), "jsonl", Wanted(revisions=True)) == Exported(4, 3, 4)
    found = [json.loads(line) for path in target.rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert {record["seq"]: record for record in found} == records(log)
    paths = {str(path.parent.relative_to(target)) for path in target.rglob("*.jsonl")}
    assert paths == {f"month=2026-01/portal={PORTAL}", "month=2025-12/portal=khac", f"month=0000-00/portal={PORTAL}"}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), {("1", 2), ("2", 1), ("3", 1)}),
        (Wanted(revisions=True), {("1", 1), ("1", 2), ("2", 1), ("3", 1)}),
        (Wanted(since=date(2026, 1, 1)), {("1", 2)}),
        (Wanted(portals=("khac",)), {("3", 1)}),
        (Wanted(portals=("keine",)), set()),
        (Wanted(kinds=("meeting",)), {("3", 1)}),
        (Wanted(kinds=("conference",)), set()),
        (Wanted(kinds=("conference", "council_session")), {("3", 1)}),
    ],
)
def test_only_what_is_wanted(log: Path, tmp_path: Path, wanted: Wanted, expected: set[tuple[str, int]]) -> None:
    done = export(log, str(tmp_path / "ex"), "jsonl", wanted)
    assert {(one.partition(":")[2], revision) for one, revision in ids(tmp_path / "ex")} == expected
    assert done.records == len(expected)


@pytest.mark.parametrize("form", ["parquet", "csv", "sqlite"])
def test_the_other_formats_hold_the_same(log: Path, tmp_path: Path, form: Format) -> None:
    target = tmp_path / "ex"
    export(log, str(target), form, Wanted(revisions=True))
    rows: list[dict[str, Any]]
    if form == "parquet":
        relation = duckdb.sql(f"SELECT * FROM read_parquet('{target}/**/*.parquet', hive_partitioning = false)")
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        assert all(row["published_at"] is None or row["published_at"].tzinfo for row in rows)
    elif form == "csv":
        rows = [
            row for path in target.rglob("*.csv") for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
        ]
    else:
        with sqlite3.connect(target / "articles.db") as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute("SELECT * FROM articles")]
    whole = records(log)
    assert {int(row["seq"]) for row in rows} == set(whole)
    for row in rows:
        record = whole[int(row["seq"])]
        assert set(row) == set(record)
        for name in ("id", "title", "body", "portal"):
            assert row[name] == record[name]
        if form == "parquet":
            typed = {name: row[name] for name in ("images", "flags", "meeting")}
            assert json.loads(json.dumps(typed, default=str)) == {name: record[name] for name in typed}
        else:
            assert json.loads(row["images"]) == record["images"]
            assert json.loads(row["meeting"] or "null") == record["meeting"]


@pytest.mark.parametrize(("compression", "ending"), [("gzip", "gz"), ("zstd", "zst")])
def test_compressed_files_are_read_again(log: Path, tmp_path: Path, compression: Any, ending: str) -> None:
    for form in ("jsonl", "csv"):
        target = tmp_path / form
        export(log, str(target), form, Wanted(), compression)  # type: ignore[arg-type]
        assert {path.name.rsplit(".", 1)[-1] for path in target.rglob("articles-*")} == {ending}
        reader = "read_json" if form == "jsonl" else "read_csv"
        assert duckdb.sql(f"SELECT count(*) FROM {reader}('{target}/**/*.{ending}')").fetchall() == [(3,)]


def test_a_target_of_another_kind_is_reached_through_fsspec(log: Path) -> None:
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    export(log, "memory://kho/bai", "parquet", Wanted())
    assert len(system.glob("/kho/bai/**/*.parquet")) == 3
    with pytest.raises(UserError, match="not empty"):
        export(log, "memory://kho/bai", "parquet", Wanted())
    with pytest.raises(UserError, match="cannot write to keine"):
        export(log, "keine://kho", "jsonl", Wanted())


def test_a_target_that_holds_something_is_left_alone(log: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    export(log, str(tmp_path / "there"), "sqlite", Wanted())
    with pytest.raises(UserError, match="not empty"):
        export(log, str(tmp_path / "there"), "jsonl", Wanted())
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["articles.db"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_an_empty_log_gives_an_empty_export(tmp_path: Path) -> None:
    assert export(tmp_path, str(tmp_path / "ex"), "jsonl", Wanted()) == Exported(0, 0, 0)


def parquet_schema(target: Path) -> dict[str, str]:
    relation = duckdb.sql(f"SELECT * FROM read_parquet('{target}/**/*.parquet', hive_partitioning = false)")
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def test_parquet_is_typed_the_same_with_and_without_records(log: Path, tmp_path: Path) -> None:
    done = export(log, str(tmp_path / "full"), "parquet", Wanted())
    none = export(log, str(tmp_path / "none"), "parquet", Wanted(kinds=("conference",)))
    export(log, str(tmp_path / "bare"), "parquet", Wanted(portals=(PORTAL,)))  # articles, but no meeting
    export(tmp_path / "no log", str(tmp_path / "empty"), "parquet", Wanted())
    assert (done.records, none.records, none.files) == (3, 0, 1)
    schema = parquet_schema(tmp_path / "full")
    assert all(parquet_schema(tmp_path / other) == schema for other in ("none", "bare", "empty"))
    assert schema["flags"] == "VARCHAR[]"
    assert schema["published_at"] == "TIMESTAMP WITH TIME ZONE"
    for column in ("held_on DATE", "ends_on DATE", "agenda VARCHAR", "tasks STRUCT(", "acts STRUCT("):
        assert column in schema["meeting"].replace('"', "")


def test_parquet_answers_questions_about_meetings_without_reading_json(log: Path, tmp_path: Path) -> None:
    export(log, str(tmp_path / "ex"), "parquet", Wanted())
    found = duckdb.sql(
        f"""
        SELECT meeting.status, meeting.ends_on - meeting.held_on, meeting.chairs[1].posts[2], meeting.acts[1].vote,
               meeting.participants[1].role, meeting.tasks[1].deadline, meeting.figures[1].whole
        FROM '{tmp_path}/ex/*/*/*.parquet' WHERE meeting IS NOT NULL
        """
    )
    assert found.fetchall() == [("announced", 2, "Bí thư", "50/51", "reporter", "trước 20/12", 86.0)]


def test_a_record_without_a_key_that_came_later_is_exported_with_null(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"kind": "conference", "held_on": "2025-12-09"}', "utf-8")
    found = duckdb.sql(
        f"SELECT {PARQUET['meeting']} FROM (SELECT content::JSON AS meeting FROM read_text('{tmp_path}/old.json'))"
    ).fetchall()
    ((meeting,),) = found
    assert (meeting["held_on"], meeting["acts"], meeting["ends_on"]) == (date(2025, 12, 9), None, None)


DANGEROUS = [
    '=HYPERLINK("http://xau.vn";"Xem")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\tx=1",
    "\r=1",
    "＝1+1",
    "＠a",
]


@pytest.mark.parametrize("raw", [False, True])
def test_csv_has_no_formulas_unless_raw_text_is_asked_for(store: Store, tmp_path: Path, raw: bool) -> None:
    harmless = ["'quoted' title", "a=b", "Họp 1-2", ""]
    commit(store, *(article(str(n), title) for n, title in enumerate([*DANGEROUS, *harmless])))
    publish(store.engine, tmp_path / "output", NOON)
    export(tmp_path / "output", str(tmp_path / "ex"), "csv", Wanted(), raw=raw)
    (path,) = (tmp_path / "ex").rglob("*.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = {row["id"].partition(":")[2]: row for row in csv.DictReader(stream)}
    shown = [rows[str(n)]["body"] for n in range(len(rows))]
    assert shown == [*((title if raw else "'" + title) for title in DANGEROUS), *harmless]
    if not raw:
        cells = [value for row in rows.values() for value in row.values()]
        assert not [cell for cell in cells if cell[:1] and cell[0] in "=+-@\t\r\n＝＋－＠"]
