"""What a data team relies on: clear errors, results that travel between processes, the examples of the docs."""

from __future__ import annotations

import importlib
import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.vietnamese import fold, normalize, streaming
from crawler.vietnamese.command import run, run_files


@pytest.mark.parametrize("missing", [None, float("nan"), b"bytes", 5])
def test_what_is_no_text_is_refused_in_words(missing: Any) -> None:
    with pytest.raises(TypeError, match="needs text, not"):
        normalize(missing)
    with pytest.raises(TypeError, match="needs text, not"):
        fold(missing)


def test_unknown_levels_and_styles_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown level 'nfc': one of safe, canonical, repair"):
        normalize("x", "nfc")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown tone style 'newest': one of old, new"):
        normalize("x", "safe", "newest")  # type: ignore[arg-type]


def test_results_can_be_pickled() -> None:
    done = normalize("Uỷ ban  nhân dân\u200b")
    assert pickle.loads(pickle.dumps(done)) == done
    assert len(done.changes) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quý", "quí"), ("kỹ sư", "kĩ sư"), ("Đắk Lắk", "Đắc Lắc"), ("Cư M'gar", "Cư Mgar"), ("Bắc Kạn", "Bắc Cạn"),
        ("Bodø", "bodo"), ("TP.HCM", "Thành phố Hồ Chí Minh"), ("ТР НСМ", "TP HCM"), ("thuý", "thúy"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
    ],
)  # fmt: skip
def test_variants_meet(one: str, other: str) -> None:
    for diacritics in (True, False):
        key = fold(one, diacritics, variants=True)
        assert key == fold(other, diacritics, variants=True)
        assert fold(key, diacritics, variants=True) == key
    assert fold("kỹ") != fold("kĩ")


def test_only_the_standard_library_is_imported() -> None:
    code = (
        "import sys, crawler.vietnamese as v; v.normalize('Uỷ ban', 'repair')\n"
        "names = {name.split('.')[0] for name in sys.modules}\n"
        "print(*sorted(names - set(sys.stdlib_module_names) - {'crawler', '__main__', '_virtualenv'}))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2])  # fmt: skip
    assert done.stdout.strip() == ""


TEXTS = ["Uỷ ban  nhân dân", "Bé Tµi chÝnh th«ng b¸o", "hoà bình"]
WANTED = ["Ủy ban nhân dân", "Bộ Tài chính thông báo", "hòa bình"]


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": [*TEXTS, None]})
    frame["clean"] = frame["text"].map(lambda text: normalize(text, "repair").text, na_action="ignore")
    assert frame["clean"].tolist()[:3] == WANTED
    assert pandas.isna(frame["clean"].iloc[3])


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": [*TEXTS, None]})
    clean = polars.col("text").map_elements(lambda text: normalize(text, "repair").text, return_dtype=polars.String)
    assert frame.select(clean)["text"].to_list() == [*WANTED, None]


def test_duckdb() -> None:
    duckdb = importlib.import_module("duckdb")
    connection = duckdb.connect()
    connection.create_function("clean", lambda text: normalize(text, "repair").text, ["VARCHAR"], "VARCHAR")
    rows = connection.execute("SELECT clean(t) FROM unnest(?) AS texts(t)", [[*TEXTS, None]]).fetchall()
    assert [row[0] for row in rows] == [*WANTED, None]


def test_a_long_document_is_read_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PART", 64)
    monkeypatch.setattr(streaming, "PIECE", 16)
    for text in ("Uỷ ban nhân dân tỉnh\n" * 40, "Uỷ ban nhân dân " * 60 + "tỉnh", "uỷ" * 300, "\n".join(["hoà"] * 90)):
        out, log = io.StringIO(), io.StringIO()
        run(io.BytesIO(text.encode()), out, "canonical", changes=log)
        assert out.getvalue() == normalize(text).text
        if " tỉnh" in text[100:]:
            continue
        places = [int(line.split("\t")[1]) for line in log.getvalue().splitlines()]
        assert places == [change.position for change in normalize(text).changes]


def test_pieces_are_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PIECE", 16)
    monkeypatch.setattr(streaming, "BLOCK", 64)
    for text in ("", "hoà", "\n\n", "một hai ba bốn năm sáu\nbảy\n" * 9, "không có dòng " * 20, "a\n" * 50 + "b"):
        found = list(streaming.pieces(text))
        assert "".join(found) == text
        assert all(piece.endswith("\n") for piece in found[:-1])


def test_a_short_legacy_line_is_judged_by_the_lines_around_it() -> None:
    lines = ["Bé Tµi chÝnh th«ng b¸o vÒ viÖc thu ng©n s¸ch\n"] * 150 + ["sè 5 µ\n"] + ["Bé Tµi chÝnh th«ng b¸o\n"] * 50
    out = io.StringIO()
    run(io.BytesIO("".join(lines).encode()), out, "repair")
    assert out.getvalue() == normalize("".join(lines), "repair").text
    assert "số 5 à\n" in out.getvalue()


def test_utf_16_is_read_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PART", 64)
    out = io.StringIO()
    run(io.BytesIO(("Uỷ ban\n" * 50).encode("utf-16")), out)
    assert out.getvalue() == "Ủy ban\n" * 50


def test_several_files_are_normalised_and_none_is_overwritten(tmp_path: Path) -> None:
    sources = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for source in sources:
        source.write_text("Uỷ ban\n", "utf-8")
    done = dict(run_files(sources, tmp_path / "out", "canonical", "old", log=True))
    assert [(tmp_path / "out" / source.name).read_text("utf-8") for source in sources] == ["Ủy ban\n"] * 2
    assert done[sources[0]] == "tone_style\t0\tUỷ\tỦy\n"
    with pytest.raises(FileExistsError):
        list(run_files(sources, tmp_path / "out", "canonical", "old"))
