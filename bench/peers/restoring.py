"""Reads `{mechanism: [[damaged, as it was], ...]}` as JSON; writes the share of each that every installed peer restores."""

import contextlib
import importlib
import json
import sys


def _peers():
    for name, module, function in (
        ("ftfy", "ftfy", "fix_text"),
        ("viet-text-tools", "viet_text_tools", "normalize_diacritics"),
        ("underthesea", "underthesea", "text_normalize"),
        ("visen", "visen", "format"),
    ):
        try:
            yield name, getattr(importlib.import_module(module), function)
        except ImportError:
            continue


def _restored(run, pairs):
    same = 0
    for given, wanted in pairs:
        with contextlib.suppress(Exception):  # a peer that fails has not restored it
            same += " ".join(run(given).split()) == wanted
    return 100 * same / max(1, len(pairs))


made = json.load(sys.stdin)
json.dump({name: {key: _restored(run, pairs) for key, pairs in made.items()} for name, run in _peers()}, sys.stdout)
