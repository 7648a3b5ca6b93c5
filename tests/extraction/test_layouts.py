"""Pages of no known family: what of the layout belongs to the article, on small pages."""

import pytest

from crawler.extraction.article import read_article
from crawler.extraction.reading import Reading
from tests.extraction.pages import READ_AT, portal

URL = "https://lamson.gov.vn/tin/a"
TITLE = "Bản Mạ làm xong con đường liên xã"
OTHER = "Chợ phiên Mường Khoa nay đông trở lại"
SAPO = "Sau hai tháng góp công, con đường từ bản Mạ ra trung tâm xã đã thông xe trước mùa mưa."
FIRST = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay. " * 3
SECOND = "Theo trưởng bản, mỗi nhà cử một người, ai cũng mang theo cuốc xẻng và gùi của nhà mình. " * 3
THIRD = "Phiên chợ họp vào sáng chủ nhật hằng tuần, người các bản xuống từ lúc trời còn chưa sáng. " * 4


def read(body: str, head: str = "", url: str = URL, family: str = "generic") -> Reading:
    return read_article(f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>", url, portal(url, family), READ_AT)  # fmt: skip


def paragraphs(body: str, head: str = "", url: str = URL) -> list[str]:
    article = read(body, head, url).article
    assert article is not None
    return article.body.split("\n\n")


@pytest.mark.parametrize("repeats", [1, 12], ids=["short text", "long text"])
@pytest.mark.parametrize(
    "header",
    [
        f'<header class="article-header"><h1>{TITLE}</h1><p class="sapo">{SAPO}</p></header>',
        f'<header class="article-header"><p>Thời sự</p><h1>{TITLE}</h1><div class="meta">Đăng ngày 04/03/2026</div>'
        f'<p class="sapo">{SAPO}</p><p class="ad">Lò Thị Phương</p></header>',
        f'<div class="masthead"><h1>{TITLE}</h1><h2 class="sapo">{SAPO}</h2></div>',
        f'<div class="tieu-de"><h1>{TITLE}</h1></div><div class="dan"><p>{SAPO}</p></div>',
    ],
    ids=["header", "header with date and author", "masthead", "a box of its own"],
)
def test_the_standfirst_in_the_article_s_header_is_its_first_paragraph(header: str, repeats: int) -> None:
    text = f"<p>{FIRST}</p><p>{SECOND}</p>" * repeats
    found = paragraphs(f"<main>{header}<div class='noi-dung'>{text}</div></main>")
    assert found == [SAPO] + [FIRST.strip(), SECOND.strip()] * repeats


def test_a_header_of_the_site_is_furniture() -> None:
    found = paragraphs(f"<header><h2>Xã Bản Mạ</h2><p>{SAPO}</p></header><h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>")  # fmt: skip
    assert found == [FIRST.strip(), SECOND.strip()]


def test_the_picture_under_the_title_is_the_article_s_and_its_caption_no_text() -> None:
    body = (
        f"<main><header><h1>{TITLE}</h1><figure><img src=/duong.jpg><figcaption>{SAPO}</figcaption></figure></header>"
        f"<div class='noi-dung'>{f'<p>{FIRST}</p><p>{SECOND}</p>' * 12}</div></main>"
    )
    article = read(body).article
    assert article is not None
    assert [(image.url, image.caption) for image in article.images] == [("https://lamson.gov.vn/duong.jpg", SAPO)]
    assert SAPO not in article.body


@pytest.mark.parametrize(
    "page",
    [
        "<article class=tin><h1>{t}</h1>{a}</article><article class=tin><h1>{o}</h1>{b}</article>",
        "<div class=khung><div class='bai mot'><div><h1>{t}</h1>{a}</div></div><div class='bai hai'><div><h1>{o}</h1>{b}</div></div></div>",
        "<section><h2>{t}</h2>{a}</section><section><h2>{o}</h2>{b}</section>",
    ],
    ids=["articles", "boxes of one class", "sections"],
)  # fmt: skip
def test_a_second_article_on_the_page_is_not_read_with_the_first(page: str) -> None:
    body = page.format(t=TITLE, o=OTHER, a=f"<p>{FIRST}</p><p>{SECOND}</p>", b=f"<p>{THIRD}</p>" * 4)
    assert paragraphs(body) == [FIRST.strip(), SECOND.strip()]


def test_parts_of_one_article_are_read_together() -> None:
    body = f"<main><h1>{TITLE}</h1><section><h2>Góp công</h2><p>{FIRST}</p></section><section><h2>Góp của</h2><p>{SECOND}</p></section></main>"  # fmt: skip
    assert paragraphs(body) == [FIRST.strip(), "Góp của", SECOND.strip()]


SUBTITLE = "Mỗi nhà cử một người, cả vùng góp hơn ba nghìn ngày công trong hai tháng"


@pytest.mark.parametrize(
    ("box", "lead"),
    [
        (f'<div class="teaser-text"><p>{SAPO}</p></div>', SAPO),
        (f'<p class="teaser">{SAPO}</p>', SAPO),
        (f"<h2>{SUBTITLE}</h2>", SUBTITLE),
        (f'<h2 class="sapo">{SUBTITLE}</h2>', SUBTITLE),
        (f'<div class="teaser-text"><p><a href="/b">{SAPO}</a></p></div>', None),
        (f'<div class="teaser-text"><p>{SAPO} <a href="/b">Xem thêm</a></p></div>', None),
        ("<h2>Hai tháng góp công</h2>", None),
        (f'<h2><a href="/b">{SUBTITLE}</a></h2>', None),
        (f'<div class="related"><p>{SAPO}</p></div>', None),
        (f'<div class="js-comment-hook khung"><p>{SAPO}</p></div>', SAPO),
    ],
    ids=[
        "a box called teaser", "a paragraph called teaser", "a long heading", "a heading named for leads", "a link",
        "a text with a link", "a short heading", "a heading that is a link", "a box of others", "a hook of scripts",
    ],
)  # fmt: skip
@pytest.mark.parametrize("repeats", [1, 12], ids=["short text", "long text"])
def test_a_standfirst_under_the_title_whatever_it_is_called(box: str, lead: str | None, repeats: int) -> None:
    text = f"<p>{FIRST}</p><p>{SECOND}</p>" * repeats
    found = paragraphs(f"<main><h1>{TITLE}</h1><p>04/03/2026</p>{box}<div class='noi-dung'>{text}</div></main>")
    assert found == ([lead] if lead else []) + [FIRST.strip(), SECOND.strip()] * repeats


def test_a_box_round_the_title_is_no_furniture_by_most_names() -> None:
    body = f"<main><section class='noprint'><h1>{TITLE}</h1><p>{SAPO}</p></section><section><p>{FIRST}</p><p>{SECOND}</p></section></main>"  # fmt: skip
    assert paragraphs(body) == [SAPO, FIRST.strip(), SECOND.strip()]
    body = body.replace("noprint", "sidebar")
    assert paragraphs(body) == [FIRST.strip(), SECOND.strip()]
