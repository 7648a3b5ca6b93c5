"""Address words as portals make them from Vietnamese titles."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, limit: int = 110) -> str:
    """`text` without diacritics, words joined by hyphens, at most `limit` characters: 'Hội nghị' → 'hoi-nghi'."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    words = re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char)).lower())
    out = ""
    for word in words:
        if len(out) + len(word) >= limit:
            break
        out = f"{out}-{word}" if out else word
    return out
