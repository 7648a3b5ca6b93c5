"""Run by `bench/vietnamese.py` with the peers' own Python: reads texts as JSON on stdin, prints MB/s for each peer."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable


def _megabytes_a_second(run: Callable[[str], object], documents: list[str]) -> float:
    size = sum(len(document.encode()) for document in documents) / 1e6
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        for document in documents:
            run(document)
        best = min(best, time.process_time() - start)
    return size / best


def main() -> None:
    """Measure what is installed; a peer that is not is left out."""
    texts: dict[str, list[str]] = json.load(sys.stdin)
    peers: dict[str, Callable[[str], object]] = {}
    try:
        import ftfy

        peers["ftfy"] = ftfy.fix_text
    except ImportError:
        pass
    try:
        from viet_text_tools import normalize_diacritics

        peers["viet-text-tools"] = normalize_diacritics
    except ImportError:
        pass
    try:
        from underthesea import text_normalize

        peers["underthesea"] = text_normalize
    except ImportError:
        pass
    speeds = {
        name: {kind: _megabytes_a_second(run, documents) for kind, documents in texts.items()}
        for name, run in peers.items()
    }
    json.dump(speeds, sys.stdout)


if __name__ == "__main__":
    main()
