"""Normalising and date reading beside their peers, in one run.

    python bench/vietnamese.py [--peers PYTHON] [--text FILE]

`--peers` is the Python of a virtual environment of its own with ftfy, underthesea and viet-text-tools in it; without it
only our own figures are printed. All is processor time, best of three. `--text` measures a text of yours instead (documents between form feeds).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import dateparser
from vietnamese_texts import DATES, clean_text

from crawler.base.clock import VIETNAM
from crawler.vietnamese import Level, fold, normalize, parse_date

READ_AT = datetime(2020, 6, 29, 14, 0, tzinfo=VIETNAM)


def _seconds(run: Callable[[], object], rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def _megabytes_a_second(run: Callable[[str], object], documents: list[str]) -> float:
    size = sum(len(document.encode()) for document in documents) / 1e6

    def all_of_them() -> None:
        for document in documents:
            run(document)

    return size / _seconds(all_of_them)


def _at(level: Level) -> Callable[[str], object]:
    return lambda document: normalize(document, level)


def _both(document: str) -> None:
    normalize(document)
    normalize(document, "repair")


def _variants(document: str) -> str:
    return fold(document, variants=True)


def measure_text(documents: list[str], peers: str | None) -> None:
    """MB/s on clean NFC and NFD text and on the same in ASCII, ours and the peers'."""
    texts = {
        "NFC": documents,
        "NFD": [unicodedata.normalize("NFD", document) for document in documents],
        "ASCII": [fold(document, diacritics=False).encode("ascii", "ignore").decode() for document in documents],
    }
    ours = {level: {kind: _megabytes_a_second(_at(level), text) for kind, text in texts.items()}
            for level in ("safe", "canonical", "repair")}  # fmt: skip
    rows = {f"tintinh {level}": speeds for level, speeds in ours.items()}
    rows["tintinh canonical + repair"] = {kind: _megabytes_a_second(_both, text) for kind, text in texts.items()}
    rows["tintinh fold"] = {kind: _megabytes_a_second(fold, text) for kind, text in texts.items()}
    rows["tintinh fold, variants"] = {kind: _megabytes_a_second(_variants, text) for kind, text in texts.items()}
    if peers:
        short = {kind: text[: max(1, len(text) // 10)] for kind, text in texts.items()}
        done = subprocess.run(
            [peers, str(Path(__file__).with_name("vietnamese_peers.py"))],
            input=json.dumps(short), capture_output=True, text=True, check=True,
        )  # fmt: skip
        rows |= json.loads(done.stdout.splitlines()[-1])
    repair = ours["repair"]
    heads = "".join(f"{kind:>10}" for kind in texts)
    print(f"{'MB/s':<28}{heads}   repair is faster by")
    for name, speeds in rows.items():
        ratios = " ".join(f"{repair[kind] / speeds[kind]:8.1f}×" for kind in texts)
        print(f"{name:<28}{''.join(f'{speeds[kind]:>10.2f}' for kind in texts)}   {ratios}")


def measure_dates() -> None:
    """Microseconds a date, for each form that the grammar knows."""
    print(f"\n{'µs a date':<40}{'tintinh':>10}{'dateparser':>12}{'ratio':>8}")
    total_ours = total_theirs = 0.0
    settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": READ_AT.replace(tzinfo=None)}
    dateparser.parse("1/1/2020", languages=["vi", "en"], settings=settings)  # its data are loaded by the first call
    for text in DATES:
        ours = _seconds(lambda text=text: [parse_date(text, READ_AT) for _ in range(500)]) / 500
        theirs = _seconds(
            lambda text=text: [dateparser.parse(text, languages=["vi", "en"], settings=settings) for _ in range(5)]
        ) / 5  # fmt: skip
        total_ours, total_theirs = total_ours + ours, total_theirs + theirs
        print(f"{text:<40}{ours * 1e6:>10.1f}{theirs * 1e6:>12.1f}{theirs / ours:>7.0f}×")
    print(f"{'all':<40}{total_ours * 1e6:>10.1f}{total_theirs * 1e6:>12.1f}{total_theirs / total_ours:>7.0f}×")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", help="Python of the peers' virtual environment")
    parser.add_argument("--text", type=Path, help="UTF-8 text, documents between form feeds")
    arguments = parser.parse_args()
    documents = arguments.text.read_text("utf-8").split("\f") if arguments.text else clean_text()
    measure_text(documents, arguments.peers)
    measure_dates()


if __name__ == "__main__":
    main()
