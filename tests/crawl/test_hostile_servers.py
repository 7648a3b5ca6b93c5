"""Servers that give no end, no rules or no peace: a crawl of them ends by itself, in bounded memory, and says why."""

from __future__ import annotations

import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.crawl.conftest import ROOT, environment, started, tintinh

pytestmark = pytest.mark.timeout(240)

MEMORY = 900 * 1024 * 1024  # bytes of address space beyond what a crawl needs, so that a flood is noticed
LISTING = "<html><body><h1>Tin tức</h1>{}</body></html>"
ARTICLE = (
    "<html><body><h1>Xã mở lớp dạy nghề đan lưới số {0}</h1><div class='noi-dung'>"
    + "<p>Lớp học số {0} kéo dài hai tháng, học viên được phát vật liệu và học ngay tại nhà văn hóa của thôn. </p>" * 6
    + "</div></body></html>"
)

Handler = Callable[["Server", socket.socket, str], None]


class Server:
    """A server on an address of its own; `handler` gets each request's target and says what it likes."""

    def __init__(self, handler: Handler, address: str = "127.0.0.1", port: int = 0) -> None:
        self._handler = handler
        self.targets: list[str] = []
        self._listening = socket.create_server((address, port))
        self.port: int = self._listening.getsockname()[1]
        self.base = f"http://{address}:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                made, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(made,), daemon=True).start()

    def _serve(self, made: socket.socket) -> None:
        with made, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                data = made.recv(4096)
                if not data:
                    return
                head += data
            target = head.split(b" ")[1].decode("latin-1")
            self.targets.append(target)
            self._handler(self, made, target)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def serving(handler: Handler, address: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    server = Server(handler, address, port)
    try:
        yield server
    finally:
        server.close()


def say(made: socket.socket, body: str, status: str = "200 OK", **headers: str) -> None:
    data = body.encode()
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n{more}"
    made.sendall(f"{head}Connection: close\r\n\r\n".encode() + data)


def entry(folder: Path, base: str, **more: str) -> dict[str, str]:
    """A registry with one portal, `mau`, at `base`; returns the variables that name it."""
    folder.mkdir(exist_ok=True)
    lines = {
        "name": '"Cổng mẫu"', "kind": '"department"', "family": '"generic"', "start": f'"{base}/"',
        "sections": '["/tin-tuc"]', "article": r"'^/bai/(?P<id>\d+)$'", "evidence": '"served by tests"', **more,
    }  # fmt: skip
    (folder / "mau.toml").write_text("\n".join(f"{key} = {value}" for key, value in lines.items()), "utf-8")
    return {"TINTINH_PORTALS": str(folder), "TINTINH_REST_TOTAL": "1"}


def crawl(tmp_path: Path, env: dict[str, str], *more: object) -> str:
    """Crawl `mau`; what it said."""
    done = tintinh("crawl", "mau", "--delay", 0, "--no-archive", "--output", tmp_path / "out", *more, **env)
    assert "Traceback" not in done.stderr and "CRITICAL" not in done.stderr
    return done.stdout + done.stderr


def told(tmp_path: Path, env: dict[str, str], *more: object) -> str:
    return tintinh("status", *more, "--output", tmp_path / "out", **env).stdout


def portal(server: Server, made: socket.socket, target: str) -> None:
    """Three articles, as servers do."""
    if target == "/robots.txt":
        say(made, "none", "404 Not Found")
    elif target == "/tin-tuc":
        say(made, LISTING.format("".join(f"<p><a href='/bai/{n}'>Lớp học số {n}</a></p>" for n in (1, 2, 3))))
    elif match := re.fullmatch(r"/bai/(\d+)", target):
        say(made, ARTICLE.format(match[1]))
    else:
        say(made, "none", "404 Not Found")


# --- heads without end ------------------------------------------------------------------------------------------------


def flood(server: Server, made: socket.socket, target: str) -> None:
    """Headers and nothing else, as fast as they are taken."""
    if target != "/bai/2":
        portal(server, made, target)
        return
    made.sendall(b"HTTP/1.1 200 OK\r\n")
    line = b"".join(b"X-%d: y\r\n" % number for number in range(2000))
    while True:
        made.sendall(line)


def continues(server: Server, made: socket.socket, target: str) -> None:
    """Promises of an answer and nothing else."""
    if target != "/bai/2":
        portal(server, made, target)
        return
    while True:
        made.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)


@pytest.mark.parametrize("handler", [flood, continues])
def test_headers_without_end_cost_one_page_and_no_memory(tmp_path: Path, handler: Handler) -> None:
    with serving(handler) as server:
        env = entry(tmp_path / "portals", server.base)
        arguments = ["crawl", "mau", "--delay", "0", "--no-archive", "--output", str(tmp_path / "out")]
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "crawler.cli", *arguments],
            env=environment(**env), cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - started < 50, "it waited for the time-out"
        assert server.targets.count("/bai/2") == 1
        assert "finished" in done.stdout
        log = "".join(path.read_text("utf-8") for path in (tmp_path / "out" / "mau").rglob("*.jsonl"))
        assert log.count('"seq"') == 2
        with sqlite3.connect(tmp_path / "out" / "tintinh.db") as connection:
            [(reason,)] = connection.execute("SELECT reason FROM frontier WHERE key = '2' OR url LIKE '%/bai/2'")
        assert reason == "HeadTooLargeError: an answer with more than 256 KiB of headers"


def test_sigterm_is_obeyed_while_headers_pour_in(tmp_path: Path) -> None:
    def only_floods(server: Server, made: socket.socket, target: str) -> None:
        flood(server, made, "/bai/2" if target != "/robots.txt" else target)

    with serving(only_floods) as server:
        env = entry(tmp_path / "portals", server.base, sections=str([f"/muc-{number}" for number in range(300)]))
        crawl = started("crawl", "mau", "--delay", "0.2", "--output", tmp_path / "out", **env)
        while len(server.targets) < 3:
            assert crawl.poll(0.02) is None
        crawl.send_signal(signal.SIGTERM)
        assert crawl.wait() >= 0, "it was killed"
        assert len(server.targets) < 300
        crawl.close()


def test_an_answer_that_drips_is_given_up_in_time(tmp_path: Path) -> None:
    def drips(server: Server, made: socket.socket, target: str) -> None:
        if target != "/bai/2":
            portal(server, made, target)
            return
        made.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            made.sendall(b"<p>x</p>")
            time.sleep(0.05)

    with serving(drips) as server:
        env = entry(tmp_path / "portals", server.base)
        done = subprocess.run(
            [
                sys.executable, "-m", "scrapy", "crawl", "mau", "-s", "DOWNLOAD_TIMEOUT=1", "-s", "DOWNLOAD_DELAY=0",
                "-s", "RETRY_TIMES=0", "-s", f"TINTINH_OUTPUT={tmp_path / 'out'}",
            ],
            env=environment(**env), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "took longer than 1" in done.stderr
        assert "Closing spider (finished)" in done.stderr


# --- robots.txt -------------------------------------------------------------------------------------------------------


def error_503(server: Server, made: socket.socket, target: str) -> None:
    if target == "/robots.txt":
        say(made, "busy", "503 Service Unavailable")
    else:
        portal(server, made, target)


def reset(server: Server, made: socket.socket, target: str) -> None:
    if target != "/robots.txt":
        portal(server, made, target)


@pytest.mark.parametrize(("handler", "why"), [(error_503, "HTTP 503"), (reset, "")])
def test_where_robots_txt_is_unreachable_nothing_is_fetched_and_status_says_so(
    tmp_path: Path, handler: Handler, why: str
) -> None:
    with serving(handler) as server:
        env = entry(tmp_path / "portals", server.base)
        said = crawl(tmp_path, env)
        assert set(server.targets) == {"/robots.txt"}
        assert "robots.txt is unreachable" in said and why in said
        assert "its robots.txt is unreachable, so that the last run fetched nothing" in told(tmp_path, env)
        server._handler = portal  # the day after
        crawl(tmp_path, env)
        assert {"/bai/1", "/bai/2", "/bai/3"} <= set(server.targets), "what was due stayed due"
        assert "robots.txt" not in told(tmp_path, env)


@pytest.mark.parametrize(("handler", "allowed"), [(error_503, False), (reset, False), (portal, True)])
def test_a_probe_asks_for_nothing_more_where_robots_txt_is_unreachable(handler: Handler, allowed: bool) -> None:
    def with_a_front_page(server: Server, made: socket.socket, target: str) -> None:
        (handler if target == "/robots.txt" else portal)(server, made, "/tin-tuc" if target == "/" else target)

    with serving(with_a_front_page) as server:
        said = tintinh("probe", f"{server.base}/", "--delay", 0)
        others = set(server.targets) - {"/", "/robots.txt"}
    assert bool(others) == allowed
    assert ("without robots.txt nothing may be fetched" in said.stdout + said.stderr) != allowed


def test_a_robots_txt_that_is_not_there_allows_all(tmp_path: Path) -> None:
    with serving(portal) as server:
        crawl(tmp_path, entry(tmp_path / "portals", server.base))
        assert {"/bai/1", "/bai/2", "/bai/3"} <= set(server.targets)


def test_of_a_long_robots_txt_the_first_500_kib_count(tmp_path: Path) -> None:
    def long(server: Server, made: socket.socket, target: str) -> None:
        if target == "/robots.txt":
            filler = "".join(f"Disallow: /x{number}\n" for number in range(400_000))
            say(made, f"User-agent: *\nDisallow: /bai/1\n{filler}Disallow: /bai/2\n")
        else:
            portal(server, made, target)

    with serving(long) as server:
        started = time.monotonic()
        crawl(tmp_path, entry(tmp_path / "portals", server.base))
        assert "/bai/1" not in server.targets
        assert {"/bai/2", "/bai/3"} <= set(server.targets)
        assert time.monotonic() - started < 60


# --- redirects and runs without end -----------------------------------------------------------------------------------


def test_ten_redirects_in_a_row_are_the_most(tmp_path: Path) -> None:
    def leads_on(server: Server, made: socket.socket, target: str) -> None:
        if match := re.fullmatch(r"/bai/(\d{4,})", target):
            say(made, "", "302 Found", Location=f"/bai/{int(match[1]) + 1}")
        elif target == "/tin-tuc":
            say(made, LISTING.format("<a href='/bai/1000'>Đi mãi</a><a href='/bai/2'>Lớp học</a>"))
        else:
            portal(server, made, target)

    with serving(leads_on) as server:
        env = entry(tmp_path / "portals", server.base)
        said = crawl(tmp_path, env)
        assert "finished" in said
        chain = [one for one in server.targets if re.fullmatch(r"/bai/\d{4,}", one)]
        assert chain == [f"/bai/{1000 + number}" for number in range(11)]
        assert "/bai/2" in server.targets
        server.targets.clear()
        crawl(tmp_path, env)
        assert len(server.targets) < 15


def test_a_run_without_end_publishes_as_it_goes(tmp_path: Path) -> None:
    """Each page of the listing shows an article and leads on; after a few the server hangs."""

    def endless(server: Server, made: socket.socket, target: str) -> None:
        if target == "/bai/9":
            threading.Event().wait(60)
        elif target == "/tin-tuc":
            say(made, LISTING.format("".join(f"<a href='/bai/{n}'>Lớp học số {n}</a>" for n in (1, 2, 3, 9))))
        else:
            portal(server, made, target)

    with serving(endless) as server:
        env = entry(tmp_path / "portals", server.base)
        more = {**env, "TINTINH_PUBLISH_SECONDS": "0.5"}
        crawl = started("crawl", "mau", "--delay", "0", "--output", tmp_path / "out", **more)
        try:
            while "/bai/9" not in server.targets:
                assert crawl.poll(0.02) is None
            hung = time.monotonic()
            while True:
                log = "".join(path.read_text("utf-8") for path in (tmp_path / "out" / "mau").rglob("*.jsonl"))
                if log.count('"seq"') == 3:
                    break
                assert time.monotonic() - hung < 20, "nothing is published while the server hangs"
                time.sleep(0.05)
        finally:
            crawl.close()


# --- names and other hosts --------------------------------------------------------------------------------------------

_RESOLVING = """
import socket, sys
real = socket.gethostbyname
socket.gethostbyname = lambda name: {NAMES}.get(name) or real(name)
from crawler.cli import main
main()
"""


def crawl_with_names(tmp_path: Path, env: dict[str, str], names: dict[str, str], **more: str) -> str:
    """Crawl `mau` where the name server says what `names` says."""
    done = subprocess.run(
        [
            sys.executable, "-c", _RESOLVING.replace("{NAMES}", repr(names)),
            "crawl", "mau", "--delay", "0", "--output", str(tmp_path / "out"),
        ],
        env=environment(**env, **more), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr and "CRITICAL" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def test_a_portals_own_name_that_resolves_inward_is_not_fetched(tmp_path: Path) -> None:
    with serving(portal) as server:
        env = entry(tmp_path / "portals", f"http://cong.example:{server.port}")
        said = crawl_with_names(tmp_path, env, {"cong.example": "127.0.0.1"})
        assert server.targets == []
        assert "cong.example resolves to the private address 127.0.0.1" in said


def test_a_file_host_that_is_refused_or_silent_costs_its_own_files(tmp_path: Path) -> None:
    """One host of files resolves inward, one answers nobody, one is as it should be: the articles and its file come."""

    def with_files(server: Server, made: socket.socket, target: str) -> None:
        if target.startswith("/tep/"):
            say(made, "%PDF-1.4 " + "x" * 500 + "%%EOF")
        elif target == "/bai/2":
            links = "".join(
                f"<a href='http://{host}/tep/{n}.pdf'>Tệp {n}</a>"
                for host in ("trong.example:1", "127.0.0.1:9", f"127.0.0.1:{server.port}")
                for n in range(8)
            )
            say(made, ARTICLE.format(2).replace("</div>", f"{links}</div>"))
        else:
            portal(server, made, target)

    with serving(with_files) as server:
        hosts = '["trong.example", "127.0.0.1"]'
        env = entry(tmp_path / "portals", server.base, file_hosts=hosts)
        said = crawl_with_names(tmp_path, env, {"trong.example": "10.0.0.1"}, TINTINH_ATTACHMENTS="1")
        assert "finished" in said
        assert {"/bai/1", "/bai/2", "/bai/3"} <= set(server.targets)
        assert sum(target.startswith("/tep/") for target in server.targets) == 8
