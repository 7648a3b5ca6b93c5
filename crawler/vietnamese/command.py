"""The body of `tintinh normalize`: bytes in, clean text out."""

from __future__ import annotations

from typing import BinaryIO, TextIO

from crawler.vietnamese.decoding import decode
from crawler.vietnamese.normalizing import Level, Normalized, normalize
from crawler.vietnamese.syllable import ToneStyle


def run(
    stdin: BinaryIO,
    stdout: TextIO,
    level: Level = "canonical",
    tone_style: ToneStyle = "old",
    changes: TextIO | None = None,
) -> Normalized:
    """Read one document, whatever its encoding, and write it at `level`.

    Where `changes` is given, each change is written to it as a line of four fields between tabs (kind, position in
    characters, before, after), then each flag as a line `# flag`.
    """
    decoded = decode(stdin.read())
    normalized = normalize(decoded.text, level, tone_style)
    stdout.write(normalized.text)
    if changes is not None:
        for kind, position, before, after in normalized.changes:
            changes.write(f"{kind}\t{position}\t{_visible(before)}\t{_visible(after)}\n")
        if decoded.encoding != "utf-8":
            changes.write(f"# read as {decoded.encoding}\n")
        for flag in decoded.flags + normalized.flags:
            changes.write(f"# {flag}\n")
    return normalized


def _visible(text: str) -> str:
    """`text` on one line, with what cannot be seen as escapes."""
    return "".join(
        char if char == " " or (char.isprintable() and not "\u0300" <= char <= "\u036f") else ascii(char)[1:-1]
        for char in text
    )
