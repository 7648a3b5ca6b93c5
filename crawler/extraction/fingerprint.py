"""The fingerprint of an article's words: what decides on a new revision and tells a copy."""

from __future__ import annotations

import hashlib


def content_hash(title: str, body: str) -> str:
    """SHA-256 of normalised title and body: case and white space do not count, every word does.

    Tone style does not count either, for normalising has left one.
    """
    key = f"{' '.join(title.casefold().split())}\n{' '.join(body.casefold().split())}"
    return hashlib.sha256(key.encode()).hexdigest()
