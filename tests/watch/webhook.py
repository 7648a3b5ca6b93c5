"""A webhook on loopback that notes what it is sent, and answers as told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Webhook:
    """`messages` are the notices taken; while `status` is no 200, none is."""

    def __init__(self) -> None:
        self.status = 200
        self.asked = 0
        self.messages: list[dict[str, Any]] = []

    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/hook"

    port = 0

    def texts(self) -> str:
        return "\n".join(message["message"] for message in self.messages)

    def addresses(self) -> list[str]:
        """The address of each report noticed, in order."""
        return [line for line in self.texts().splitlines() if line.startswith("http")]


@contextmanager
def webhook() -> Iterator[Webhook]:
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.asked += 1
            if hook.status == 200:
                hook.messages.append(json.loads(body))
            self.send_response(hook.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
