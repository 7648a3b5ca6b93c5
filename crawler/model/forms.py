"""Forms: what a listing's further page is asked for with, where its portal pages by POST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import orjson


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of a POST, in order.

    A `stateful` form carries what the server gave with an earlier page (ASP.NET's view state) and may be refused once
    the server has forgotten that page; it is then had anew by walking the section from its first page. `last` is the
    number of the listing's last page, where its first one tells.
    """

    fields: tuple[tuple[str, str], ...]
    stateful: bool = False
    last: int | None = None

    def dumps(self) -> str:
        """As the frontier keeps it."""
        return orjson.dumps({"fields": self.fields, "stateful": self.stateful, "last": self.last}).decode()

    @classmethod
    def loads(cls, text: str) -> Self:
        """From what the frontier keeps."""
        data = orjson.loads(text)
        return cls(tuple((name, value) for name, value in data["fields"]), data["stateful"], data["last"])
