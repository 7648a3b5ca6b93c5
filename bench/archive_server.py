"""Serves a WARC archive on loopback as a forward proxy: `python archive_server.py ARCHIVE`, prints its port."""

import asyncio
import hashlib
import sys
from pathlib import Path

from crawler.archive.reading import _key, responses


async def main(path: Path) -> None:
    """Serve until stdin closes."""
    pages: dict[str, bytes] = {}
    for page in responses(path):
        body = page.body.replace(b"https://sotttt.hanoi.gov.vn", b"http://sotttt.hanoi.gov.vn")
        tag = hashlib.sha1(body, usedforsecurity=False).hexdigest()
        head = f'HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=UTF-8\r\nETag: "{tag}"\r\n'
        pages[_key(page.url)] = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                target = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
                writer.write(pages.get(_key(target), b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(Path(sys.argv[1])))
