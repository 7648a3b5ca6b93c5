"""The flags that an article has because of its files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Flag of a revision that exists because the article's files were read; its page did not change.
ATTACHMENTS_READ = "attachments read"
_OF_FILE = re.compile(r"attachments\.(\d+): (.*)", re.DOTALL)


def without_file_flags(flags: Sequence[str]) -> list[str]:
    """`flags` without those of files: 'attachments.0: file is encrypted', and `ATTACHMENTS_READ`."""
    return [flag for flag in flags if flag != ATTACHMENTS_READ and not _OF_FILE.fullmatch(flag)]


def moved_file_flags(flags: Sequence[str], places: Mapping[int, int]) -> list[str]:
    """The flags of single files, renumbered: `places` gives each file's new place among the attachments."""
    found = [match for flag in flags if (match := _OF_FILE.fullmatch(flag))]
    return [f"attachments.{places[int(one[1])]}: {one[2]}" for one in found if int(one[1]) in places]
