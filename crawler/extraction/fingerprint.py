"""The fingerprint of an article's words: what decides on a new revision and tells a copy."""

from __future__ import annotations

import hashlib

from crawler.vietnamese import fold


def content_hash(title: str, body: str) -> str:
    """SHA-256 of title and body as match keys: case, tone style and white space do not count, every word does."""
    key = f"{' '.join(fold(title).split())}\n{' '.join(fold(body).split())}"
    return hashlib.sha256(key.encode()).hexdigest()
