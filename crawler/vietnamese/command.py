"""The body of `tintinh normalize`: bytes in, clean text out, part by part."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from crawler.vietnamese.normalizing import Level, normalize
from crawler.vietnamese.streaming import parts, pieces
from crawler.vietnamese.syllable import ToneStyle


def run(
    stdin: BinaryIO,
    stdout: TextIO,
    level: Level = "canonical",
    tone_style: ToneStyle = "old",
    changes: TextIO | None = None,
) -> None:
    """Read one document of any length, whatever its encoding, and write it at `level`, a megabyte read at a time.

    Where `changes` is given, each change is written to it as a line of four fields between tabs (kind, position in
    characters, before, after), and each flag once as a line `# flag`, after the part of the text that it is first
    raised for.
    """
    offset = 0
    raised: set[str] = set()
    between = ""
    for decoded in parts(stdin):
        flags = [*([f"read as {decoded.encoding}"] if decoded.encoding != "utf-8" else []), *decoded.flags]
        for piece in pieces(decoded.text):
            normalized = normalize(piece, level, tone_style)
            stdout.write(between + normalized.text)
            # A piece that ends inside a line ends at a space, which is no space at the end of a line.
            between = " " if piece.endswith(" ") and not normalized.text.endswith(" ") else ""
            if changes is not None:
                for kind, position, before, after in normalized.changes:
                    if between and position == len(piece) - 1:
                        continue
                    changes.write(f"{kind}\t{offset + position}\t{_visible(before)}\t{_visible(after)}\n")
                for flag in [*flags, *normalized.flags]:
                    if flag not in raised:
                        raised.add(flag)
                        changes.write(f"# {flag}\n")
            offset += len(piece)


def run_files(
    files: Iterable[Path], folder: Path, level: Level, tone_style: ToneStyle, *, log: bool = False
) -> Iterator[tuple[Path, str]]:
    """Normalise each file into `folder` under its own name, on all cores; gives each with its log (empty if not `log`).

    Raises FileExistsError, before anything is written, where two files have one name or a file would be overwritten.
    """
    paths = list(files)
    targets = [folder / path.name for path in paths]
    twice = next((target for target in targets if targets.count(target) > 1 or target.exists()), None)
    if twice is not None:
        raise FileExistsError(f"{twice} would be written twice, or is there already")
    folder.mkdir(parents=True, exist_ok=True)
    work = partial(_one_file, level=level, tone_style=tone_style, log=log)
    if len(paths) == 1:
        yield paths[0], work((paths[0], targets[0]))
        return
    with ProcessPoolExecutor(min(len(paths), len(os.sched_getaffinity(0)))) as pool:
        yield from zip(paths, pool.map(work, zip(paths, targets, strict=True)), strict=True)


def _one_file(job: tuple[Path, Path], level: Level, tone_style: ToneStyle, log: bool) -> str:
    source, target = job
    changes = io.StringIO() if log else None
    with source.open("rb") as given, target.open("w", encoding="utf-8", newline="") as written:
        run(given, written, level, tone_style, changes)
    return changes.getvalue() if changes is not None else ""


def _visible(text: str) -> str:
    """`text` on one line, with what cannot be seen as escapes."""
    return "".join(
        char if char == " " or (char.isprintable() and not "\u0300" <= char <= "\u036f") else ascii(char)[1:-1]
        for char in text
    )
