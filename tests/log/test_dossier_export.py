"""People and documents of a log in every form."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from crawler.base.clock import VIETNAM
from crawler.base.errors import UserError
from crawler.crawl.store import Store
from crawler.log.dossier_export import export_dossiers
from crawler.log.export import Wanted
from crawler.log.segments import publish
from crawler.model.items import Act, Article, DocumentCited, Meeting, MeetingKind, Person
from tests.articles.test_revisions import commit
from tests.records import NOON, article


def report(key: str, day: int, meeting: Meeting, portal: str = "son-la") -> Article:
    made = article(key, f"Bài {key}", datetime(2025, 12, day, tzinfo=VIETNAM), portal=portal)
    made.meeting = meeting
    return made


def held(*chairs: Person, **facts: object) -> Meeting:
    return Meeting(kind=MeetingKind.CONFERENCE, chairs=list(chairs)).model_copy(update=facts)


@pytest.fixture
def log(store: Store, tmp_path: Path) -> Path:
    an = Person(name="Lò Văn An", posts=["Giám đốc Sở Y tế"])
    act = Act(type="personnel", act="bầu", person="Lò Văn An", post="Giám đốc Sở Y tế", vote="50/51")
    commit(
        store,
        report("1", 1, held(an, acts=[act], documents_cited=[DocumentCited(number="05-NQ/TU")])),
        report("2", 3, held(an, held_on=date(2025, 12, 2), held_on_precision="day"), portal="khac"),
        report("3", 4, held(Person(name="=Vi Thị B"), documents_cited=[DocumentCited(number="5-NQ/TU", date="2025")])),
        report("4", 5, held(an)),
    )
    corrected = report("4", 5, held(Person(name="Vi Thị B")))
    corrected.content_hash = "sửa"
    commit(store, corrected, hours=1)
    publish(store.engine, tmp_path / "output", NOON)
    return tmp_path / "output"


def test_each_person_once_with_posts_and_acts(log: Path, tmp_path: Path) -> None:
    done = export_dossiers(log, str(tmp_path / "ex"), "people", "jsonl", Wanted())
    rows = [json.loads(line) for line in (tmp_path / "ex" / "people.jsonl").read_text("utf-8").splitlines()]
    (an,) = [row for row in rows if row["name"] == "Lò Văn An"]
    assert an == {
        "name": "Lò Văn An",
        "province_code": None,
        "posts": [{"post": "Giám đốc Sở Y tế", "since": "2025-12-01", "until": "2025-12-02", "reports": 3}],
        "acts": [{"day": "2025-12-01", "article": "son-la:1", "act": an["acts"][0]["act"]}],
        "reports": ["son-la:1", "khac:2"],
    }
    assert an["acts"][0]["act"]["vote"] == "50/51"
    assert {one["name"]: one["reports"] for one in rows} == {
        "Lò Văn An": ["son-la:1", "khac:2"],
        "=Vi Thị B": ["son-la:3"],
        "Vi Thị B": ["son-la:4"],
    }
    assert (done.records, done.files, done.through) == (3, 1, 5)


def test_only_wanted_reports_count(log: Path, tmp_path: Path) -> None:
    export_dossiers(log, str(tmp_path / "ex"), "people", "jsonl", Wanted(portals=["khac"]))
    (row,) = [json.loads(line) for line in (tmp_path / "ex" / "people.jsonl").read_text("utf-8").splitlines()]
    assert (row["reports"], row["acts"]) == (["khac:2"], [])


def test_csv_and_parquet_hold_the_same_rows(log: Path, tmp_path: Path) -> None:
    export_dossiers(log, str(tmp_path / "j"), "documents", "jsonl", Wanted())
    rows = [json.loads(line) for line in (tmp_path / "j" / "documents.jsonl").read_text("utf-8").splitlines()]
    assert [(row["document"]["number"], row["document"]["date"], row["reports"]) for row in rows] == [
        ("5-NQ/TU", "2025", ["son-la:3", "son-la:1"])
    ]
    export_dossiers(log, str(tmp_path / "p"), "documents", "parquet", Wanted())
    (found,) = duckdb.sql(f"SELECT document.date, reports[2] FROM '{tmp_path}/p/documents.parquet'").fetchall()
    assert found == ("2025", "son-la:1")
    export_dossiers(log, str(tmp_path / "c"), "people", "csv", Wanted())
    with (tmp_path / "c" / "people.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert {row["name"] for row in table} == {"Lò Văn An", "'=Vi Thị B", "Vi Thị B"}, "no cell is a formula"
    assert [json.loads(row["posts"])[0]["reports"] for row in table if row["name"] == "Lò Văn An"] == [3]


def test_no_report_is_an_empty_table(log: Path, tmp_path: Path) -> None:
    wanted = Wanted(since=date(2026, 1, 1))
    assert export_dossiers(log, str(tmp_path / "p"), "people", "parquet", wanted).records == 0
    assert duckdb.sql(f"SELECT posts[1].post FROM '{tmp_path}/p/people.parquet'").fetchall() == []
    assert export_dossiers(log, str(tmp_path / "j"), "people", "jsonl", wanted).files == 0


@pytest.mark.parametrize(
    ("form", "wanted", "said"),
    [("sqlite", Wanted(), "JSONL, CSV or Parquet"), ("csv", Wanted(revisions=True), "leave --revisions out")],
)
def test_what_is_not_written_is_refused(log: Path, tmp_path: Path, form: str, wanted: Wanted, said: str) -> None:
    with pytest.raises(UserError, match=said):
        export_dossiers(log, str(tmp_path / "ex"), "people", form, wanted)  # type: ignore[arg-type]
