"""Names that stay as they are officially written, whatever the tone style of the text.

The provinces are written so in the National Assembly's resolutions (Nghị quyết 202/2025/QH15 for those of today); a
text brought to the new style keeps them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

OFFICIAL_NAMES: Final = frozenset(["Thanh Hóa", "Khánh Hòa", "Hòa Bình", "THANH HÓA", "KHÁNH HÒA", "HÒA BÌNH"])


def named_spans(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Where `names` (as written, case and all) stand in `text`, in order of place."""
    spans = []
    for name in names:
        at = text.find(name) if name else -1
        while at >= 0:
            spans.append((at, at + len(name)))
            at = text.find(name, at + len(name))
    return sorted(spans)
