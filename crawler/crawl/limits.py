"""How many portals one command crawls side by side."""

from __future__ import annotations

from typing import Final

# So many portals at once where nobody says how many: each has one request under way and about a megabyte.
JOBS: Final = 64
