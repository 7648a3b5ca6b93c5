"""What holds for every entry of the registry."""

import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from crawler import registry
from crawler.extraction import family
from crawler.extraction.address import addresses
from crawler.registry import Portal, invariants, provinces

PORTALS = registry.load_all()
EACH = pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS.keys())
REAL = [portal for portal in PORTALS.values() if portal.kind != "demo"]
EACH_REAL = pytest.mark.parametrize("portal", REAL, ids=lambda portal: portal.id)


@pytest.fixture(autouse=True)
def ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINTINH_PORTALS", raising=False)


def test_no_rule_is_broken() -> None:
    assert invariants.faults(PORTALS, family.names()) == []


def test_every_province_has_its_portal() -> None:
    own = Counter(portal.province for portal in REAL if portal.kind == "portal" and portal.valid_to is None)
    assert set(own) == set(provinces.all_provinces())
    assert len(own) == 34


def test_every_former_province_leads_to_the_portal_that_took_over() -> None:
    """Its own portal's entry is named in `replaces`, or its name is; today's namesake needs neither."""
    for province in provinces.all_provinces().values():
        heirs = [one for one in REAL if one.kind == "portal" and one.province == province.code and one.replaces]
        named = {name for heir in heirs for name in heir.replaces}
        replaced = {PORTALS[name].name for name in named if name in PORTALS} | named
        for former in province.former:
            if former.name != province.name:
                assert any(former.name in name for name in replaced), f"{former.name}: in no entry's `replaces`"


def test_hosts_are_one_portals_alone() -> None:
    owners: dict[str, str] = {}
    for portal in REAL:
        for host in {host.removeprefix("www.") for host in portal.hosts}:
            assert owners.setdefault(host, portal.id) == portal.id


@EACH
def test_evidence_claims_no_more_than_was_seen(portal: Portal) -> None:
    if portal.kind == "demo":
        assert portal.evidence.startswith("served by")
    else:
        assert re.match(r"saved pages\b|unverified, (seen|inferred|unknown): \S", portal.evidence)
    if portal.standing == "unverified, unknown":
        assert portal.article is None, "a form of addresses, but nothing seen"
        assert not any(getattr(portal.selectors, name) for name in type(portal.selectors).model_fields)
        assert portal.family == "generic"


@EACH_REAL
def test_a_portal_is_reached_safely(portal: Portal) -> None:
    assert portal.start.startswith("https://") or "http://" in portal.evidence
    assert portal.verify_tls or "certificate" in portal.evidence
    assert not portal.legacy_tls or "public crawler code" in portal.evidence
    assert portal.render is None or "browser" in portal.evidence


@EACH
def test_addresses_can_be_judged(portal: Portal) -> None:
    """Entry and family together: the start is the portal's own, is no article, and is fetched."""
    judge = addresses(portal)
    assert judge.own(portal.start) == portal.start
    assert not judge.is_article(portal.start)
    assert not judge.skipped(portal.start)
    for alias in portal.aliases:
        assert judge.own(f"https://{alias}/x") is not None


@EACH
def test_a_body_that_ended_is_an_old_provinces(portal: Portal) -> None:
    if portal.valid_to is not None:
        assert portal.valid_to.isoformat() == "2025-06-30"
        assert "(đến 30/6/2025)" in portal.name
        assert not portal.replaces


@EACH
def test_the_file_is_plain_to_maintain(portal: Portal) -> None:
    entry = files("crawler.registry") / "portals" / f"{portal.id}.toml"
    text = Path(str(entry)).read_text("utf-8")
    keys = [key for key in tomllib.loads(text) if key != "selectors"]
    assert keys[:3] == ["name", "province", "kind"] or portal.kind == "demo"
    assert max(len(line) for line in text.splitlines()) <= 120
    assert "\r" not in text


@pytest.mark.parametrize(
    ("portal", "url", "site_id"),
    [
        ("son-la-bao", "https://baosonla.vn/thoi-su/ten-bai-51YnYvXDR.html", "51YnYvXDR"),
        ("son-la-bao", "https://baosonla.vn/thoi-su.html", None),
        ("cao-bang", "https://caobang.gov.vn/chinh-tri/ten-bai-1034567", "1034567"),
        ("thai-nguyen-bao", "https://baothainguyen.vn/chinh-tri/202211/ten-bai-a1b2c3d/", "a1b2c3d"),
        ("thai-nguyen-bao", "https://baothainguyen.vn/chinh-tri/", None),
        ("quang-ninh", "https://www.quangninh.gov.vn/Trang/ChiTietTinTuc.aspx?nid=113139", "113139"),
        ("can-tho-bao", "https://baocantho.com.vn/ten-bai-a104077.html", "104077"),
        ("ca-mau-hdnd", "https://hdnd.camau.gov.vn/ten-bai.2737", "2737"),
        ("hai-duong-hdnd", "https://hdnd.haiduong.gov.vn/tin-tuc/ten-bai-n199.htm", "199"),
        ("yen-bai-bao", "https://baoyenbai.com.vn/11/319206/Ten-bai.aspx", "319206"),
        ("ninh-thuan-bao", "https://baoninhthuan.com.vn/diendan/103215p1c123/ten-bai.htm", "103215"),
        ("kon-tum", "https://www.kontum.gov.vn/pages/detail/53116/Ten-bai.html", "53116"),
        ("bac-ninh", "https://bacninh.gov.vn/chinh-tri?p_p_id=x&_newsbycategory_WAR_bacninhportlet_articleId=7", "7"),
        ("soc-trang-so-tu-phap", "https://sotuphap.soctrang.gov.vn/stp/1282/30591/53960/371205/Tin/TEN-BAI", "371205"),
    ],
)
def test_article_addresses_of_the_seen_form_give_the_sites_own_id(portal: str, url: str, site_id: str | None) -> None:
    judge = addresses(PORTALS[portal])
    assert judge.own(url) is not None
    assert bool(judge.is_article(url)) == (site_id is not None)
    assert judge.site_id(url) == site_id


def test_an_entry_that_changes_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = tmp_path / "xa-ban-ma.toml"
    text = 'name = "{}"\nkind = "commune"\nfamily = "generic"\nstart = "https://banma.example.vn/"\nevidence = "x"\n'
    monkeypatch.setenv("TINTINH_PORTALS", str(tmp_path))
    assert "xa-ban-ma" not in registry.load_all()
    for name in ("Xã Bản Mạ", "Xã Bản Mạ mới"):
        entry.write_text(text.format(name), "utf-8")
        assert registry.load_all()["xa-ban-ma"].name == name
    registry.load_all().clear()
    assert "xa-ban-ma" in registry.load_all()
    entry.unlink()
    assert "xa-ban-ma" not in registry.load_all()
