"""DuckDB types of a record's fields, from its JSON Schema. In Parquet objects are structs, and arrays are lists."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import BaseModel

_SIMPLE = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
_FORMATS = {"date": "DATE", "date-time": "TIMESTAMPTZ"}


def json_columns(model: type[BaseModel]) -> dict[str, str]:
    """Each field with the type it is read with. Fields that hold others are JSON, whatever the data happen to hold."""
    columns = {}
    for name, field in model.model_json_schema(mode="serialization")["properties"].items():
        kinds = {kind.get("type") for kind in field.get("anyOf", [field])} - {"null"}
        columns[name] = _SIMPLE.get(kinds.pop(), "JSON") if len(kinds) == 1 else "JSON"
    return columns


def parquet_columns(model: type[BaseModel]) -> dict[str, str]:
    """Each field of the record with the expression that makes a typed column of it. Any may be null.

    A key that an old record lacks is null; a CAST from JSON would refuse the record.
    """
    schema = model.model_json_schema(mode="serialization")
    return {name: _column(name, _type(field, schema["$defs"])) for name, field in schema["properties"].items()}


def _column(name: str, kind: Any) -> str:
    if isinstance(kind, str):
        return f"CAST({name} AS {kind}) AS {name}"
    return f"json_transform({name}, '{orjson.dumps(kind).decode()}') AS {name}"


def _type(field: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """A type's name, or what `json_transform` takes: a list of one type, an object of a struct's types."""
    if "anyOf" in field:
        (field,) = (kind for kind in field["anyOf"] if kind.get("type") != "null")
    if "$ref" in field:
        field = definitions[field["$ref"].rpartition("/")[2]]
    if field["type"] == "array":
        return [_type(field["items"], definitions)]
    if "properties" in field:
        return {name: _type(one, definitions) for name, one in field["properties"].items()}
    if field["type"] == "object":
        return f"MAP(VARCHAR, {_type(field['additionalProperties'], definitions)})"
    return _FORMATS.get(field.get("format", ""), _SIMPLE[field["type"]])
