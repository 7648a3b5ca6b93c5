"""Links inside the text: those that a reader would follow from it, and no others."""

import time
from typing import Any

from crawler.extraction.article import read_article
from crawler.extraction.links import MOST
from tests.extraction.pages import READ_AT, portal

URL = "https://so.tinh.gov.vn/tin-tuc/hop-thang-7-120.html"
LONG = "Sáng ngày 2/1/2026, lãnh đạo sở chủ trì cuộc họp đánh giá công việc của tháng và bàn việc của quý tới. "


def links(inside: str, head: str = "", after: str = "") -> list[dict[str, Any]]:
    html = (
        f"<html><head><title>Họp tháng 7</title>{head}</head><body><main><h1>Họp tháng 7 của ngành</h1>"
        f"<time datetime='2026-01-02'>02/01/2026</time><div class='noi-dung'><p>{LONG * 3}</p><p>{LONG}{inside}</p>"
        f"<p>{LONG * 3}</p></div>{after}</main></body></html>"
    )
    article = read_article(html, URL, portal(URL), READ_AT).article
    assert article
    return [link.model_dump() for link in article.links]


def test_an_address_is_absolute_and_canonical_and_stands_once() -> None:
    found = links(
        "Theo <a href='/van-ban/45?utm_source=x#muc-2'>Nghị quyết  <b>45</b></a>, <a href='/van-ban/45'>như trên</a> và "
        "<a href='http://Bo.GOV.vn:80/ke-hoach'>kế hoạch</a>."
    )
    assert found == [
        {"url": "https://so.tinh.gov.vn/van-ban/45", "text": "Nghị quyết 45"},
        {"url": "http://bo.gov.vn/ke-hoach", "text": "kế hoạch"},
    ]


def test_a_base_address_counts() -> None:
    found = links("Xem <a href='45'>nghị quyết</a>.", head="<base href='https://van-ban.tinh.gov.vn/nq/'>")
    assert [one["url"] for one in found] == ["https://van-ban.tinh.gov.vn/nq/45"]


def test_what_is_no_page_is_no_link() -> None:
    found = links(
        "<a href='#dau'>Lên đầu</a> <a href='mailto:a@b.vn'>thư</a> <a href='javascript:void(0)'>in</a> <a href='tel:113'>gọi</a>"
        " <a href='/x'> </a> <a>không</a> <a href='https://hard::x/'>hỏng</a> <a href='/tep/45-nq.pdf'>Nghị quyết 45</a>"
    )
    assert found == []


def test_boxes_that_are_not_the_text_give_none() -> None:
    related = "".join(f"<li><a href='/tin-tuc/khac-{n}.html'>Tin khác số {n} của ngành</a></li>" for n in range(6))
    assert links("", after=f"<div class='tin-lien-quan'><h3>Tin liên quan</h3><ul>{related}</ul></div>") == []


def test_thousands_of_links_are_bounded() -> None:
    began = time.process_time()
    found = links(" ".join(f"{LONG}<a href='/v/{n}'>văn bản {n}</a>" for n in range(20_000)))
    assert len(found) == MOST
    assert time.process_time() - began < 60, "not linear"
