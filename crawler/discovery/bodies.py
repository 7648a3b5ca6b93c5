"""Portals of bodies that the registry lacks, by the links of a province's portal to departments, communes, papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.discovery.correcting import is_elsewhere
from crawler.discovery.unknown import registered
from crawler.extraction.page import Page
from crawler.net.urls import is_private_host
from crawler.registry import Portal
from crawler.registry.portal import PortalKind
from crawler.vietnamese import fold

MOST = 200  # of one page
LONGEST_NAME = 120
# How the name of a body begins, and which kind of portal it then has; None: what begins so is no body. The first that
# fits counts. Sources: Law 72/2025/QH15 on the organisation of local government (communes, wards, special zones;
# councils and committees); the names of departments in Decree 150/2025/NĐ-CP.
_BEGINNINGS: tuple[tuple[PortalKind | None, str], ...] = (
    (None, "báo cáo, báo giá, báo chí, công an nhân dân, văn phòng phẩm, văn phòng điện tử, xã hội, phường xã"),
    ("commune", "ubnd xã, ubnd phường, ubnd đặc khu, ủy ban nhân dân xã, ủy ban nhân dân phường, xã, phường, đặc khu"),
    ("department", "sở, chi cục, thanh tra, công an, văn phòng, ban quản lý, ban dân tộc"),
    ("party", "tỉnh ủy, thành ủy, đảng ủy, đảng bộ, ban tuyên giáo, ban tổ chức, ủy ban kiểm tra"),
    ("council", "hđnd, hội đồng nhân dân, đoàn đại biểu quốc hội, đoàn đbqh"),
    ("newspaper", "báo, đài phát thanh, đài pt-th, đài ptth, tạp chí"),
    ("committee", "ubnd, ủy ban nhân dân"),
)
_FOLDED = [(kind, fold(one) + " ") for kind, words in _BEGINNINGS for one in words.split(", ")]


@dataclass(frozen=True, slots=True)
class Body:
    """A body's portal that no entry describes: its address, its name in the link, and its kind by that name."""

    url: str
    name: str
    kind: PortalKind


def bodies_linked(page: Page, portal: Portal) -> list[Body]:
    """The bodies that a portal's page links to on other hosts, each host once; private hosts are left out."""
    found: dict[str, Body] = {}
    for url, name in _links(page):
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}/"
        kind = kind_of(name)
        if kind is None or origin in found or not is_elsewhere(url, portal):
            continue
        host = (parts.hostname or "").lower()
        if (is_private_host(host) and host != portal.host) or registered(url) is not None:
            continue
        found[origin] = Body(origin, name, kind)
        if len(found) == MOST:
            break
    return list(found.values())


def kind_of(name: str) -> PortalKind | None:
    """The kind of portal that a body of that name has; None where the name is no body's.

    >>> kind_of("Sở Y tế"), kind_of("UBND phường Hạc Thành"), kind_of("Thủ tục hành chính")
    ('department', 'commune', None)
    """
    folded = f"{fold(name)} "
    return next((kind for kind, beginning in _FOLDED if folded.startswith(beginning)), None)


def _links(page: Page) -> Iterator[tuple[str, str]]:
    """Links and the options of drop-down lists, in which portals name other portals, with their texts."""
    for element in page.tree.select("a[href], option[value]"):
        target = element.attr("href") or element.attr("value") or ""
        name = " ".join(element.text.split())[:LONGEST_NAME]
        if not target.startswith(("http://", "https://", "//")) or not name:
            continue
        url = page.join(target)
        try:
            if url is not None and urlsplit(url).hostname:
                yield url, name
        except ValueError:
            continue
