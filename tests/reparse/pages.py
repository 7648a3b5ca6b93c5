"""A store whose records an older version read worse, with their pages in the raw archive."""

from datetime import date, datetime, timedelta
from pathlib import Path

from crawler import registry
from crawler.archive.capture import Capture
from crawler.archive.writing import ArchiveWriter, Exchange
from crawler.base.clock import VIETNAM
from crawler.crawl.store import Store
from crawler.extraction.explain import read_bytes
from crawler.model.items import Article, Meeting, MeetingKind, Person, Provenance
from tests.watch.conftest import put

FETCHED = datetime(2026, 1, 2, 9, 30, tzinfo=VIETNAM)
READ_AGAIN = FETCHED + timedelta(days=4)
PORTAL = "son-la"
HTML = "text/html; charset=utf-8"
HOST = "https://son-la.example"

SESSION = [
    "Sáng 1/1/2026, HĐND tỉnh Sơn La khóa XV tổ chức kỳ họp thứ {ordinal}, do đồng chí Lò Thị Hạnh, Chủ tịch HĐND tỉnh, chủ trì.",
    "Kỳ họp đã xem xét, thông qua Nghị quyết 4{ordinal}/NQ-HĐND về đường giao thông nông thôn với tổng vốn 120 tỷ đồng.",
    "Phát biểu bế mạc kỳ họp, đồng chí Lò Thị Hạnh đề nghị các đại biểu tiếp tục giữ mối liên hệ với cử tri.",
]
NEWS = [
    "Con đường bê tông dài {ordinal} km nối hai xã vùng cao đã được đưa vào sử dụng sau tám tháng thi công.",
    "Người dân hai xã góp hơn 300 ngày công và hiến đất để con đường đi qua nương mận của bản.",
    "Từ nay học sinh không còn phải lội suối đến trường trong mùa mưa.",
]
OTHER = Meeting(
    kind=MeetingKind.CONFERENCE,
    body_name="UBND tỉnh Sơn La",
    held_on=date(2026, 1, 1),
    held_on_precision="day",
    chairs=[Person(name="Lê Văn Nhầm")],
)


def page(title: str, paragraphs: list[str], ordinal: int) -> bytes:
    text = "".join(f"<p>{one.format(ordinal=ordinal)}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html lang=vi><head><title>{title}</title>"
        '<meta property="article:published_time" content="2026-01-01T15:00:00+07:00"></head>'
        f"<body><main><article><h1>{title}</h1>{text}</article></main></body></html>"
    ).encode()


def worse(number: int, record: Article) -> Article:
    """What the older version made of it: another thing is wrong of each but every fifth."""
    wrong = number % 5
    if wrong == 0:
        return record.model_copy(update={"meeting": None})  # the new reading finds one
    if wrong == 1:
        return record.model_copy(update={"meeting": OTHER})  # the new reading retracts it
    if wrong == 2:
        return record.model_copy(update={"title": f"Nhan đề sai {number}", "content_hash": f"{number:064}"})
    if wrong == 3:
        day = FETCHED - timedelta(days=400)
        return record.model_copy(update={"published_at": day, "published_precision": "day"})
    return record


def archived(output: Path, url: str, body: bytes) -> Capture:
    """The page put into the raw archive."""
    writer = ArchiveWriter(output / "archive", PORTAL, "tintinh/0", 1 << 24)
    capture = writer.write(Exchange(url, "GET", [], 200, "OK", [("Content-Type", HTML)], body, FETCHED), {})
    writer.close()
    assert capture is not None
    return capture


def fill(store: Store, output: Path, count: int) -> None:
    """So many articles, most of them reports of meetings, each of another one."""
    site = registry.load(PORTAL).model_copy(update={"start": HOST + "/"})
    records = []
    for number in range(1, count + 1):
        report = number % 5 != 1
        title = f"Kỳ họp thứ {number} của HĐND tỉnh Sơn La" if report else f"Bản làng thứ {number} có đường mới"
        body, url = page(title, SESSION if report else NEWS, number), f"{HOST}/{number}.html"
        capture = archived(output, url, body)
        record = read_bytes(body, HTML, url, site, FETCHED).article
        assert record is not None
        record.id, record.portal, record.province_code = f"{PORTAL}:{number}", PORTAL, site.province
        record.provenance = Provenance(
            fields=record.provenance.fields,
            fetched_at=FETCHED,
            http_status=200,
            warc_file=capture.warc_file,
            warc_offset=capture.warc_offset,
        )
        records.append(worse(number, record))
    put(store, records)
