"""One crawl of a portal at a time: two would ask the portal twice as fast as was promised."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from crawler.errors import UserError


class PortalLock:
    """A lock file in the output folder, held while this object lives; the system frees it when the process dies."""

    def __init__(self, output: Path, portal: str) -> None:
        """Take the lock. Raises `UserError` where another process crawls the portal into this folder."""
        folder = output / ".locks"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = (folder / portal).open("w")
        except OSError as error:
            raise UserError(f"cannot write to the output folder {output}: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise UserError(f"{portal} is being crawled into {output} by another process") from error

    def release(self) -> None:
        """Let others crawl the portal."""
        self._file.close()
