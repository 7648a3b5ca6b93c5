"""Texts made to hurt: what normalising and folding cost on each, at one and at ten megabytes of characters.

    python bench/vietnamese_hostile.py [--only NAME] [--size 1000000]

A cost that grows with the text shows a ratio of about ten; the square of it would show a hundred. Processor time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import cycle, islice

from crawler.vietnamese import fold, normalize

_HAN = "".join(chr(0x4E00 + at) for at in range(20_000))
UNITS: dict[str, str] = {
    "one word without spaces": "hoà.",
    "one word, spaces": "hoà ",
    "one word, lines": "hoà\n",
    "slashes": "hoà/",
    "crowded marks": "\u0323\u0302",
    "fifty marks a letter": "a" + "\u0323\u0302" * 25,
    "ASCII": "the quick brown fox ",
    "one letter": "a",
    "one letter with a tone": "à",
    "lone lead bytes": "Ã",
    "halves of letters": "á»",
    "halves in words": "á»c ",
    "mangled twice": "HÃ¡Â»â„¢i ",
    "lost no-break spaces": "Ã ",
    "TCVN3, one line": "Bé Tµi chÝnh ",
    "TCVN3, lines": "Bé Tµi chÝnh\n",
    "ampersands": "&",
    "escaped for ever": "amp;",
    "names of entities": "ocirc",
    "stray semicolons": ";a",
    "numbers of entities": "#123;",
    "cut words": "N gày ",
    "lone letters": "g ",
    "shorthand": "ng ",
    "cut numbers": "2 0 ",
    "cut years": "năm 2 01 5 ",
    "VIQR": "Vie^.t Nam ",
    "marks of VIQR": "a^.'",
    "marks apart": "thuâ ̣t ",
    "Cyrillic twins": "хã сủа ",
    "full width": "ＡＢ ",
    "eths": "ð ",
    "styled letters": "𝐀",
    "paths": "/a",
    "spaces": " ",
    "ends of lines": " \n",
    "tabs": "\t",
    "question marks": "a?b ",
    "control characters": "\x80",
    "left-over quotes": "â€ ",
    "soft hyphens": "\u00ad",
    "invisible": "a\u200b",
    "Han": _HAN,
}
RUNS: dict[str, Callable[[str], object]] = {
    "canonical": normalize,
    "repair": lambda text: normalize(text, "repair"),
    "fold": fold,
}


def seconds(run: Callable[[str], object], text: str) -> float:
    """Processor time of one run."""
    start = time.process_time()
    run(text)
    return time.process_time() - start


def made(unit: str, size: int) -> str:
    """`unit` again and again, `size` characters in all."""
    return "".join(islice(cycle(unit), size))


def main() -> None:
    """Print seconds at the small and the large size, and how many times as long the large one takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", help="this text only; may be given again")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the smaller text")
    arguments = parser.parse_args()
    for run in RUNS.values():  # tables are loaded by the first call
        run("Uỷ ban nhân dân xã hop ve\u0302\u0323 Viê\u0323t")
    print(f"{'seconds, and times as long':<26}" + "".join(f"{name:>20}" for name in RUNS))
    for name in arguments.only or UNITS:
        small, large = (made(UNITS[name], size) for size in (arguments.size, 10 * arguments.size))
        row = ""
        for run in RUNS.values():
            one, ten = seconds(run, small), seconds(run, large)
            row += f"{one:>7.2f}{ten:>7.2f}{ten / max(one, 0.01):>5.0f}×"
        print(f"{name:<26}{row}", flush=True)


if __name__ == "__main__":
    main()
