"""The published schema says what the record is, field by field, and does not change behind its version."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import Field, create_model

from crawler.base.errors import UserError
from crawler.model import items, schema
from crawler.model.items import SCHEMA_VERSION

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema"


def fields() -> list[tuple[str, str, dict[str, Any]]]:
    whole = schema.json_schema()
    models = {"Article": whole, **whole["$defs"]}
    return [(m, name, entry) for m, model in models.items() for name, entry in model.get("properties", {}).items()]


def test_the_published_schema_is_that_of_the_records() -> None:
    published = (PUBLISHED / schema.file_name()).read_bytes()
    assert published == schema.rendered(), "write it anew: python -m crawler.model.schema"


def test_a_change_needs_a_new_version() -> None:
    versions = orjson.loads((PUBLISHED / schema.VERSIONS).read_bytes())
    assert versions[str(SCHEMA_VERSION)] == schema.digest(schema.json_schema()), "raise SCHEMA_VERSION"


@pytest.mark.parametrize(
    "change",
    [
        {"editor": (str | None, Field(None, description="x"))},  # a field more
        {"title": (str | None, Field(None, description="x"))},  # may be null now
        {"schema_version": (str, "1")},  # another type
    ],
)
def test_a_change_of_structure_without_a_new_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    schema.publish(tmp_path)
    before = (tmp_path / schema.file_name()).read_bytes()
    monkeypatch.setattr(schema, "Article", create_model("Article", __base__=items.Article, **change))
    with pytest.raises(UserError, match="raise SCHEMA_VERSION"):
        schema.publish(tmp_path)
    assert (tmp_path / schema.file_name()).read_bytes() == before


def test_better_words_are_no_change_of_version() -> None:
    whole = schema.json_schema()
    other = orjson.loads(orjson.dumps(whole))
    other["properties"]["url"]["description"] = "Said better."
    other["properties"]["url"]["examples"] = ["https://x.vn/"]
    assert schema.digest(other) == schema.digest(whole)
    del other["properties"]["title"]  # the field of that name, not the word
    assert schema.digest(other) != schema.digest(whole)


@pytest.mark.parametrize(("model", "name", "entry"), fields())
def test_each_field_is_documented(model: str, name: str, entry: dict[str, Any]) -> None:
    nullable = any(kind.get("type") == "null" for kind in entry.get("anyOf", []))
    assert entry["description"], "its meaning"
    assert "examples" in entry, "an example, in crawler/model/schema.toml"
    assert ("x-null-when" in entry) == nullable, "when it is null, in crawler/model/schema.toml"
    items_model = getattr(items, model)
    items_model.__pydantic_validator__.validate_assignment(items_model.model_construct(), name, entry["examples"][0])
