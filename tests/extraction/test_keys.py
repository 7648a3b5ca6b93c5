"""Two addresses are one page only when more than a number agrees: every family."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import family
from crawler.extraction.address import Addresses
from crawler.registry import Portal

HOST = "https://tinh.vn"
# Forms of article addresses, from the family files: {words}, {number} and {path} are filled in.
FORMS = {
    "nukeviet": ["/{path}/{words}-{number}.html"],
    "vnportal": ["/{path}/{words}-{number}", "/{path}/{words}-{number}.html"],
    "joomla": ["/{path}/{number}-{words}", "/{path}/{number}-{words}.html"],
    "epi": ["/{words}-post{number}.html"],
    "liferay": ["/{path}/-/view_content/{number}-{words}"],
    "sharepoint": ["/{path}/Pages/tin.aspx?ItemID={number}", "/Pages/{path}.aspx?nid={number}"],
    "dotnetnuke": ["/Default.aspx?tabid=7&mid={path}&ItemID={number}", "/{path}/tabid/7/ItemID/{number}/Default.aspx"],
    "drupal": ["/{path}/node/{number}"],
    "kentico": ["/{path}/tin-tuc-su-kien/{words}.aspx"],
    "wordpress": ["/{path}/{words}/", "/?p={number}"],
    "generic": ["/{path}/{words}-{number}.html", "/{path}?id={number}"],
}
WORDS = st.lists(
    st.sampled_from("khai mac ky hop thu nam hoi dong tinh ve viec lam moi".split()), min_size=1, max_size=9
)
UNID = "2979FBD220E3084E47258E33002A7E02"
PATHS = st.sampled_from(["about", "giao-duc", "tin-tuc", "thong-bao"])


def judge(name: str) -> Addresses:
    return Addresses(Portal(id="x", name="X", kind="portal", family=name, start=HOST, evidence="a test"))  # type: ignore[call-arg]


def pages(name: str) -> st.SearchStrategy[str]:
    """Addresses of one family that have the same number."""
    return st.builds(
        lambda form, path, words: HOST + form.format(path=path, words="-".join(words), number=4567),
        st.sampled_from(FORMS[name]),
        PATHS,
        WORDS,
    )


def test_every_family_has_its_forms_here() -> None:
    assert FORMS.keys() | {"domino"} == set(family.names()), "Domino's ids are universal, see below"


@pytest.mark.parametrize("name", FORMS)
def test_pages_that_share_a_number_alone_have_different_keys(name: str) -> None:
    rules = judge(name)

    @given(st.lists(pages(name), min_size=2, max_size=6, unique=True))
    def different(urls: list[str]) -> None:
        for one, other in combinations(urls, 2):
            if rules.key(one) == rules.key(other):
                assert _words(one) == _words(other), (one, other)
                assert len(_words(one)) >= 4 or _bare(one) == _bare(other), (one, other)

    different()


def _words(url: str) -> list[str]:
    """The words of the last part of the path, that name the article."""
    return [one for one in re.split(r"[\W_\d]+", _bare(url).rpartition("/")[2]) if one not in ("", "post")]


def _bare(url: str) -> str:
    return re.sub(r"\.(html|aspx)$", "", url.removeprefix(HOST).rstrip("/"))


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("nukeviet", "/about/Yeu-cau-su-dung-phan-mem-4.html", "/giao-duc/Truong-lang-don-mua-xuan-4.html", False),
        ("nukeviet", "/giao-duc/Truong-lang-don-mua-xuan-4.html", "/tin/truong-lang-don-mua-xuan-4.html", True),
        ("nukeviet", "/giao-duc/Thong-bao-4.html", "/about/Thong-bao-4.html", False),
        ("vnportal", "/tin/khai-mac-ky-hop-thu-nam-1234.html", "/tin/khai-mac-ky-hop-thu-nam-1234", True),
        ("joomla", "/tin/12-khai-mac-ky-hop-thu-nam", "/hoi-dong/12-khai-mac-ky-hop-thu-nam.html", True),
        ("joomla", "/tin/12-khai-mac-ky-hop-thu-nam", "/tin/13-khai-mac-ky-hop-thu-nam", False),
        ("dotnetnuke", "/Default.aspx?tabid=7&ItemID=5", "/default.aspx?ItemID=5&tabid=7", True),
        ("dotnetnuke", "/Default.aspx?tabid=7&ItemID=5", "/Default.aspx?tabid=8&ItemID=5", False),
        ("sharepoint", "/tin/Pages/a.aspx?ItemID=5", "/dang/Pages/a.aspx?ItemID=5", False),
        ("drupal", "/node/5", "/node/5/", True),
        ("domino", f"/tin.nsf/a?OpenForm&ParentUNID={UNID}", f"/b.nsf/0/{UNID}?OpenDocument", True),
    ],
)
def test_keys(name: str, one: str, other: str, same: bool) -> None:
    rules = judge(name)
    assert (rules.key(HOST + one) == rules.key(HOST + other)) is same


@pytest.mark.parametrize(
    ("start", "url", "own"),
    [
        ("https://tinh.vn/", "https://tinh.vn/tin", True),
        ("https://tinh.vn/", "http://tinh.vn/tin", True),
        ("https://tinh.vn/", "http://tinh.vn:80/tin", True),
        ("https://tinh.vn/", "https://tinh.vn:443/tin", True),
        ("https://tinh.vn/", "https://tinh.vn:8443/tin", False),
        ("https://tinh.vn/", "http://tinh.vn:8080/", False),
        ("http://tinh.vn:8080/", "http://tinh.vn:8080/tin", True),
        ("http://tinh.vn:8080/", "http://tinh.vn/tin", False),
        ("http://tinh.vn:8080/", "https://tinh.vn/tin", False),
        ("https://tinh.vn/", "https://hard::x", False),
    ],
)
def test_another_port_of_the_host_is_not_the_portals_own(start: str, url: str, own: bool) -> None:
    site = Portal(id="x", name="X", kind="portal", family="generic", start=start, evidence="a test")  # type: ignore[call-arg]
    assert (Addresses(site).own(url) is not None) is own
