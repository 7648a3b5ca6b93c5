"""The list of environment variables, docs/environment.md, written from the model: `python -m tests.install.variables`."""

from __future__ import annotations

from annotated_types import Ge, Gt, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from crawler.base.environment import PREFIX, Environment
from tests.install.environments import ROOT

PAGE = ROOT / "docs" / "environment.md"
HEAD = """# Environment variables

Every variable that tintinh reads, with its default. An empty variable counts as not set. A wrong value ends the command with
one line that names the variable, and with exit code 2. Options of the command line win over variables. Yes and no are written
`1` and `0`.

This page is written from `crawler/base/environment.py` (`python -m tests.install.variables`); a test compares the two.

| variable | value | default | meaning |
|---|---|---|---|
"""
KINDS = {"bool": "yes or no", "int": "whole number", "float": "number", "str": "text", "Path": "folder"}


def drawn() -> str:
    """The page as Markdown."""
    return HEAD + "".join(_row(name, field) for name, field in sorted(Environment.model_fields.items()))


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{PREFIX}{name.upper()}` | {_kind(name, field)} | {_default(field)} | {field.description} |\n"


def _kind(name: str, field: FieldInfo) -> str:
    named = getattr(field.annotation, "__name__", "")
    kind = KINDS.get(named, {"revisit_after": "whole numbers", "portals": "folder"}.get(name, "text"))
    bounds = []
    for one in field.metadata:
        bounds += [f"{one.ge} or more"] if isinstance(one, Ge) else []
        bounds += [f"more than {one.gt}"] if isinstance(one, Gt) else []
        bounds += [f"at most {one.le}"] if isinstance(one, Le) else []
    return ", ".join([kind, *bounds])


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr) or value in (None, "", []):
        return "none"
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(drawn(), "utf-8")
