"""Pages made to hurt a reader: none fails, none takes more than moments (bench/reading_hostile.py has the figures)."""

import pytest

from crawler.extraction.explain import read_bytes
from tests.extraction.pages import READ_AT

TEXT = "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con. "


def article(inner: str) -> bytes:
    head = "<html><head><title>Bài thử của tỉnh</title></head><body><h1>Bài thử của tỉnh</h1><p>24/10/2026</p>"
    return f"{head}{inner}<p>{TEXT * 10}</p></body></html>".encode()


PAGES = {
    "nested boxes": article("<div>" * 50_000 + TEXT),
    "nested tables": article("<table><tr><td>" * 20_000 + TEXT),
    "nested figures": article("<figure><img src=a.jpg>" * 20_000),
    "one tag": b"<p>" * 300_000,
    "a million attributes": article("<div " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x</div>"),
    "a long class": article(f'<div class="{"comment-" * 100_000}">x</div>'),
    "links": article("".join(f"<li><a href=/a{n}>Tin khác số {n} của tỉnh</a></li>" for n in range(20_000))),
    "br": article("<br>x" * 20_000),
    "deep JSON-LD": article(f'<script type="application/ld+json">{"[" * 100_000}</script>'),
    "JSON-LD without end": article(f'<script type="application/ld+json">{{"a":{"," * 100_000}</script>'),
    "NULs": article("\x00" * 100_000),
    "bytes of no encoding": bytes((n * 7919 + n // 251) % 256 for n in range(200_000)),
    "digits": article("<p>" + "1/1/" * 20_000 + "</p>"),
    "near-misses of captions": article("<img src=a><p>" + "(ảnh " * 2000 + "</p><p>ảnh" + " " * 50_000 + "x</p>"),
    "near-misses of furniture": article(f"<p>{'chia sẻ ' * 14}</p>" * 2000),
    "near-misses of soft 404": ("<title>" + "trang bạn " * 2000 + "</title><h1>" + "nội dung đã " * 500).encode(),
    "a long title": f"<title>{'| tin tức - ' * 20_000}</title>".encode() + article(""),
    "long addresses": article(f'<a href="/{"%2e" * 50_000}.pdf">tệp</a><iframe src="/?{"a=b.pdf&" * 20_000}">'),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.timeout(30)
def test_hostile_page_is_read_without_harm(name: str) -> None:
    reading = read_bytes(
        PAGES[name], "text/html; charset=utf-16", "https://tinh.example.vn/tin/a-1.html", None, READ_AT
    )
    assert reading.outcome
    if reading.article is not None:
        assert reading.article.title


def test_a_page_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.extraction.page.LONGEST", 4000)
    reading = read_bytes(article(f"<p>{TEXT}</p>" * 100), None, "https://tinh.example.vn/tin/a-1.html", None, READ_AT)
    assert reading.article is not None
    assert any(flag.startswith("page cut after") for flag in reading.article.flags)


@pytest.mark.parametrize(
    "url", ["https://hard::x", "hard::x.html", "https://tinh.vn:99999/a", "https://[x/a", "", "trang luu.html", "//a/b"]
)
def test_a_page_with_an_address_that_is_none_is_read(url: str) -> None:
    reading = read_bytes(article(f"<p>{TEXT * 10}</p><a href='b.pdf'>tệp</a>"), None, url, None, READ_AT)
    assert reading.article is not None, reading.reason
    assert reading.article.title == "Bài thử của tỉnh"
    assert reading.article.url == url
