"""Forms: the fields of a POST that asks for a listing's next page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import orjson


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of a POST, in order.

    A `stateful` form holds what the server sent with an earlier page (ASP.NET's view state). The server may refuse it
    once it has forgotten that page; then a walk of the section from its first page gets a new form. `last` is the
    number of the listing's last page, where the first page says it.
    """

    fields: tuple[tuple[str, str], ...]
    stateful: bool = False
    last: int | None = None

    def dumps(self) -> str:
        """The form as text for the frontier."""
        return orjson.dumps({"fields": self.fields, "stateful": self.stateful, "last": self.last}).decode()

    @classmethod
    def loads(cls, text: str) -> Self:
        """The form from the frontier's text."""
        data = orjson.loads(text)
        return cls(tuple((name, value) for name, value in data["fields"]), data["stateful"], data["last"])
