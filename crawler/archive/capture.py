"""Where a page lies in the raw archive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capture:
    """Where the whole answer for a page lies in the archive."""

    url: str
    digest: str  # of the body, as WARC-Payload-Digest has it
    warc_file: str
    warc_offset: int
    saved_at: str  # its WARC-Date
