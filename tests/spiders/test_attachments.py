"""Which of the files that an article links to are fetched."""

import pytest
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request
from scrapy.settings import Settings

from crawler.articles.file_links import MOST, file_links
from crawler.base.clock import VIETNAM
from crawler.extraction.address import Addresses
from crawler.model.items import Article, Attachment
from crawler.model.visit import Due, Link, Status
from crawler.registry import Portal
from spiders.attachments import Attachments
from tests.records import NOON, article

DUE = Due(1, "k", "https://tinh.vn/tep/a.pdf", "attachment", "/tin", 1_000_000, None, None)
SETTINGS = Settings(
    {"TINTINH_ATTACHMENTS": True, "TINTINH_ATTACHMENT_BYTES": 5 * 1024 * 1024, "TINTINH_ATTACHMENT_TIMEOUT": 9}
)


def portal(**more: object) -> Portal:
    fields = {"id": "tinh", "name": "Tỉnh", "kind": "portal", "start": "https://tinh.vn/", "evidence": "test"}
    return Portal.model_validate({**fields, "aliases": ["www.tinh.vn"], "skip": ["/noi-bo/"], **more})


def attachments(settings: Settings = SETTINGS, **more: object) -> Attachments:
    site = portal(**more)
    made = Attachments(site, Addresses(site))
    made.set_up(settings)
    return made


def links_of(found: Article, **more: object) -> list[Link]:
    return file_links(found, Addresses(portal(**more)), DUE.section)


def linking_to(*urls: str) -> Article:
    found = article("1")
    found.attachments = [Attachment(url=url, name=None) for url in urls]
    return found


def test_files_of_the_portal_and_of_named_hosts_are_fetched_and_no_others() -> None:
    found = linking_to(
        "https://tinh.vn/tep/a.pdf",
        "https://www.tinh.vn/tep/b.doc",
        "https://tep.cms.vn/c.pdf",
        "https://khac.vn/d.pdf",
        "https://tinh.vn/noi-bo/e.pdf",
        "ftp://tep.cms.vn/f.pdf",
        "https://[x/g.pdf",
    )
    links = links_of(found, file_hosts=["tep.cms.vn"])
    assert [link.url for link in links] == [one.url for one in found.attachments[:3]]
    assert {(link.kind, link.section, link.hint_date) for link in links} == {("attachment", "/tin", NOON.date())}
    assert len(links_of(found)) == 2, "a host that the entry does not name"


def test_twins_of_an_address_are_one_and_a_trap_is_bounded() -> None:
    assert len(links_of(linking_to("https://tinh.vn/a.pdf", "https://tinh.vn/a.pdf?utm_source=x"))) == 1
    trap = linking_to(*(f"https://tinh.vn/{number}.pdf" for number in range(MOST + 50)))
    assert len(links_of(trap)) == MOST


@pytest.mark.parametrize("off", ["entry", "setting"])
def test_the_switches(off: str) -> None:
    if off == "entry":
        made = attachments(attachments=False)
    else:
        made = attachments(Settings({**dict(SETTINGS), "TINTINH_ATTACHMENTS": False}))
    assert not made.wanted


def test_the_limits_of_a_request() -> None:
    request = Request(DUE.url)
    attachments().prepare(request)
    assert request.meta == {"download_maxsize": 5 * 1024 * 1024, "download_timeout": 9.0}


@pytest.mark.parametrize(
    ("error", "large"),
    [
        (DownloadCancelledError("expected response size larger"), True),
        (
            IgnoreRequest("Ignored response because its body exceeded DOWNLOAD_MAXSIZE (9 B) during decompression."),
            True,
        ),
        (IgnoreRequest("Forbidden by robots.txt"), False),
        (TimeoutError(), False),
    ],
)
def test_a_file_that_is_too_large_was_looked_at_for_good(error: Exception, large: bool) -> None:
    visit = attachments().too_large(DUE, error, NOON.astimezone(VIETNAM))
    assert (visit is not None) == large
    if visit is not None:
        assert (visit.status, visit.reason) == (Status.FETCHED, "file larger than 5 MiB: not fetched")
