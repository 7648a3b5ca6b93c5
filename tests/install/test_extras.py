"""Each extra alone suffices for what it is named for. Where the far end is missing, only the far end is complained of."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import tomllib
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from crawler.base.extras import EXTRAS
from tests.install.environments import ROOT, Installed

NOWHERE = ("--database", "postgresql://nobody@127.0.0.1:1/none")
RULES = '[targets]\na = "json://127.0.0.1:{port}/"\n[rules.moi]\ntargets = ["a"]\n'

Get = Callable[..., Installed]


def test_every_extra_has_its_modules_and_its_test() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"]) - {"dev"}
    tests = {name.removeprefix("test_extra_") for name in globals() if name.startswith("test_extra_")}
    assert tests == set(EXTRAS)


def test_no_extra_is_part_of_the_plain_installation(installed: Get) -> None:
    modules = {module for extra in EXTRAS.values() for module in extra} - {"markupsafe"}  # Alembic's Mako has it
    code = f"import importlib.util; print([m for m in {sorted(modules)} if importlib.util.find_spec(m)])"
    assert installed().code(code).stdout == "[]\n"


def test_extra_postgres(installed: Get) -> None:
    done = installed("postgres").run("list", *NOWHERE)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "the store postgresql+psycopg://nobody@127.0.0.1:1/none cannot be used: connection failed" in done.stderr


def test_extra_worker(installed: Get) -> None:
    done = installed("worker").run("worker", "--once", *NOWHERE, TINTINH_BUSY_SECONDS="1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "connection failed" in done.stderr


def test_extra_s3(installed: Get) -> None:
    made = installed("s3")
    (made.folder / "empty").mkdir()
    code = (
        "from crawler.log.delivery import opened; system, base = opened('s3://bucket/log');"
        "print(type(system).__name__, base)"
    )
    assert made.code(code).stdout == "S3FileSystem bucket/log\n"


def test_extra_attachments(installed: Get) -> None:
    code = (
        "from crawler.demo.office import docx; from crawler.extraction.attachments import read_file;"
        "found = read_file(docx('Kết luận cuộc họp')); print(found.text, found.flags)"
    )
    assert installed("attachments").code(code).stdout == "Kết luận cuộc họp []\n"


def test_extra_browser(installed: Get) -> None:
    made = installed("browser")
    code = "import spiders.browser; from crawler.net.browser import executable; print(executable())"
    done = made._run("-c", code, env={"TINTINH_BROWSER": "/bin/sh"})
    assert done.stdout == "/bin/sh\n", done.stderr


def test_extra_console(installed: Get, tmp_path: Path) -> None:
    made = installed("console")
    code = "from crawler.crawl.store import Store;Store.open('sqlite:///output/tintinh.db').close()"
    assert made.code(code).returncode == 0
    command = [made.python, "-m", "crawler.cli", "serve", "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=made.folder, env=made.environment(), **pipes) as server:  # type: ignore[call-overload]
        try:
            line = server.stdout.readline()
            address = re.search(r"http://\S+?:\d+/", line)
            assert address, line + server.stdout.read()
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            for path in ("", "search?q=hop", "api/openapi.json", "feeds/meetings.atom"):
                with opener.open(address[0] + path, timeout=30) as answer:
                    assert answer.status == 200, path
        finally:
            server.terminate()


def test_extra_notify(installed: Get) -> None:
    told: list[bytes] = []

    class Target(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    made = installed("notify")
    with ThreadingHTTPServer(("127.0.0.1", 0), Target) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (made.folder / "rules.toml").write_text(RULES.format(port=server.server_port), "utf-8")
        done = made.run("watch", "--test", "moi", "--rules", "rules.toml")
        server.shutdown()
    assert done.returncode == 0, done.stderr
    assert [json.loads(one)["title"] for one in told] == ["Test of the rule moi"]
    assert made.code("import crawler.watch.feeds").returncode == 0


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_names_packages_that_the_lock_has(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for text in project["optional-dependencies"][extra]:
        assert re.search(rf"^{re.escape(Requirement(text).name)}(\[.*\])?==", lock, re.MULTILINE), text
