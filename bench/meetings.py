"""How fast meeting reports are read, on one core: `python -m bench.meetings`.

No crawler that we know reads Vietnamese meeting reports, so the yardstick is the step before it in the same pipeline,
normalising the same texts; both are timed in turns in one run. Needs ../shared.
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import turbohtml

from crawler.archive.reading import responses
from crawler.meetings import read_meeting
from crawler.vietnamese import normalize

SHARED = Path(__file__).parents[1] / "../shared"
ROUNDS = 5

Text = tuple[str, str, date | None]


def archived() -> list[Text]:
    """Title, body and day of every article of the archived portal: one in seven is a meeting report."""
    with (SHARED / "archives/hanoi-dic.gold.tsv").open(encoding="utf-8") as table:
        gold = {row["url"]: row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)}
    texts = []
    for response in responses(SHARED / "archives/hanoi-dic.warc.gz"):
        row = gold.pop(response.url, None)
        content = row and turbohtml.parse(response.body.decode("utf-8", "replace")).select_one(".asset-content")
        if row and content is not None:
            day = date.fromisoformat(row["published"][:10]) if row["published"] else None
            texts.append((row["title"], content.to_text(), day))
    return texts


def labelled() -> list[Text]:
    """The reports labelled by hand: two in three are meeting reports."""
    lines = (SHARED / "meetings/labelled.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row["title"], row["body"], date.fromisoformat(row["published"])) for row in rows]


def per_second(work: Callable[[Text], object], texts: list[Text]) -> float:
    """Articles per second of processor time in one pass."""
    begin = time.process_time()
    for text in texts:
        work(text)
    return len(texts) / (time.process_time() - begin)


def main() -> int:
    """Print a line a collection."""
    if not SHARED.exists():
        print("../shared is not here: nothing to measure")
        return 1
    for name, texts in (("archived portal", archived()), ("labelled reports", labelled())):
        rounds = [
            (per_second(lambda text: read_meeting(*text), texts), per_second(lambda text: normalize(text[1]), texts))
            for _ in range(ROUNDS)
        ]
        reading = statistics.median(read for read, _ in rounds)
        ratio = statistics.median(read / plain for read, plain in rounds)
        print(f"{name}: {len(texts)} articles, {reading:,.0f}/s read, {ratio:.2f} times as many as normalised")
    return 0


if __name__ == "__main__":
    sys.exit(main())
