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
        (f'<main><h1 class="page-title">Tin tức</h1><div class="view-content">{TEASER * 5}</div></main>', Outcome.LISTING),
        (f'<main><h1 class="page-title">Tin tức</h1><time datetime="2026-03-04">4/3</time><div class="view-content">{TEASER * 5}</div></main>', Outcome.LISTING),
        (f'<main>{NODE}<div class="view-content">{TEASER * 9}</div></main>', Outcome.LISTING),
        (f'<main><h1 class="page-title">Giới thiệu</h1><div class="field--name-body"><p>{TEXT}</p></div><div class="view-content">{ROW * 5}</div></main>', Outcome.LISTING),
    ],
    ids=["related news", "teasers", "teasers with a date", "more teasers than article", "a text without a date"],
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
