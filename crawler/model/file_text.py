"""What was read from an attached file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's type and text; `flags` say why text is missing or what was done to it."""

    media_type: str | None
    sha256: str
    text: str | None = None
    flags: list[str] = field(default_factory=list)
