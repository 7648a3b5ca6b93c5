"""The glossary names modules that exist, and each term once."""

import re
from collections import Counter

from tests import rooms

ROWS = re.findall(
    r"^\| (?!term|---)([^|]+) \| [^|]+ \| `([\w.]+)` \|$", (rooms.ROOT / "docs/glossary.md").read_text("utf-8"), re.M
)


def test_every_term_has_a_module_that_exists() -> None:
    assert len(ROWS) > 40
    assert [(term, module) for term, module in ROWS if module not in rooms.modules()] == []


def test_a_term_is_explained_once() -> None:
    assert [term for term, count in Counter(term for term, _ in ROWS).items() if count > 1] == []
