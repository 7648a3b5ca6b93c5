"""What authors of pages call their boxes: an expression looked for in class and id, its answers remembered.

The pages of one site use the same few hundred names, and ask about each of them again and again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_REMEMBERED = 4096  # names, for each expression
_LONGEST = 300  # characters of a hint that is remembered, so that no page fills the memory


def named(expression: str) -> Callable[[str], bool]:
    """Whether class and id of a box (its `hint`) have in them what `expression`, in lower case, matches in any case.

    The hint is put in lower case, for an expression without case takes several times as long on long alternatives.
    """
    pattern = re.compile(expression)

    def matches(hint: str) -> bool:
        return pattern.search(hint.lower()) is not None

    remembered = lru_cache(_REMEMBERED)(matches)
    return lambda hint: remembered(hint) if len(hint) <= _LONGEST else matches(hint)
