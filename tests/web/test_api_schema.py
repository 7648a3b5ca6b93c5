"""Whatever is asked of the API by its own description, the answer is one that the description names."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks, not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema

from tests.web.conftest import Site

EXAMPLES = 25  # of each route, of what it should take and of what it should not
load_all_checks()
HELD = [
    not_a_server_error,
    *CHECKS.get_by_names(
        ["status_code_conformance", "content_type_conformance", "response_headers_conformance",
         "response_schema_conformance"]
    ),
]  # fmt: skip
IDS = {"{article}": "son-la:1", "{portal}": "son-la"}


@pytest.fixture(scope="module")
def described(site: Site) -> BaseSchema:
    """The document that the console serves."""
    config = SchemathesisConfig.from_dict({"seed": 1, "generation": {"deterministic": True}})
    return schemathesis.openapi.from_url(f"{site.address}/api/openapi.json", config=config)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        yield made


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(described: BaseSchema, session: requests.Session, mode: GenerationMode) -> None:
    statuses: Counter[int] = Counter()
    for found in described.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not operation.query:
            continue  # there is nothing that it should not take

        @seed(1)
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode))
        def asked(case: Case) -> None:
            statuses[case.call_and_validate(session=session, checks=HELD).status_code] += 1

        asked()
    assert statuses[200 if mode is GenerationMode.POSITIVE else 422] > EXAMPLES


def test_every_example_is_answered_as_described(described: BaseSchema, site: Site) -> None:
    paths = site.app.openapi()["paths"]
    assert {"/api/articles", "/api/revisions", "/feeds/meetings.json"} <= set(paths)
    for path, methods in paths.items():
        example = methods["get"]["x-example"]
        for placeholder, key in IDS.items():
            example = example.replace(placeholder, key)
        query = dict(parse_qsl(urlsplit(example).query))
        answer = described[path]["GET"].Case(query=query).call_and_validate(checks=HELD)
        assert answer.status_code == 200, (path, answer.text)


def test_the_description_says_what_everything_means_and_names_no_page(site: Site) -> None:
    document = site.app.openapi()
    assert all(path.startswith(("/api/", "/feeds/")) for path in document["paths"])
    for path, methods in document["paths"].items():
        (route,) = methods.values()
        assert route["summary"]
        assert route["description"]
        assert {"200", "304", "400", "401", "414", "422", "503"} <= set(route["responses"])
        for parameter in route["parameters"]:
            assert parameter.get("description"), (path, parameter["name"])
    for name, schema in document["components"]["schemas"].items():
        for field, about in schema.get("properties", {}).items():
            assert about.get("description"), (name, field)
