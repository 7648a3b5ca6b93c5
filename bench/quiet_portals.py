"""Portals of one design, each at a loopback address of its own: `python -m bench.quiet_portals COUNT [PORT [ARTICLES]]`.

Prints its port. A portal has a robots.txt, SECTIONS listings and so many articles a section (8); every page has an ETag, and
a conditional request is answered with 304. `GET /post` adds an article to the portal's first section. `GET /statistics` says
how each portal was asked since it was last asked for. Lives until stdin closes.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

SECTIONS = ("tin-tuc", "thong-bao", "chi-dao-dieu-hanh", "van-ban", "su-kien")
ARTICLES = 8
ASIDE = ("/post", "/statistics")  # what the bench itself asks for
PARAGRAPH = (
    "Phát biểu tại buổi làm việc, lãnh đạo đơn vị đề nghị các phòng chuyên môn rà soát tiến độ, tháo gỡ khó khăn của từng"
    " xã, phường và báo cáo kết quả trước ngày cuối tháng để tổng hợp, trình cấp trên xem xét theo quy định."
)

_posted: defaultdict[str, int] = defaultdict(int)


@dataclass(slots=True)
class Asked:
    """How a portal was asked, and how many articles it has.

    `shortest`: seconds from the end of an answer to the next request.
    """

    requests: int = 0
    shortest: float | None = None
    answered_at: float | None = None
    articles: int = 0

    def note(self) -> None:
        """A request came in, and its answer goes out now."""
        self.requests += 1
        if self.answered_at is not None:
            gap = monotonic() - self.answered_at
            self.shortest = gap if self.shortest is None else min(gap, self.shortest)
        self.answered_at = monotonic()


_asked: defaultdict[str, Asked] = defaultdict(Asked)


def addresses(count: int) -> list[str]:
    """So many loopback addresses."""
    return [f"127.{1 + n // 62_500}.{n // 250 % 250}.{n % 250 + 1}" for n in range(count)]


def _page(host: str, path: str, articles: int) -> str | None:
    if path == "/robots.txt":
        return "User-agent: *\nDisallow: /noi-bo/\n"
    name = path.strip("/")
    if name in SECTIONS:
        extra = _posted[host] if name == SECTIONS[0] else 0
        rows = "".join(
            f'<li class="tin"><a href="/{name}/bai-viet-so-{n}.html">Bài viết số {n} của mục {name} về công tác tháng</a>'
            f'<span class="ngay">{n % 28 + 1:02}/09/2026</span></li>'
            for n in range(articles + extra, 0, -1)
        )
        return f"<html><head><title>{name}</title></head><body><h1>{name}</h1><ul>{rows}</ul></body></html>"
    if "/bai-viet-so-" in path:
        section, _, number = name.removesuffix(".html").partition("/bai-viet-so-")
        day = f"{int(number) % 28 + 1:02}/09/2026"
        body = "".join(f"<p>{PARAGRAPH} Đợt {host}, mục {section}, bài {number}, ý {n}.</p>" for n in range(1, 7))
        return (
            f"<html><head><title>Bài viết số {number}</title></head><body><article><h1>Bài viết số {number} của mục {section}"
            f" về công tác tháng</h1><div class='ngay'>Ngày {day}</div><div class='noi-dung'>{body}</div></article></body></html>"
        )
    return None


@contextmanager
def served(count: int, articles: int) -> Iterator[int]:
    """So many portals in a process of their own; gives their port."""
    command = [sys.executable, "-m", "bench.quiet_portals", str(count), "0", str(articles)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdin
        yield int(server.stdout.readline())
        server.stdin.close()


def post(address: str, port: int) -> None:
    """Let the portal at the address publish an article."""
    urllib.request.urlopen(f"http://{address}:{port}/post").close()


def statistics(port: int) -> dict[str, Asked]:
    """How each portal was asked since the last call."""
    with urllib.request.urlopen(f"http://{addresses(1)[0]}:{port}/statistics") as answer:
        return {address: Asked(**one) for address, one in json.load(answer).items()}


async def serve(count: int, port: int = 0, articles: int = ARTICLES) -> None:
    """Serve `count` portals until stdin closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                answer = _answer(host, path, head.lower(), articles)
                if path not in ASIDE:
                    _asked[host].note()
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    for address in addresses(count):
        server = await asyncio.start_server(handle, address, port)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _answer(host: str, path: str, head: str, articles: int) -> bytes:
    if path == "/post":
        _posted[host] += 1
        return b"HTTP/1.1 204 No Content\r\n\r\n"
    if path == "/statistics":
        for portal, asked in _asked.items():
            asked.articles = len(SECTIONS) * articles + _posted[portal]
        found = json.dumps({portal: asdict(asked) for portal, asked in _asked.items()}).encode()
        _asked.update({portal: Asked(answered_at=asked.answered_at) for portal, asked in _asked.items()})
        return f"HTTP/1.1 200 OK\r\nContent-Length: {len(found)}\r\n\r\n".encode() + found
    text = _page(host, path, articles)
    if text is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    body = text.encode()
    tag = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'
    if f"if-none-match: {tag}" in head:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    kind = "text/plain" if path == "/robots.txt" else "text/html; charset=utf-8"
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    )


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:])))
