"""What normalising does to clean text: every edit by kind, and samples to be read by eye.

    python -m bench.harm FOLDER [--level repair] [--part seen|unseen|all] [--kind cut_word] [--sample 20]

FOLDER holds UTF-8 text files (`.txt`, in any depth). A quarter of them, by the hash of their names, is the unseen part:
rules are tuned on the rest, and the unseen part is scored once, when they are done. Kinds that only choose one of two
right forms (spaces, line ends, tone style ...) are counted but not sampled unless `--kind` names them.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from crawler.vietnamese import normalize

_FORMS = frozenset(["line_end", "space", "invisible", "nfc", "gap", "hyphen", "full_width", "tone_style"])
_UNSEEN = "cdef"
_AROUND = 30


def is_unseen(path: Path) -> bool:
    """True for the quarter of files that rules are not tuned on."""
    return hashlib.sha1(path.name.encode()).hexdigest()[0] in _UNSEEN


def files(folder: Path, part: str) -> list[Path]:
    """The text files of `folder` that belong to `part` (seen, unseen, all), in order of name."""
    found = sorted(path for path in folder.rglob("*.txt") if path.is_file())
    return [path for path in found if part == "all" or (part == "unseen") == is_unseen(path)]


def _edits_of(job: tuple[Path, str]) -> tuple[int, float, list[tuple[str, str, str, str, str]], list[str]]:
    path, level = job
    text = path.read_text("utf-8", errors="replace")
    start = time.perf_counter()
    done = normalize(text, level)  # type: ignore[arg-type]
    seconds = time.perf_counter() - start
    edits = []
    for kind, position, before, after in done.changes:
        left = text[max(0, position - _AROUND) : position]
        right = text[position + len(before) : position + len(before) + _AROUND]
        edits.append((kind, before, after, f"{left}[{before[:60]}→{after[:60]}]{right}".replace("\n", "¶"), path.name))
    return len(text), seconds, edits, done.flags


def _results(paths: list[Path], level: str, processes: int) -> Iterator[tuple[int, float, list, list[str]]]:
    jobs = [(path, level) for path in paths]
    if processes == 1:
        yield from map(_edits_of, jobs)
    else:
        with Pool(processes) as pool:
            yield from pool.imap_unordered(_edits_of, jobs, chunksize=32)


def main() -> None:
    """Print the table of kinds, then samples of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--level", default="repair", choices=["safe", "canonical", "repair"])
    parser.add_argument("--part", default="seen", choices=["seen", "unseen", "all"])
    parser.add_argument("--kind", action="append", help="sample this kind only; may be given again")
    parser.add_argument("--sample", type=int, default=20, help="how many of each kind to print; 0 prints all")
    parser.add_argument("--processes", type=int, default=1)
    arguments = parser.parse_args()
    characters, seconds = 0, 0.0
    counts: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    samples: dict[str, Counter[str]] = defaultdict(Counter)
    for size, took, edits, raised in _results(
        files(arguments.folder, arguments.part), arguments.level, arguments.processes
    ):
        characters, seconds = characters + size, seconds + took
        flags.update(raised)
        for kind, _, _, shown, name in edits:
            counts[kind] += 1
            if (kind in arguments.kind) if arguments.kind else kind not in _FORMS:
                samples[kind][f"{shown}   {name}"] += 1
    millions = characters / 1e6
    print(f"{millions:.1f} M characters, {characters / max(seconds, 1e-9) / 1e6:.1f} M characters/s a core")
    for kind, count in counts.most_common():
        print(f"{kind:<24}{count:>9}{count / millions:>10.2f} a million")
    for flag, count in flags.most_common():
        print(f"flag {flag:<30}{count:>9} texts")
    for kind, shown in samples.items():
        lines = sorted(shown)
        chosen = lines if not arguments.sample else random.Random(1).sample(lines, min(arguments.sample, len(lines)))
        print(f"\n{kind} ({len(lines)} places)")
        print("\n".join(f"  {line}" for line in chosen))


if __name__ == "__main__":
    main()
