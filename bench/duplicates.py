"""Near-duplicates, found and missed, and how fast: `python -m bench.duplicates [N]`.

N originals (default 3,000) from a generator of our own, each followed by copies with 1, 5, 10 and 20 % of the words
changed, by a reprint with another lead, a caption and a byline, and by a text of its own that shares 30 or 50 % of
boilerplate with hundreds of others. Found means: marked as a copy of *its* original. Ours runs through the store as a
crawl does it (SQLite, index on disk, a hundred a transaction); datasketch, in a virtual environment of its own, gets
the same words with the same number of values and the same threshold, its index in memory. Both start from folded words.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench.peer_venv import python
from bench.synthetic_news import Newsroom
from crawler.articles.duplicates import SIMILAR, mark_near_duplicates
from crawler.articles.shingles import VALUES
from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.model.items import Article

BATCH = 100
EDITS = (1, 5, 10, 20)
DATASKETCH = Path(__file__).with_name("peers") / "datasketch_lsh.py"

# kind, original's place in the list or None, words
Labelled = tuple[str, int | None, list[str]]


def labelled(count: int) -> list[Labelled]:
    """Originals first, then what was made of them, shuffled."""
    room = Newsroom(seed=61)
    originals = [room.body() for _ in range(count)]
    boilerplate = [room.body(600) for _ in range(5)]
    made: list[Labelled] = []
    for place, body in enumerate(originals):
        made += [(f"{percent} % of words", place, room.edited(body, percent / 100)) for percent in EDITS]
        made.append(("lead, caption, byline", place, room.reprinted(body)))
        share = 0.3 if place % 2 else 0.5
        words = max(100, min(600, len(body)))
        made.append((f"boilerplate {share:.0%}", None, room.sharing(boilerplate[place % 5], share, words)))
    room.random.shuffle(made)
    return [("original", None, body) for body in originals] + made


def ours(texts: list[Labelled]) -> tuple[list[int | None], float]:
    """What each text was marked a copy of, and the seconds of the index's part of the commits."""
    found: list[int | None] = []
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/tintinh.db")
        for start in range(0, len(texts), BATCH):
            batch = [words for _, _, words in texts[start : start + BATCH]]
            articles = [numbered(place) for place in range(start, start + len(batch))]
            begin = time.perf_counter()
            with writing(store.engine) as connection:
                mark_near_duplicates(connection, articles, batch)
            seconds += time.perf_counter() - begin
            with writing(store.engine) as connection:  # the numbers' names, which a crawl's commit writes
                connection.exec_driver_sql(
                    "INSERT INTO articles (id, portal, url, canonical_url, title, content_hash, revision, seq,"
                    " first_seen, last_seen) VALUES (?, 'p', '', '', '', '', 1, ?, '', '')",
                    [(one.id, one.seq) for one in articles],
                )
                connection.exec_driver_sql(
                    "INSERT INTO revisions VALUES (?, ?, 1, 'p', '', '', '')", [(one.seq, one.id) for one in articles]
                )
            found += [int(one.duplicate_of) if one.duplicate_of else None for one in articles]
        store.close()
    return found, seconds


def numbered(place: int) -> Article:
    """An article whose id is its place."""
    return Article(id=str(place), portal="p", url="", canonical_url="", title="", body="", revision=1, seq=place + 1)


def datasketch(texts: list[Labelled]) -> tuple[list[int | None], float]:
    """The same by datasketch."""
    interpreter = python("datasketch==2.0.0")
    words = "\n".join(json.dumps(body) for _, _, body in texts)
    command = [str(interpreter), str(DATASKETCH), str(VALUES), str(SIMILAR)]
    done = subprocess.run(command, input=words, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return answer["found"], answer["seconds"]


def report(name: str, texts: list[Labelled], found: list[int | None], seconds: float) -> float:
    """Print recall by kind and precision up to 10 % of edits; returns texts per second."""
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    right = wrong = 0
    for (kind, original, _), one in zip(texts, found, strict=True):
        if original is not None:
            kinds[kind].append(one == original)
        else:
            kinds[kind].append(one is not None)
        right += one is not None and one == original
        wrong += one is not None and one != original
    rate = len(texts) / seconds
    print(f"{name}: {rate:,.0f} articles/s, {1000 / rate:.3f} ms each; precision {right / max(1, right + wrong):.4f}")
    for kind, hits in sorted(kinds.items()):
        what = "marked" if kind == "original" or kind.startswith("boilerplate") else "found"
        print(f"  {kind:24} {what:6} {sum(hits) / len(hits):7.4f}  of {len(hits):,}")
    return rate


def main() -> int:
    """Measure both in one run."""
    texts = labelled(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
    own = report("tintinh (rensa, index in the store)", texts, *ours(texts))
    peer = report("datasketch (index in memory)", texts, *datasketch(texts))
    print(f"ratio {own / peer:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
