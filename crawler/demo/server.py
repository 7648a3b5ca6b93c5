"""A small HTTP/1.1 server on asyncio that answers from memory: GET, HEAD, POST, keep-alive."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate

from crawler.demo.response import Response, plain

MAX_HEAD = 32 * 1024
MAX_BODY = 256 * 1024

Answer = Callable[[str, Mapping[str, str]], Response]
AnswerPost = Callable[[str, Mapping[str, str], bytes], Response]


def _body_length(head: bytes) -> int:
    """Content-Length of a POST, 0 for any other request."""
    found = re.search(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*(?:\r\n|$)", head, re.IGNORECASE)
    return int(found[1]) if found and head.startswith(b"POST ") else 0


@dataclass
class Host:
    """One portal as the server sees it: its name, and how it answers."""

    portal: str
    answer: Answer
    post: AnswerPost | None = None
    connections: set[Connection] = field(default_factory=set)


class Connection(asyncio.Protocol):
    """One client's connection; its requests are answered one after the other."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._buffer = b""
        self._busy = False
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._host.connections.discard(self)
        self.finished()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._busy:
            self._serve_next()
        elif len(self._buffer) > MAX_HEAD + MAX_BODY:
            self.close()

    def close(self) -> None:
        """Ends the connection at once."""
        self._transport.abort()

    def arrived(self, method: str, target: str, headers: Mapping[str, str]) -> None:
        """A request has come; `headers` by lower-case name."""

    def reply(self, target: str, answer: Response, method: str, keep: bool) -> None:
        """Give a request its answer."""
        del target
        self._send(answer, method, keep)

    def sending(self, answer: Response) -> None:
        """An answer is about to go out."""

    def finished(self) -> None:
        """The request was answered, or its connection ended."""

    def _serve_next(self) -> None:
        """Answers the requests that have arrived whole, until one has to wait."""
        while not self._busy and not self._transport.is_closing():
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self._buffer) > MAX_HEAD:
                    self._refuse(431, "Request Header Fields Too Large")
                return
            head, start = self._buffer[:end], end + 4
            length = _body_length(head) if self._host.post is not None else 0
            if length > MAX_BODY:
                self._refuse(413, "Content Too Large")
                return
            if len(self._buffer) < start + length:
                return
            body, self._buffer = self._buffer[start : start + length], self._buffer[start + length :]
            self._serve(head, body)

    def _serve(self, head: bytes, body: bytes) -> None:
        line, *fields = head.decode("latin-1").split("\r\n")
        try:
            method, target, version = line.split(" ")
        except ValueError:
            self._refuse(400, "Bad Request")
            return
        headers = {name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in fields)}
        if "://" in target.partition("?")[0]:  # absolute form, as clients of a proxy send it
            target = "/" + target.partition("://")[2].partition("/")[2]
        self.arrived(method, target, headers)
        keep = headers.get("connection", "").lower() != "close" and version == "HTTP/1.1"
        posted = method == "POST" and self._host.post is not None
        bodied = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        if not posted and (method not in ("GET", "HEAD") or bodied):
            self._send(plain(405, "Method Not Allowed"), method, keep=False)
            return
        if posted and self._host.post is not None:
            answer = self._host.post(target, headers, body)
        else:
            answer = self._host.answer(target, headers)
        self.reply(target, answer, method, keep)

    def _send(self, answer: Response, method: str, keep: bool) -> None:
        self.sending(answer)
        self._write(answer.head, b"" if method == "HEAD" else answer.body, keep)
        self.finished()
        if not keep:
            self._transport.close()

    def _write(self, head: bytes, body: bytes, keep: bool) -> None:
        stamp = formatdate(usegmt=True).encode("ascii")
        end = b"keep-alive" if keep else b"close"
        self._transport.writelines((head, b"Date: ", stamp, b"\r\nConnection: ", end, b"\r\n\r\n", body))

    def _refuse(self, status: int, text: str) -> None:
        self._send(plain(status, text), "GET", keep=False)
