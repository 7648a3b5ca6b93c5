"""What authors of pages call their boxes: an expression looked for in class and id, its answers remembered.

The pages of one site use the same few hundred names, and ask about each of them again and again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_REMEMBERED = 4096  # names, for each expression


def named(expression: str) -> Callable[[str], bool]:
    """Whether class and id of a box (its `hint`) have in them what `expression` matches, in any case."""
    pattern = re.compile(expression, re.I)

    @lru_cache(_REMEMBERED)
    def matches(hint: str) -> bool:
        return pattern.search(hint) is not None

    return matches
