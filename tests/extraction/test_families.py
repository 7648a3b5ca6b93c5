"""What a family's selectors make of a page: its stamps, its listings, its files, on small pages of its markup."""

from datetime import date

import pytest

from crawler.extraction.article import read_article
from crawler.extraction.reading import Outcome, Reading
from crawler.model.items import Article
from tests.extraction.pages import READ_AT, portal

URL = "https://lamson.gov.vn/2026/duong-lien-xa/"
TITLE = "Bản Mạ làm xong con đường liên xã"
TEXT = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay. " * 3
ENGLISH = "Farmers of three villages worked for two months to finish the road before the rains began. " * 3
OTHER = "Chợ phiên Mường Khoa nay đông trở lại"


def read(body: str, family: str, url: str = URL, head: str = "", title: str = TITLE) -> Reading:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_article(html, url, portal(url, family), READ_AT)


def article(body: str, family: str, url: str = URL, head: str = "") -> Article:
    reading = read(body, family, url, head)
    assert reading.article is not None, reading.reason
    return reading.article


@pytest.mark.parametrize(
    ("text", "stamp", "expected", "precision"),
    [
        (TEXT, "2026-03-04T20:15:00+07:00", "2026-03-04T20:15:00+07:00", "minute"),
        (TEXT, "2026-03-04T20:15:00Z", "2026-03-05T03:15:00+07:00", "minute"),
        (ENGLISH, "2026-03-04T20:15:00-05:00", "2026-03-04T00:00:00+07:00", "day"),
        (ENGLISH, "2026-03-04T08:15:00+01:00", "2026-03-04T14:15:00+07:00", "minute"),
        (TEXT, "2026-03-04", "2026-03-04T00:00:00+07:00", "day"),
    ],
    ids=["Vietnamese", "Vietnamese in UTC", "a foreign evening", "a foreign morning", "a day"],
)
def test_a_foreign_evening_keeps_its_day_with_a_family_too(
    text: str, stamp: str, expected: str, precision: str
) -> None:
    body = (
        f'<article class="post"><h1 class="entry-title">{TITLE}</h1><time class="entry-date" datetime="{stamp}">x</time>'
        f'<div class="entry-content"><p>{text}</p><p>{text}</p></div></article>'
    )
    found = article(body, "wordpress")
    assert found.published_at is not None
    assert (found.published_at.isoformat(), found.published_precision) == (expected, precision)
    assert found.provenance.fields["published_at"] == "wordpress"
    assert any("another time zone" in flag for flag in found.flags) == (expected == "2026-03-04T00:00:00+07:00" and "05:00" in stamp)  # fmt: skip


ROW = f'<div class="views-row"><h3><a href="/b">{OTHER}</a></h3></div>'
TEASER = f'<div class="views-row"><h3><a href="/b">{OTHER}</a></h3><div class="field--name-body"><p>{TEXT}</p></div></div>'  # fmt: skip
NODE = f'<h1 class="page-title">{TITLE}</h1><article class="node"><div class="node__meta"><time datetime="2026-03-04T08:00:00+07:00">4/3</time></div><div class="field--name-body"><p>{TEXT}</p><p>{TEXT}</p></div></article>'  # fmt: skip


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (f'<main>{NODE}<div class="view-content">{ROW * 5}</div></main>', Outcome.ARTICLE),
        (f'<main>{NODE.replace(TEXT, TEXT[:88])}<div class="view-content">{ROW * 5}</div></main>', Outcome.LISTING),
        (f'<main><h1 class="page-title">Tin tức</h1><div class="view-content">{TEASER * 5}</div></main>', Outcome.LISTING),
        (f'<main><h1 class="page-title">Tin tức</h1><time datetime="2026-03-04">4/3</time><div class="view-content">{TEASER * 5}</div></main>', Outcome.LISTING),
        (f'<main>{NODE}<div class="view-content">{TEASER * 9}</div></main>', Outcome.LISTING),
        (f'<main><div class="view-content"><div class="views-row">{NODE}</div></div><div class="view-content">{ROW * 5}</div></main>', Outcome.ARTICLE),
        (f'<main><h1 class="page-title">Giới thiệu</h1><div class="field--name-body"><p>{TEXT}</p></div><div class="view-content">{ROW * 5}</div></main>', Outcome.LISTING),
    ],
    ids=["related news", "related news beside a short text", "teasers", "teasers with a date", "more teasers than article", "the article as an item", "a text without a date"],
)  # fmt: skip
def test_items_of_a_listing_beside_an_article_are_its_related_news(body: str, outcome: Outcome) -> None:
    assert read(body, "drupal", "https://lamson.gov.vn/duong-lien-xa").outcome is outcome


def described(headlines: list[str]) -> str:
    objects = ", ".join(f'{{"@type":"NewsArticle","headline":"{one}","datePublished":"2026-03-04"}}' for one in headlines)  # fmt: skip
    return f'<script type="application/ld+json">[{objects}]</script>'


def test_a_short_article_that_json_ld_describes_is_one_whatever_links_surround_it() -> None:
    links = "".join(f"<p><a href=/{n}>{OTHER} {n}</a></p>" for n in range(30))
    body = f"<main><h1>{TITLE}</h1><p>{TEXT}</p>{links}<p>{TEXT[:120]}</p></main>"
    url = "https://lamson.gov.vn/tin/a"
    assert read(body, "generic", url, described([TITLE])).outcome is Outcome.ARTICLE
    assert read(body, "generic", url).outcome is Outcome.LISTING
    assert read(body, "generic", url, described([TITLE, OTHER])).outcome is Outcome.LISTING
    found = read(body, "generic", url, described([TITLE])).article
    assert found is not None
    assert found.published_at is not None
    assert found.published_at.date() == date(2026, 3, 4)


BLOCKS = (
    '<body class="post-template-default single single-post"><div class="wp-site-blocks">'
    '<header class="wp-block-template-part"><p class="wp-block-site-title"><a href="/">Xã Bản Mạ</a></p></header>'
    '<main class="wp-block-group">'
    '<figure class="wp-block-post-featured-image"><img src="/anh/duong.jpg"></figure>{date}'
    f'<h1 class="wp-block-post-title">{TITLE}</h1>'
    '<div class="entry-content wp-block-post-content">'
    f"<p>{TEXT}</p><figure class='wp-block-image'><img src='/anh/cau.jpg'><figcaption>Cầu mới</figcaption></figure>"
    f'<p>{TEXT}</p><div class="wp-block-file"><a href="/tep/ke-hoach.pdf">Kế hoạch làm đường</a>'
    '<a href="/tep/ke-hoach.pdf" class="wp-block-file__button" download>Tải về</a></div></div>{foot}</main></div></body>'
)
STAMP = '<div class="wp-block-post-date"><time datetime="2026-03-04T09:15:00+07:00">04/03/2026</time></div>'


@pytest.mark.parametrize("family", ["wordpress", "generic"])
@pytest.mark.parametrize("place", [(STAMP, ""), ("", f'<div class="wp-block-template-part">{STAMP}</div>')], ids=["above", "below"])  # fmt: skip
def test_a_block_theme_of_wordpress(family: str, place: tuple[str, str]) -> None:
    found = article(BLOCKS.replace("{date}", place[0]).replace("{foot}", place[1]), family)
    assert found.title == TITLE
    assert found.published_at is not None
    assert (found.published_at.isoformat(), found.published_precision) == ("2026-03-04T09:15:00+07:00", "minute")
    assert found.body == f"{TEXT.strip()}\n\n{TEXT.strip()}"
    assert [(file.url, file.name) for file in found.attachments] == [
        ("https://lamson.gov.vn/tep/ke-hoach.pdf", "Kế hoạch làm đường")
    ]
    captions = {image.url.rsplit("/", 1)[1]: image.caption for image in found.images}
    assert captions["cau.jpg"] == "Cầu mới"
    if family == "wordpress":
        assert captions == {"duong.jpg": None, "cau.jpg": "Cầu mới"}
        assert set(found.provenance.fields.values()) == {"wordpress"}


def test_items_of_a_block_theme_s_listing() -> None:
    item = f'<li class="wp-block-post"><h2 class="wp-block-post-title"><a href="/b/">{OTHER}</a></h2>{STAMP}<div class="wp-block-post-excerpt"><p>{TEXT}</p></div></li>'  # fmt: skip
    body = f'<body class="archive"><main><h1 class="wp-block-query-title">Tin tức</h1><ul>{item * 3}</ul></main></body>'
    assert read(body, "wordpress", "https://lamson.gov.vn/chuyen-muc/tin-tuc/").outcome is Outcome.LISTING


def test_a_title_in_the_masthead_over_its_picture() -> None:
    body = (
        '<body class="single single-post"><div id="page"><header id="masthead" class="site-header featured-image">'
        '<p class="site-title">Xã Bản Mạ</p><div class="site-featured-image"><figure class="post-thumbnail">'
        '<img src="/anh/duong.jpg"></figure><div class="entry-header">'
        f'<h1 class="entry-title">{TITLE}</h1><span class="posted-on"><time class="entry-date published" '
        'datetime="2026-03-04T09:15:00+07:00">04/03/2026</time></span></div></div></header>'
        f'<main><article class="post"><div class="entry-content"><p>{TEXT}</p></div></article></main></div></body>'
    )
    found = article(body, "wordpress")
    assert (found.title, found.body) == (TITLE, TEXT.strip())
    assert [image.url for image in found.images] == ["https://lamson.gov.vn/anh/duong.jpg"]
    assert set(found.provenance.fields.values()) == {"wordpress"}


NUKEVIET = (
    '<div class="news_column panel" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body">'
    f'<h1 class="title" itemprop="headline">{TITLE}</h1><span class="h5">Thứ tư - 04/03/2026 09:15</span>'
    '<div class="clearfix">{figure}<div class="hometext" itemprop="description">Đường đã thông xe.</div></div>'
    f'<div id="news-bodyhtml" class="bodytext"><p>{TEXT}</p></div>{{files}}</div></div>'
)
THUMB = (
    '<figure class="article left pointer"><div style="width:250px"><p class="text-center"><img src="/a/duong.jpg"></p>'
    "<figcaption>Đường mới ở bản Mạ</figcaption></div></figure><div id='imgpreview' style='display:none'><p><img src='/u/duong.jpg'></p>"
    "<figcaption>Đường mới ở bản Mạ</figcaption></div>"
)
CENTRE = '<figure class="article center"><img src="/a/duong.jpg"><figcaption>Đường mới ở bản Mạ</figcaption></figure>'
DOWNLOADS = (
    '<div class="panel"><div class="panel-heading"><strong>File đính kèm</strong></div>'
    '<div class="list-group news-download-file"><div class="list-group-item"><span class="badge"><a href="#file-0">xem</a>'
    '</span><a href="/tin/duong-7.html?download=1&amp;id=0" title="Tải về ke-hoach.pdf" download>Tải về: '
    "<strong>ke-hoach.pdf</strong></a></div></div></div>"
)


@pytest.mark.parametrize("figure", [THUMB, CENTRE], ids=["thumbnail", "centred"])
def test_figures_and_files_of_nukeviet_outside_its_body(figure: str) -> None:
    body = NUKEVIET.replace("{figure}", figure).replace("{files}", DOWNLOADS)
    found = article(body, "nukeviet", "https://lamson.gov.vn/tin/duong-7.html")
    assert [(image.url, image.caption) for image in found.images] == [
        ("https://lamson.gov.vn/a/duong.jpg", "Đường mới ở bản Mạ")
    ]
    assert [(file.url, file.name) for file in found.attachments] == [
        ("https://lamson.gov.vn/tin/duong-7.html?download=1&id=0", "ke-hoach.pdf")
    ]
    assert found.body == f"Đường đã thông xe.\n\n{TEXT.strip()}"
    assert found.summary == "Đường đã thông xe."


def test_a_lead_without_the_picture_in_it() -> None:
    body = (
        f'<div id="news_detail" class="news_column"><h1 class="title">{TITLE}</h1><span class="time">04/03/2026 09:15</span>'
        '<div class="hometext"><div id="imghome"><a href="/u/a.jpg"><img src="/a/duong.jpg"></a><p><em>Đường mới</em></p></div>'
        f'Đường đã thông xe.</div><div class="bodytext"><p>{TEXT}</p></div></div>'
    )
    found = article(body, "nukeviet", "https://lamson.gov.vn/tin/duong-7.html")
    assert (found.summary, found.body) == ("Đường đã thông xe.", f"Đường đã thông xe.\n\n{TEXT.strip()}")
    assert [image.caption for image in found.images] == ["Đường mới"]


@pytest.mark.parametrize("url", ["https://lamson.gov.vn/about/gioi-thieu-4.html", "https://lamson.gov.vn/about/gioi-thieu.html"])  # fmt: skip
def test_a_standing_page_that_calls_itself_an_article_is_none(url: str) -> None:
    body = (
        '<div class="page panel" itemtype="http://schema.org/Article" itemscope><div class="panel-body">'
        f'<h1 class="title" itemprop="headline">Giới thiệu xã Bản Mạ</h1><span class="hidden" itemprop="datePublished">2026-03-04</span>'
        f'<div id="page-bodyhtml" class="bodytext"><p>{TEXT}</p></div></div></div>'
    )
    reading = read(body, "nukeviet", url, '<meta property="og:type" content="article">')
    assert (reading.outcome, reading.reason) == (Outcome.OTHER, "a standing page of the CMS")


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ('<a href="/tai?id=7" download="ke-hoach.pdf">Tải về</a>', "ke-hoach.pdf"),
        ('<a href="/tai?id=7" download>ke-hoach.pdf</a>', "ke-hoach.pdf"),
        ('<a href="/tai?id=7" download>Tải về</a>', None),
        ('<a href="/tai?id=7">ke-hoach.pdf</a>', None),
        ('<a href="/tep/ke-hoach.pdf">Tải về: ke-hoach.pdf</a>', "ke-hoach.pdf"),
    ],
)
def test_links_to_save_are_files_where_they_name_one(link: str, name: str | None) -> None:
    body = f"<main><h1>{TITLE}</h1><p>04/03/2026</p><p>{TEXT}</p><p>{link}</p></main>"
    found = article(body, "generic", "https://lamson.gov.vn/tin/a")
    assert [file.name for file in found.attachments] == ([name] if name else [])


def test_a_link_under_a_picture_is_no_caption() -> None:
    link = '<a href="/tep/ke-hoach.pdf">Kế hoạch làm đường liên xã</a>'
    body = (
        f"<main><h1>{TITLE}</h1><p>04/03/2026</p><p>{TEXT}</p><p><img src=/a.jpg></p><p>{link}</p><p>{TEXT}</p></main>"
    )
    found = article(body, "generic", "https://lamson.gov.vn/tin/a")
    assert [image.caption for image in found.images] == [None]
    assert found.body == f"{TEXT.strip()}\n\n{TEXT.strip()}"
    assert len(found.attachments) == 1


@pytest.mark.parametrize(
    ("box", "stays"),
    [
        (f'<div class="related-posts"><p>Tin khác</p><ul><li><a href="/b">{OTHER}</a></li></ul></div>', False),
        ('<div class="share-buttons"><p>Truth</p><p>Gettr</p></div>', False),
        ('<div class="slick-gallery"><figure><img src="/a.jpg"><figcaption>Cầu mới</figcaption></figure></div>', True),
        ('<div class="khung"><p>Cầu dài hai mươi mét.</p></div>', True),
    ],
    ids=["related news", "share bar", "gallery", "a box of text"],
)
def test_furniture_inside_a_family_s_body(box: str, stays: bool) -> None:
    body = f'<article class="post"><h1 class="entry-title">{TITLE}</h1><div class="entry-content"><p>{TEXT}</p>{box}<p>{TEXT}</p></div></article>'  # fmt: skip
    found = article(body, "wordpress")
    assert len(found.images) == box.count("<img")
    assert found.body.count(TEXT.strip()) == 2
    assert ("Cầu" in f"{found.body}{[image.caption for image in found.images]}") is stays
    assert not any(word in found.body for word in ("Tin khác", OTHER, "Truth", "Gettr"))


def test_a_body_with_a_name_of_furniture_keeps_its_text() -> None:
    body = f'<div class="item-page"><h1 itemprop="headline">{TITLE}</h1><div itemprop="articleBody" class="share-content related"><p>{TEXT}</p><div class="banner"><p>{TEXT}</p></div></div></div>'  # fmt: skip
    assert article(body, "joomla", "https://lamson.gov.vn/tin/7-duong").body == f"{TEXT.strip()}\n\n{TEXT.strip()}"


def test_nukeviet_prints_its_last_edit_as_the_day_of_publication() -> None:
    body = (
        f'<div class="news_column"><h1 class="title" itemprop="headline">{TITLE}</h1>'
        '<span class="hidden" itemprop="datePublished">2026-03-06T17:40:00+07:00</span>'
        f'<span class="h5">Thứ tư - 04/03/2026 09:15</span><div id="news-bodyhtml"><p>{TEXT}</p></div></div>'
    )
    found = article(body, "nukeviet", "https://lamson.gov.vn/tin/duong-7.html")
    assert (str(found.published_at), found.published_precision) == ("2026-03-04 09:15:00+07:00", "minute")


def test_drupal_7_states_the_moment_beside_its_american_date() -> None:
    body = (
        f'<h1 class="title" id="page-title">{TITLE}</h1><div class="node node-article"><div class="meta submitted">'
        '<span property="dc:date dc:created" content="2026-03-04T09:15:00+07:00">Submitted by '
        '<span class="username">Lò Thị Ban</span> on Wed, 03/04/2026 - 09:15</span></div>'
        f'<div class="field-name-body"><p>{TEXT}</p></div></div>'
    )
    found = article(body, "drupal", "https://lamson.gov.vn/node/7")
    assert (str(found.published_at), found.author) == ("2026-03-04 09:15:00+07:00", "Lò Thị Ban")


SHORT = "Từ ngày mai, chợ phiên Mường Khoa họp vào sáng thứ bảy."
RELATED = "".join(f'<h3><a href="/tin/{n}">Bản Mạ họp bàn việc làm đường lần thứ {n}</a></h3>' for n in range(4))


@pytest.mark.parametrize(
    ("family", "stated", "listed"),
    [
        ("wordpress", "single single-post", "archive category"),
        ("joomla", "com_content view-article", "com_content view-category"),
        ("drupal", "page-node node-type-article", "page-taxonomy"),
    ],
)
def test_a_short_article_is_one_where_the_cms_says_so(family: str, stated: str, listed: str) -> None:
    for classes, outcome in ((stated, Outcome.ARTICLE), (listed, Outcome.LISTING)):
        html = f'<title>{TITLE}</title><body class="{classes}"><h1>{TITLE}</h1><p>{SHORT}</p><aside>{RELATED}</aside></body>'
        reading = read_article(html, URL, portal(URL, family), READ_AT)
        assert reading.outcome is outcome, (classes, reading.reason)


def test_whole_posts_one_after_another_are_a_listing_by_their_microformats() -> None:
    posts = "".join(
        f'<article class="h-entry"><h1 class="p-name"><a class="u-url" href="/tin/{n}/">{TITLE}, phần {n}</a></h1>'
        f'<time class="dt-published" datetime="2026-03-0{n}T09:15:00+07:00">0{n}/03/2026</time><p>{TEXT}</p></article>'
        for n in range(1, 5)
    )
    assert read(f"<main>{posts}</main>", "generic", "https://lamson.gov.vn/index-3.html").outcome is Outcome.LISTING
    alone = posts.partition("</article>")[0]
    assert read(f"<main>{alone}</article></main>", "generic").outcome is Outcome.ARTICLE


def test_an_abbreviated_day_has_its_moment_by_hatom() -> None:
    body = (
        f'<article class="hentry"><h1>{TITLE}</h1><abbr class="published" title="2026-03-04T09:15:00+07:00">'
        f'Thứ 4 04/03/2026</abbr><div class="entry-content"><p>{TEXT}</p></div></article>'
    )
    found = article(body, "generic")
    assert (str(found.published_at), found.published_precision) == ("2026-03-04 09:15:00+07:00", "minute")
