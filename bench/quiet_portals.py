"""Portals of one design, each at a loopback address of its own: `python -m bench.quiet_portals COUNT`.

Prints its port. A portal has a robots.txt, SECTIONS listings and ARTICLES articles a section; every page has an ETag, and a
conditional request is answered with 304. `GET /post` adds an article to the portal's first section. Lives until stdin closes.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections import defaultdict

SECTIONS = ("tin-tuc", "thong-bao", "chi-dao-dieu-hanh", "van-ban", "su-kien")
ARTICLES = 8
PARAGRAPH = (
    "Phát biểu tại buổi làm việc, lãnh đạo đơn vị đề nghị các phòng chuyên môn rà soát tiến độ, tháo gỡ khó khăn của từng"
    " xã, phường và báo cáo kết quả trước ngày cuối tháng để tổng hợp, trình cấp trên xem xét theo quy định."
)

_posted: defaultdict[str, int] = defaultdict(int)


def addresses(count: int) -> list[str]:
    """So many loopback addresses."""
    return [f"127.{1 + n // 62_500}.{n // 250 % 250}.{n % 250 + 1}" for n in range(count)]


def _page(host: str, path: str) -> str | None:
    if path == "/robots.txt":
        return "User-agent: *\nDisallow: /noi-bo/\n"
    name = path.strip("/")
    if name in SECTIONS:
        extra = _posted[host] if name == SECTIONS[0] else 0
        rows = "".join(
            f'<li class="tin"><a href="/{name}/bai-viet-so-{n}.html">Bài viết số {n} của mục {name} về công tác tháng</a>'
            f'<span class="ngay">{n % 28 + 1:02}/09/2026</span></li>'
            for n in range(ARTICLES + extra, 0, -1)
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


async def serve(count: int) -> None:
    """Serve `count` portals until stdin closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                writer.write(_answer(host, head.split(" ", 2)[1], head.lower()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for address in addresses(count):
        server = await asyncio.start_server(handle, address, port)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _answer(host: str, path: str, head: str) -> bytes:
    if path == "/post":
        _posted[host] += 1
        return b"HTTP/1.1 204 No Content\r\n\r\n"
    text = _page(host, path)
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
    asyncio.run(serve(int(sys.argv[1])))
