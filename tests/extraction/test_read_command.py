"""`tintinh read` on a saved page: its family from the registry, from the page, or as given."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import crawler.commands.read
from crawler.base.errors import RegistryError
from tests.extraction.pages import PAGES

PAGE = next(page for page in PAGES if page.name == "nukeviet-hoi-cho")


def body_source(tmp_path: Path, *options: str) -> str:
    saved = tmp_path / "trang.html"
    saved.write_text(PAGE.html, "utf-8")
    result = CliRunner().invoke(
        crawler.commands.read.app, ["read", str(saved), "--url", PAGE.url, *options], catch_exceptions=False
    )
    assert result.exit_code == 0
    return str(json.loads(result.stdout)["provenance"]["fields"]["body"])


@pytest.mark.parametrize(
    ("options", "source"),
    [((), "nukeviet"), (("--family", "generic"), "generic"), (("--family", "nukeviet"), "nukeviet")],
    ids=["as detected", "as of no CMS", "as named"],
)
def test_the_family_is_detected_unless_it_is_given(tmp_path: Path, options: tuple[str, ...], source: str) -> None:
    assert body_source(tmp_path, *options) == source


def test_a_portal_can_be_read_as_of_another_family(tmp_path: Path) -> None:
    assert body_source(tmp_path, "--portal", "ha-noi-sotttt", "--family", "nukeviet") == "nukeviet"


def test_a_family_that_does_not_exist_is_a_person_s_error(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="unknown family 'nukevit'; known: "):
        body_source(tmp_path, "--family", "nukevit")
