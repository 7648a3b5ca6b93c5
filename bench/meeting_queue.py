"""Which articles to label next: where the rules and a learned vote disagree about a meeting report.

    python bench/meeting_queue.py TEXTS.jsonl --peers PYTHON [--most 50]

TEXTS holds one article a line (`title`, `body`, `published`; a `key` or an `id`), such as `tintinh export` writes. The
rules' own verdicts are the silver labels that a regression over words learns from, in five folds, so that no article is
judged by a model that saw its label. `--peers` is the Python of a virtual environment with scikit-learn in it:
`python -m bench.peer_venv scikit-learn`. An article that the model doubts is one that the rules may have wrong.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.meetings.recognise import recognise
from crawler.meetings.text import Text

LEAD = 1500
"""Characters of the body that the model reads: what a report reports stands in its first paragraphs."""


def verdicts(rows: list[dict[str, Any]]) -> list[bool]:
    """The rules' verdict on each article."""
    found = []
    for row in rows:
        published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
        found.append(recognise(Text(row["title"]), Text(row["body"]), published).is_meeting)
    return found


def votes(rows: list[dict[str, Any]], silver: list[bool], peers: str) -> list[float]:
    """What the model gives each article that it did not learn from: the chance of a report, 0 to 1."""
    texts = [f"{row['title']}\n{row['body'][:LEAD]}" for row in rows]
    done = subprocess.run(
        [peers, str(Path(__file__).with_name("meeting_vote.py"))],
        input=json.dumps({"texts": texts, "labels": silver}),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def main() -> int:
    """Print the articles to label, the most doubtful first: key, verdict, vote, title."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="articles, one JSON object a line")
    parser.add_argument("--peers", required=True, help="Python of a virtual environment with scikit-learn")
    parser.add_argument("--most", type=int, default=50, help="how many to print")
    arguments = parser.parse_args()
    if not arguments.texts.is_file():
        print(f"no such file: {arguments.texts}", file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in arguments.texts.read_text("utf-8").splitlines() if line.strip()]
    silver = verdicts(rows)
    if len(rows) < 20 or len(set(silver)) < 2:
        print("too few articles, or all of one kind: nothing to learn from", file=sys.stderr)
        return 2
    doubts = sorted(
        zip(rows, silver, votes(rows, silver, arguments.peers), strict=True), key=lambda one: -abs(one[1] - one[2])
    )
    for row, verdict, vote in doubts[: arguments.most]:
        if (vote > 0.5) != verdict:
            print(f"{row.get('key') or row.get('id')}\t{'report' if verdict else 'none'}\t{vote:.2f}\t{row['title']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
