"""How much of damaged text comes back: each mechanism of `damage.py`, ours beside the peers.

    python -m bench.restoring FOLDER [--part seen|unseen|all] [--cases 2000] [--peers PYTHON] [--only NAME] [--show 5]

FOLDER holds UTF-8 text files; clean paragraphs of them are damaged, repaired, and compared with what they were. A
paragraph counts where all of it came back; `words` is the share of the damaged words that did.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.damage import FIRST_SAFE, WHOLE, Damage
from bench.harm import files
from crawler.vietnamese import is_syllable, normalize

_LEAST_VIETNAMESE = 0.9


def _paragraphs(folder: Path, part: str) -> Iterator[str]:
    paths = files(folder, part)
    random.Random(7).shuffle(paths)
    for path in paths:
        for line in unicodedata.normalize("NFC", path.read_text("utf-8", errors="replace")).split("\n"):
            text = " ".join(line.split())
            if 80 <= len(text) <= 600 and _is_clean(text):
                yield text


def _is_clean(text: str) -> bool:
    words = [word for word in text.split() if word.isalpha()]
    good = sum(map(is_syllable, words))
    return len(words) > 10 and good >= _LEAST_VIETNAMESE * len(words) and normalize(text).text == text


def _damaged_words(given: str, wanted: str, got: str) -> tuple[int, int]:
    """How many words of `wanted` were damaged, and how many of these came back."""
    words = wanted.split()
    lost = _changed(words, given.split())
    return len(lost), len(lost - _changed(words, got.split()))


def _changed(words: list[str], others: list[str]) -> set[int]:
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    return {
        index
        for tag, start, end, _, _ in matcher.get_opcodes()
        if tag != "equal"
        for index in range(start, max(end, start + (tag == "insert")))
    }


def cases(folder: Path, part: str, name: str, damage: Damage, most: int) -> list[tuple[str, str]]:
    """`(damaged, as it was)`, at most `most` of them."""
    chance = random.Random(name)
    made: list[tuple[str, str]] = []
    for text in _paragraphs(folder, part):
        done = damage(text, chance)
        given, wanted = done if isinstance(done, tuple) else (done, _wanted(name, text))
        if given is not None and given != text:
            made.append((given, wanted))
            if len(made) >= most:
                break
    return made


def _wanted(name: str, text: str) -> str:
    if name == "misplaced tones, capitals":
        return text.upper()
    if name == "misplaced tones, titles":
        return text.title()
    return text


def _same(got: str, wanted: str) -> bool:
    return " ".join(got.split()) == wanted


def _score(made: list[tuple[str, str]], repair: Callable[[str], str], show: int) -> tuple[float, float]:
    whole = damaged = back = 0
    for given, wanted in made:
        got = repair(given)
        whole += _same(got, wanted)
        lost, restored = _damaged_words(given, wanted, got)
        damaged, back = damaged + lost, back + restored
        if show and not _same(got, wanted):
            show -= 1
            print(f"  given  {given[:300]!r}\n  got    {got[:300]!r}\n  wanted {wanted[:300]!r}\n")
    return 100 * whole / max(1, len(made)), 100 * back / max(1, damaged)


def _peers(python: str, made: dict[str, list[tuple[str, str]]]) -> dict[str, dict[str, float]]:
    done = subprocess.run(
        [python, str(Path(__file__).with_name("peers") / "restoring.py")],
        input=json.dumps(made), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="seen", choices=["seen", "unseen", "all"])
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--peers", action="append", default=[], help="Python of a virtual environment with peers in it")
    parser.add_argument("--only", action="append", help="this mechanism only; may be given again")
    parser.add_argument("--show", type=int, default=0, help="print so many failures of each")
    arguments = parser.parse_args()
    names = arguments.only or list(WHOLE)
    made = {name: cases(arguments.folder, arguments.part, name, WHOLE[name], arguments.cases) for name in names}
    theirs: dict[str, dict[str, float]] = {}
    for python in arguments.peers:
        theirs |= _peers(python, made)
    print(f"{'% of paragraphs':<28}{'cases':>6}{'repair':>8}{'words':>8}{'stays':>8}{'safe 1st':>9}{'canon 1st':>10}"
          + "".join(f"{peer[:16]:>17}" for peer in theirs))  # fmt: skip
    for name, pairs in made.items():
        whole, words = _score(pairs, lambda text: normalize(text, "repair").text, arguments.show)
        again = sum(normalize(done := normalize(given, "repair").text, "repair").text == done for given, _ in pairs)
        later = ["", ""]
        if name in FIRST_SAFE:
            later = [
                f"{_score(pairs, lambda text, level=level: normalize(normalize(text, level).text, 'repair').text, 0)[0]:.1f}"
                for level in ("safe", "canonical")
            ]
        print(
            f"{name:<28}{len(pairs):>6}{whole:>8.1f}{words:>8.1f}{100 * again / max(1, len(pairs)):>8.1f}{later[0]:>9}{later[1]:>10}"
            + "".join(f"{scores[name]:>17.1f}" for scores in theirs.values()),
            flush=True,
        )


if __name__ == "__main__":
    main()
