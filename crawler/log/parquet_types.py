"""DuckDB types of a record's fields in Parquet, from its JSON Schema: objects are structs, arrays are lists."""

from __future__ import annotations

from typing import Any

import orjson

from crawler.model.items import Article

_SIMPLE = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
_FORMATS = {"date": "DATE", "date-time": "TIMESTAMPTZ"}


def parquet_columns() -> dict[str, str]:
    """Each field of the record with the expression that makes a typed column of it. Any may be null.

    A key that an old record lacks is null; a CAST from JSON would refuse the record.
    """
    schema = Article.model_json_schema(mode="serialization")
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
