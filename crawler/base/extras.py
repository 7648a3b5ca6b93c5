"""Extras: optional parts of the installation, and the one line that says which of them is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from crawler.base.errors import UserError

# Extra → the modules that tintinh imports from it. pyproject.toml lists the packages; a test compares the two.
EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "postgres": ("psycopg",),
        "worker": ("psycopg", "psycopg_pool", "procrastinate"),
        "s3": ("s3fs",),
        "attachments": ("kreuzberg",),
        "browser": ("scrapy_playwright", "playwright"),
        "console": ("fastapi", "starlette", "uvicorn", "jinja2", "markupsafe", "anyio", "feedgen"),
        "notify": ("apprise", "feedgen"),
    }
)


class ExtraMissingError(UserError):
    """A part of the installation that a command needs is not there; the message says how to install it."""

    def __init__(self, what: str, extra: str, module: str) -> None:
        super().__init__(f'{what} needs an extra: pip install "tintinh[{extra}]" (the module {module} is missing)')


@contextmanager
def needs_extra(extra: str, what: str) -> Iterator[None]:
    """Turn the failed import of a module of `extra` into `ExtraMissingError`; `what` needs it, in words."""
    try:
        yield
    except ModuleNotFoundError as error:
        if _top(error) not in EXTRAS[extra]:
            raise
        raise ExtraMissingError(what, extra, _top(error)) from error


def missing_extra(error: ModuleNotFoundError) -> ExtraMissingError | None:
    """The error to show for a failed import, whoever imports; None for a module that belongs to no extra."""
    extra = next((name for name, modules in EXTRAS.items() if _top(error) in modules), None)
    return ExtraMissingError("this command", extra, _top(error)) if extra else None


def _top(error: ModuleNotFoundError) -> str:
    return (error.name or "").partition(".")[0]
