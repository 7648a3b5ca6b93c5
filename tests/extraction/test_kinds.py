"""What a page is: each kind of obstacle by what its makers print, and no article mistaken for one."""

import pytest

from crawler.extraction.article import read_article
from crawler.extraction.reading import Outcome
from tests.extraction.pages import PAGES, READ_AT, portal

KINDS = {
    "domino-rows": Outcome.LISTING,
    "listing-vnportal": Outcome.LISTING,
    "listing-newspaper": Outcome.LISTING,
    "stub-van-ban": Outcome.STUB,
    "blocked-reload": Outcome.BLOCKED,
    "blocked-challenge": Outcome.BLOCKED,
    "blocked-firewall": Outcome.BLOCKED,
    "soft-404": Outcome.SOFT_404,
    "login": Outcome.LOGIN,
    "shell": Outcome.NEEDS_BROWSER,
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("family", ["its own", "generic"])
def test_kind_of_page(name: str, family: str) -> None:
    page = next(page for page in PAGES if page.name == name)
    reading = page.read(None if family == "its own" else family)
    assert reading.outcome is KINDS[name], reading.reason
    if KINDS[name] is Outcome.STUB:
        assert reading.article is not None
        assert len(reading.article.attachments) == 2
    else:
        assert reading.article is None
        assert reading.reason


def words(count: int) -> str:
    return " ".join(f"Đoạn thứ {n} kể rõ sự việc đã diễn ra tại xã trong tháng." for n in range(count))


@pytest.mark.parametrize(
    "title",
    [
        "Cảnh báo trang giả mạo: bấm vào là truy cập bị từ chối",
        "Lỗi 404 không tìm thấy trang và cách khắc phục trên cổng dịch vụ công",
        "Hướng dẫn đăng nhập hệ thống bằng tài khoản định danh",
        "Vì sao trang web bắt bật JavaScript?",
    ],
)
def test_an_article_about_an_obstacle_is_an_article(title: str) -> None:
    html = (
        f"<title>{title}</title><div><h1>{title}</h1><p>24/10/2026 08:00</p><p>{words(20)}</p><p>{words(15)}</p></div>"
    )
    url = "https://lamson.gov.vn/tin/a"
    reading = read_article(html, url, portal(url), READ_AT)
    assert reading.outcome is Outcome.ARTICLE, reading.reason
    assert reading.article is not None
    assert reading.article.title == title


@pytest.mark.parametrize("html", ["", "   \n", "\x00\x00\x00", "<html></html>", "<p>Xin chào</p>", "không phải HTML"])
def test_next_to_nothing_is_no_article(html: str) -> None:
    url = "https://lamson.gov.vn/tin/a"
    assert read_article(html, url, portal(url), READ_AT).article is None


def test_a_front_page_is_a_listing_whatever_it_prints() -> None:
    html = f"<title>Báo</title><h1>Báo</h1><p>24/10/2026</p><p>{words(30)}</p>"
    for url in ("https://lamson.gov.vn/", "https://lamson.gov.vn/index.html", "https://lamson.gov.vn/trang-chu"):
        assert read_article(html, url, portal(url), READ_AT).outcome is Outcome.LISTING


@pytest.mark.parametrize(
    ("url", "is_front"),
    [
        ("https://lamson.gov.vn/", True),
        ("https://lamson.gov.vn:8443/", True),
        ("https://lamson.gov.vn/?tin=1", False),
        ("https://lamson.gov.vn/tin/a", False),
    ],
)
def test_a_front_page_is_a_listing_whatever_stands_on_it(url: str, is_front: bool) -> None:
    title = "Bản Mạ làm xong con đường liên xã"
    html = f"<title>{title}</title><h1>{title}</h1><p>24/10/2026 08:00</p><p>{words(20)}</p><p>{words(15)}</p>"
    reading = read_article(html, url, portal(url), READ_AT)
    assert reading.outcome is (Outcome.LISTING if is_front else Outcome.ARTICLE), reading.reason


LOGIN_BOX = (
    '<aside><h3>Đăng nhập</h3><form><input name="name"><input type="password"><button>Đăng nhập</button></form></aside>'
)
NEWS = "".join(
    f'<h2><a href="/tin/bai-{n}">Xã Bản Mạ họp bàn việc làm đường vào mùa khô thứ {n}</a></h2>' for n in range(4)
)


@pytest.mark.parametrize(
    ("title", "body", "outcome"),
    [
        ("Xã Bản Mạ", f"<main>{NEWS}</main>{LOGIN_BOX}", Outcome.LISTING),
        ("Xã Bản Mạ", f"{LOGIN_BOX}<main>{NEWS}</main>", Outcome.LISTING),
        ("Xã Bản Mạ", f"{LOGIN_BOX}<p>Quý vị cần có tài khoản.</p>", Outcome.LOGIN),
        ("Đăng nhập hệ thống", f"{LOGIN_BOX}<main>{NEWS}</main>", Outcome.LOGIN),
    ],
)
def test_a_login_box_beside_news_makes_no_login_page(title: str, body: str, outcome: Outcome) -> None:
    url = "https://lamson.gov.vn/tin"
    reading = read_article(f"<title>{title}</title><body>{body}</body>", url, portal(url), READ_AT)
    assert reading.outcome is outcome, reading.reason


@pytest.mark.parametrize(("headline", "outcome"), [("Xã Bản Mạ", Outcome.LISTING), ("Y tế", Outcome.ARTICLE)])
def test_an_article_whose_headline_is_the_name_of_the_site_is_none(headline: str, outcome: Outcome) -> None:
    data = f'{{"@type":"BlogPosting","headline":"{headline}","datePublished":"2026-03-04T09:15:00+07:00"}}'
    cards = "".join(f"<article>{item}<p>{words(2)}</p></article>" for item in NEWS.split("</h2>")[:-1])
    html = (
        f'<title>Y tế</title><meta property="og:site_name" content="Xã Bản Mạ"><script type="application/ld+json">{data}'
        f"</script><body><main><h1>Y tế</h1>{cards}</main></body>"
    )
    url = "https://lamson.gov.vn/chuyen-muc/y-te/"
    assert read_article(html, url, portal(url, "generic"), READ_AT).outcome is outcome
