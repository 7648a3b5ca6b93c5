"""Reads a JSON list of words a line; writes what datasketch's MinHashLSH takes each for a copy of, and the seconds."""

import json
import sys
import time

from datasketch import MinHash, MinHashLSH

values, threshold = int(sys.argv[1]), float(sys.argv[2])
texts = [json.loads(line) for line in sys.stdin]
begin = time.perf_counter()
index = MinHashLSH(threshold=threshold, num_perm=values)
sketches: list[MinHash] = []
found: list[int | None] = []
for place, words in enumerate(texts):
    sketch = MinHash(num_perm=values)
    sketch.update_batch([f"{one} {two}".encode() for one, two in zip(words, words[1:])])  # noqa: B905, RUF007
    near = [other for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= threshold]
    found.append(min(near, default=None))
    index.insert(place, sketch)
    sketches.append(sketch)
json.dump({"found": found, "seconds": time.perf_counter() - begin}, sys.stdout)
