"""Columns for text from pages and servers: characters that a database cannot hold must not end a crawl."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class SafeText(TypeDecorator[str]):
    """Text in which NUL (PostgreSQL refuses it) and lone surrogates (no UTF-8 has them) are replaced by U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 (their signature)
        """The value as it can be stored."""
        if not isinstance(value, str):
            return value
        if "\0" in value:
            value = value.replace("\0", "\ufffd")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                value = "".join("\ufffd" if 0xD800 <= ord(one) <= 0xDFFF else one for one in value)
        return value
