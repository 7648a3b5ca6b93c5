"""What an entry may say: faults are named by file and key, and what stands over all entries by `invariants`."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from crawler import registry
from crawler.base.errors import RegistryError
from crawler.discovery.entry_file import entry_toml
from crawler.registry import Portal, invariants, load_all

GOOD = 'name = "Cổng thử"\nkind = "portal"\nprovince = "14"\nstart = "https://thu.gov.vn/"\nevidence = "unverified, seen: x"\n'


def entry(folder: Path, more: str = "", name: str = "thu") -> Portal:
    path = folder / f"{name}.toml"
    path.write_text(GOOD + more, "utf-8")
    return registry.read_entry(path)


def test_a_plain_entry_is_read(tmp_path: Path) -> None:
    portal = entry(tmp_path, 'aliases = ["www.thu.gov.vn"]\n[selectors]\nbody = [".x:not(.y) > p"]\n')
    assert portal.hosts == {"thu.gov.vn", "www.thu.gov.vn"}
    assert portal.standing == "unverified, seen"
    assert portal.unverified


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('schedule = "every day"', "schedule"),
        ('schedule = "61 * * * *"', "schedule"),
        ("article = '('", "article"),
        ("skip = ['[']", "skip.0"),
        ('aliases = ["https://thu.vn/"]', "aliases.0"),
        ('sections = ["tin-tuc"]', "sections.0"),
        ("valid_from = 2025-07-01\nvalid_to = 2025-06-30", "valid_to"),
        ('[selectors]\nbody = ["p > > a"]', "selectors.body.0"),
        ('[selectors]\ntitle = [""]', "selectors.title.0"),
        ('[selectors]\ntieu_de = ["h1"]', "selectors.tieu_de"),
        ("delay = -1", "delay"),
    ],
)
def test_a_fault_is_named_by_file_and_key(tmp_path: Path, more: str, key: str) -> None:
    with pytest.raises(RegistryError, match=rf"^thu\.toml: .*{key.replace('.', '[.]')}"):
        entry(tmp_path, more)


@pytest.mark.parametrize("code", ["02", "1", "99", "Sơn La"])
def test_a_province_that_is_none_today_is_refused(tmp_path: Path, code: str) -> None:
    path = tmp_path / "thu.toml"
    path.write_text(GOOD.replace('"14"', f'"{code}"'), "utf-8")
    with pytest.raises(RegistryError, match=r"thu\.toml: province: .*no province has the code"):
        registry.read_entry(path)


def test_a_body_stands_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    portal = entry(tmp_path, "valid_from = 2000-01-01\nvalid_to = 2025-06-30")
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [portal.stands(day) for day in days] == [False, True, True, False]


def whats(*portals: Portal) -> list[str]:
    found = invariants.faults({portal.id: portal for portal in portals}, {"generic"})
    return [fault.what for fault in found if fault.portal]


def test_rules_over_all_entries(tmp_path: Path) -> None:
    first = entry(tmp_path)
    assert whats(first) == []
    twin = entry(tmp_path, 'aliases = ["www.thu.gov.vn"]', "thu-hai")
    assert whats(first, twin) == ["host thu.gov.vn is thu's already"]
    assert "unknown family" in whats(first.model_copy(update={"family": "tandan"}))[0]
    assert "start is http" in whats(first.model_copy(update={"start": "http://thu.gov.vn/"}))[0]
    assert whats(first.model_copy(update={"start": "http://thu.gov.vn/", "evidence": "unverified: http:// seen"})) == []
    assert "evidence" in whats(first.model_copy(update={"evidence": "works"}))[0]
    assert whats(first.model_copy(update={"province": None})) == ["no province"]
    assert "replaces 'Atlantis'" in whats(first.model_copy(update={"replaces": ("Atlantis",)}))[0]
    assert whats(first.model_copy(update={"replaces": ("Hà Giang",)})) == []


def test_a_province_without_portal_is_a_fault(tmp_path: Path) -> None:
    found = [fault.what for fault in invariants.faults({"thu": entry(tmp_path)}, {"generic"}) if not fault.portal]
    assert len(found) == 33
    assert "no portal of tỉnh Lai Châu (12)" in found


def test_an_entry_names_its_sections_and_is_written_with_their_names() -> None:
    portal = load_all()["ha-noi-sotttt"]
    assert portal.section_name("/vi/thanh-tra") == "Thanh tra"
    assert portal.section_name("/pctn") == "/pctn"
    assert hash(portal) == hash(portal.model_copy())
    assert tomllib.loads(entry_toml(portal))["section_names"]["/vi/thanh-tra"] == "Thanh tra"
