"""Reads `{mechanism: [[damaged, as it was], ...]}` as JSON; writes the share of each that every installed peer restores.

A peer that fails on a text has not restored it; one that fails on plain Vietnamese is not measured, but reported.
"""

import contextlib
import importlib
import json
import sys

_PLAIN = "Ủy ban nhân dân tỉnh họp phiên thường kỳ"
_LOWERS_CASE = {"vi-textmatch"}  # it makes keys: its text is compared without regard to case


def _peers():
    for name, module, function in (
        ("ftfy", "ftfy", "fix_text"),
        ("viet-text-tools", "viet_text_tools", "normalize_diacritics"),
        ("underthesea", "underthesea", "text_normalize"),
        ("visen", "visen", "clean_tone"),
        ("viparse", "viparse", "fix"),
        ("vi-textmatch", "vi_textmatch", "normalize"),
    ):
        try:
            run = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
        run(_PLAIN)
        yield name, run


def _restored(name, run, pairs):
    same = 0
    for given, wanted in pairs:
        with contextlib.suppress(Exception):
            got = " ".join(run(given).split())
            same += got.lower() == wanted.lower() if name in _LOWERS_CASE else got == wanted
    return 100 * same / max(1, len(pairs))


made = json.load(sys.stdin)
json.dump(
    {name: {key: _restored(name, run, pairs) for key, pairs in made.items()} for name, run in _peers()}, sys.stdout
)
