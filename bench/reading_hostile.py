"""Pages made to hurt a reader, each with the time and memory that reading it takes: `python bench/reading_hostile.py`."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime

from crawler.base.clock import VIETNAM
from crawler.extraction.explain import read_bytes

READ_AT = datetime(2026, 11, 24, 8, 15, tzinfo=VIETNAM)
TEXT = "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con. "
MB = 1024 * 1024


def article(inner: str) -> str:
    return f"<html><head><title>Bài thử</title></head><body><h1>Bài thử của tỉnh</h1><p>24/10/2026</p>{inner}<p>{TEXT * 20}</p></body></html>"


PAGES: dict[str, Callable[[], bytes]] = {
    "100,000 nested div": lambda: article("<div>" * 100_000 + TEXT + "</div>" * 100_000).encode(),
    "100,000 nested b": lambda: article("<b>" * 100_000 + TEXT).encode(),
    "100,000 nested tables": lambda: article("<table><tr><td>" * 100_000 + TEXT).encode(),
    "100,000 nested figures with pictures": lambda: article("<figure><img src=a.jpg>" * 100_000 + TEXT).encode(),
    "20 MB of one tag": lambda: ("<p>" * (20 * MB // 3)).encode(),
    "20 MB of text": lambda: article("<p>" + TEXT * (20 * MB // len(TEXT.encode())) + "</p>").encode(),
    "20 MB of white space": lambda: article("<p>" + " \n\t" * (20 * MB // 3) + "</p>").encode(),
    "a million attributes": lambda: article("<div " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">x</div>").encode(),
    "a class of 10 MB": lambda: article(f'<div class="{"comment-" * (10 * MB // 8)}">x</div>').encode(),
    "a style of 10 MB": lambda: article(f'<div style="{"text-align: " * (10 * MB // 12)}">x</div>').encode(),
    "200,000 links": lambda: article("".join(f'<li><a href="/a{n}">Tin khác số {n} của tỉnh</a></li>' for n in range(200_000))).encode(),
    "200,000 paragraphs": lambda: article(f"<p>{TEXT}</p>" * 200_000).encode(),
    "200,000 br": lambda: article("<br>x" * 200_000).encode(),
    "100,000 pictures with captions": lambda: article('<p align=center><img src=a.jpg></p><p align=center>Ảnh: A</p>' * 100_000).encode(),
    "100,000 time stamps": lambda: article('<time datetime="2026-10-24T08:00">24/10/2026</time> ' * 100_000).encode(),
    "100,000 meta": lambda: ("<head>" + '<meta property="og:title" content="x">' * 100_000 + article("")).encode(),
    "JSON-LD 100,000 deep": lambda: (f'<script type="application/ld+json">{"[" * 100_000}</script>' + article("")).encode(),
    "JSON-LD of 10 MB": lambda: (f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{"a" * 10 * MB}"}}</script>' + article("")).encode(),
    "JSON-LD, commas without end": lambda: (f'<script type="application/ld+json">{"," * MB}</script>' + article("")).encode(),
    "NUL bytes": lambda: article("\x00" * MB + TEXT + "\x00").encode(),
    "random bytes": lambda: bytes((n * 7919 + n // 251) % 256 for n in range(2 * MB)),
    "UTF-16 without a mark": lambda: article(TEXT * 100).encode("utf-16-le"),
    "TCVN3 bytes said to be UTF-8": lambda: article("Héi nghÞ bµn vÒ ®­êng liªn x· " * 1000).encode("latin-1", "ignore"),
    "windows-1258 said to be UTF-16": lambda: b'<meta charset="utf-16">' + article(TEXT).encode("cp1258", "ignore"),
    "gzip cut short, not decoded": lambda: gzip.compress(article(TEXT * 1000).encode())[:-40],
    "date-like digits": lambda: article("<p>" + "1/1/" * 200_000 + "</p><p>" + "12-" * 50 + "</p>" + "".join(f"<p>{'1' * 150}/{n}</p>" for n in range(3000))).encode(),
    "near-misses of furniture": lambda: article("".join(f"<p>{'chia sẻ ' * 14}{n}</p>" for n in range(20_000))).encode(),
    "near-misses of captions": lambda: article("<img src=a>" + "<p>" + "(ảnh " * 80 + "</p>" + "<p>ảnh" + " " * 300_000 + "x</p>").encode(),
    "near-misses of soft 404": lambda: ("<title>" + "trang " * 2000 + "</title><h1>" + "nội dung bạn đã " * 500 + "</h1>").encode(),
    "a title of 5 MB": lambda: (f"<title>{'| tin tức - ' * (5 * MB // 16)}</title>" + article("")).encode(),
    "an address of 1 MB": lambda: article(f'<a href="/{"%2e" * (MB // 3)}.pdf">tệp</a><iframe src="/?{"a=b.pdf&" * (MB // 8)}"></iframe>').encode(),
    "frames in frames": lambda: article("<iframe src='about:blank'>" * 50_000).encode(),
    "entities": lambda: article("&amp;lt;" * 500_000 + "&#x1F600;" * 100_000 + "&nosuch;" * 100_000).encode(),
    "unclosed comment": lambda: article("<!--" + "-" * 5 * MB).encode(),
    "svg and math": lambda: article("<svg><math>" * 50_000 + TEXT).encode(),
    "templates": lambda: article("<template>" * 50_000 + TEXT).encode(),
}  # fmt: skip


def one(name: str) -> None:
    body = PAGES[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    reading = read_bytes(body, "text/html", "https://tinh.example.vn/tin/a-1.html", None, READ_AT)
    seconds = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{name:40s} {len(body) / MB:7.2f} MB {seconds:8.2f} s {grown:8.0f} MiB more   {reading.outcome}", flush=True)


def main() -> None:
    if len(sys.argv) > 1:
        one(sys.argv[1])
        return
    for name in PAGES:
        try:
            result = subprocess.run([sys.executable, __file__, name], timeout=120)
            if result.returncode:
                print(f"{name:40s} FAILED with code {result.returncode}")
        except subprocess.TimeoutExpired:
            print(f"{name:40s} TOOK LONGER than 120 s")


if __name__ == "__main__":
    main()
