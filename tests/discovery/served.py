"""A skin on a loopback port, for as long as a test needs it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.discovery.skin import Answer, Skin


class _Server(ThreadingHTTPServer):
    """Shakes hands, where it speaks TLS, in the connection's own thread: a client that never ends it holds up no other."""

    tls: ssl.SSLContext | None = None

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        request.settimeout(20)
        try:
            if self.tls is not None:
                request = self.tls.wrap_socket(request, server_side=True)
        except OSError:
            return self.shutdown_request(request)
        return super().process_request_thread(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is none of the test's business."""


class Served:
    """A skin on a loopback port of its own."""

    def __init__(self, skin: Skin, tls: ssl.SSLContext | None = None) -> None:
        self.skin = skin
        handler = _handler(lambda target: self._answer(target))
        self._server = _Server(("127.0.0.1", 0), handler)
        self._server.tls = tls
        self.skin.base = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, target: str) -> Answer:
        self.skin.asked.append(target)
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            return self.skin.robots_txt()
        if parts.path == "/sitemap.xml":
            return Answer("none", 404)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return self.skin.answer(parts.path, query)


def _handler(answer: Callable[[str], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made = answer(self.path)
            body = made.body.encode("utf-8")
            self.send_response(made.status)
            self.send_header("Content-Type", made.type)
            for name, value in ({"Content-Length": str(len(body))} | made.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = made.headers.get("Content-Length", "") not in ("", str(len(body)))

        def log_message(self, *_: object) -> None:
            pass

    return Handler
