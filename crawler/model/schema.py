"""The published JSON Schema of the record: `python -m crawler.model.schema` writes it under docs/schema.

`versions.json` beside it keeps the digest of each version's structure (names, types, what is required; not the
words), so that a change without a new `SCHEMA_VERSION` is refused.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path
from typing import Any

import orjson

from crawler.base.errors import UserError
from crawler.model.items import SCHEMA_VERSION, Article

NOTES = Path(__file__).with_name("schema.toml")
VERSIONS = "versions.json"
_WORDS = frozenset({"title", "description", "examples", "x-unit", "x-null-when", "$id"})


def json_schema() -> dict[str, Any]:
    """The schema of a record, JSON Schema 2020-12, with an example, unit and meaning of null for each field."""
    schema = Article.model_json_schema(mode="serialization")
    models = {"Article": schema, **schema.get("$defs", {})}
    for model, fields in notes().items():
        for name, note in fields.items():
            entry = models[model]["properties"][name]
            entry["examples"] = [note["example"]]
            if "unit" in note:
                entry["x-unit"] = note["unit"]
            if "null" in note:
                entry["x-null-when"] = note["null"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "x-schema-version": SCHEMA_VERSION, **schema}


def notes() -> dict[str, dict[str, dict[str, Any]]]:
    """What schema.toml says, by model and field."""
    return tomllib.loads(NOTES.read_text("utf-8"))


def digest(schema: dict[str, Any]) -> str:
    """SHA-256 of a schema's structure, hexadecimal: another digest needs another version."""
    return hashlib.sha256(orjson.dumps(_structure(schema), option=orjson.OPT_SORT_KEYS)).hexdigest()


def _structure(part: Any, named: bool = False) -> Any:
    if isinstance(part, dict):
        kept = part if named else {key: value for key, value in part.items() if key not in _WORDS}
        return {
            key: _structure(value, named=key in ("properties", "$defs") and not named) for key, value in kept.items()
        }
    return [_structure(value) for value in part] if isinstance(part, list) else part


def file_name(version: int = SCHEMA_VERSION) -> str:
    """The published schema's file name."""
    return f"article.v{version}.json"


def rendered() -> bytes:
    """The schema as published."""
    return orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2) + b"\n"


def publish(folder: Path) -> None:
    """Write the schema. Raises `UserError` where its structure changed and `SCHEMA_VERSION` did not."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / VERSIONS
    known: dict[str, str] = orjson.loads(path.read_bytes()) if path.exists() else {}
    now = digest(json_schema())
    if known.setdefault(str(SCHEMA_VERSION), now) != now:
        raise UserError(f"the record changed: raise SCHEMA_VERSION in crawler/model/items.py above {SCHEMA_VERSION}")
    (folder / file_name()).write_bytes(rendered())
    path.write_bytes(orjson.dumps(known, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    try:
        publish(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
    except UserError as error:
        sys.exit(f"error: {error}")
