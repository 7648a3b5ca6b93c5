"""The 34 provinces, and which of the 63 before became which."""

import pytest

from crawler.base.errors import RegistryError
from crawler.registry import provinces


def test_thirty_four_of_sixty_three() -> None:
    everyone = provinces.all_provinces()
    assert len(everyone) == 34
    assert sum(one.type == "thành phố" for one in everyone.values()) == 6
    assert sum(one.merged for one in everyone.values()) == 23
    former = [old for one in everyone.values() for old in one.former]
    assert len({old.code for old in former}) == len({old.name for old in former}) == len(former) == 63


@pytest.mark.parametrize("code", [one.code for one in provinces.all_provinces().values()])
def test_a_province_keeps_a_code_of_one_that_went_into_it(code: str) -> None:
    """How the statistics office gave the codes of 2025."""
    assert code in {one.code for one in provinces.by_code(code).former}


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("Sơn La", "Sơn La"),
        ("tỉnh Sơn La", "Sơn La"),
        ("SON LA", "Sơn La"),
        ("Hoà Bình", "Phú Thọ"),
        ("tinh Hoa Binh", "Phú Thọ"),
        ("Bà Rịa – Vũng Tàu", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Thừa Thiên Huế", "Huế"),
        ("thành phố Huế", "Huế"),
        ("Hà Nam", "Ninh Bình"),
        ("Hà Nội", "Hà Nội"),
        ("Bắc Ninh", "Bắc Ninh"),
        ("Bắc Giang", "Bắc Ninh"),
    ],
)
def test_any_name_finds_todays_province(name: str, today: str) -> None:
    found = provinces.by_name(name)
    assert found is not None
    assert found.name == today


@pytest.mark.parametrize("name", ["", "Sông Lam", "tỉnh", "Hà"])
def test_no_name_is_guessed(name: str) -> None:
    assert provinces.by_name(name) is None


@pytest.mark.parametrize("code", ["", "1", "00", "02", "99", "24 "])
def test_unknown_codes_are_refused_by_name(code: str) -> None:
    with pytest.raises(RegistryError, match="no province has the code"):
        provinces.by_code(code)


def test_a_code_handed_on_means_todays_province() -> None:
    assert provinces.by_code("24").name == "Bắc Ninh"
    assert {old.name for old in provinces.by_code("24").former if old.code == "24"} == {"Bắc Giang"}


def test_the_statistics_offices_list_as_a_package_keeps_it() -> None:
    package = pytest.importorskip("vietnam_provinces", reason="vietnam-provinces is not installed: pip install it")
    theirs = {
        f"{one.code.value:02d}": one.name.removeprefix("Thành phố ")
        for one in package.Province.iter_all()
    }  # fmt: skip
    assert theirs == {one.code: one.name for one in provinces.all_provinces().values()}
