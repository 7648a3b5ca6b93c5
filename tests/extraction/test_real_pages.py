"""The real pages that lie beside the project, where they do: titles, days, kinds, and nothing else in the text."""

import csv
import re
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from crawler.archive.reading import responses
from crawler.base.clock import VIETNAM
from crawler.extraction.article import read_article
from crawler.extraction.reading import Outcome
from crawler.registry import load
from tests.extraction.pages import READ_AT, portal

SHARED = Path(__file__).parents[2] / "../shared"
HANOI = SHARED / "archives/hanoi-dic.warc.gz"
INDEX = SHARED / "pages/INDEX.tsv"
FURNITURE = re.compile(r"lượt xem|view count|in bài viết|gửi mail|các tin khác|tìm kiếm theo ngày|admin admin", re.I)
KINDS = {"article": Outcome.ARTICLE, "listing": Outcome.LISTING, "home": Outcome.LISTING}


def safe(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.skipif(not HANOI.exists(), reason=f"{HANOI.name} is not beside the project")
def test_hanoi_archive() -> None:
    rows = [line.split("\t") for line in HANOI.with_name("hanoi-dic.gold.tsv").read_text("utf-8").splitlines()[1:]]
    gold = {row[1]: row for row in rows}
    site = load("ha-noi-sotttt")
    titles = days = 0
    for saved in responses(HANOI):
        row = gold.get(saved.url)
        if row is None:
            continue
        read_at = datetime(2022, 8, 27, 12, tzinfo=VIETNAM)
        article = read_article(saved.body.decode("utf-8", "replace"), saved.url, site, read_at).article
        assert article is not None, saved.url
        assert article.id == f"ha-noi-sotttt:{row[0]}"
        titles += safe(article.title) == safe(row[2])
        stamp = article.published_at.isoformat()[: 16 if "T" in row[3] or " " in row[3] else 10]
        days += not row[3] or stamp == row[3][:16].replace(" ", "T")
        assert not FURNITURE.search(article.body), article.id
    assert titles >= 0.995 * len(gold)
    assert days >= 0.995 * len(gold)


@pytest.mark.skipif(not INDEX.exists(), reason="the single pages are not beside the project")
def test_single_pages_are_what_a_person_says() -> None:
    with INDEX.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            html = (INDEX.parent / row["file"]).read_text("utf-8", "replace")
            reading = read_article(html, row["url"], portal(row["url"]), READ_AT)
            assert reading.outcome is KINDS[row["kind"]], (row["file"], reading.reason)
            if reading.article is not None:
                assert safe(reading.article.title) == safe(row["title"])
                start = re.sub(r"\W+", "", row["first_words"])[:60]
                assert re.sub(r"\W+", "", reading.article.body).startswith(start)
                numbers = [int(number) for number in re.findall(r"\d+", row["date"])]
                stamp = reading.article.published_at
                assert stamp is not None
                assert [stamp.day, stamp.month, stamp.year, stamp.hour, stamp.minute] == numbers[:5]
