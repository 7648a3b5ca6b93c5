"""A WordPress from Debian's packages, with our stories as its posts, on loopback for as long as a test needs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.discovery.skin import ABOUT, SECTIONS, STORIES, home_of

SCRIPT = Path(__file__).parents[2] / ".ci" / "wordpress"


def missing() -> str | None:
    """Why no WordPress can be used here, or None. With TINTINH_REQUIRE_ALL it is installed."""
    if os.environ.get("TINTINH_REQUIRE_ALL"):
        subprocess.run([SCRIPT, "install"], check=True, timeout=900)
    if not Path("/usr/share/wordpress/wp-load.php").exists():
        return "Debian's package wordpress is not installed: `.ci/wordpress install`"
    lacking = [name for name in ("php", "mariadbd", "mariadb-install-db") if not shutil.which(name, path=_path())]
    return f"not installed: {', '.join(lacking)}: `.ci/wordpress install`" if lacking else None


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin"


@contextmanager
def wordpress(folder: Path, theme: str, permalinks: str) -> Iterator[str]:
    """The address of a WordPress with every story as a post. Skips the test where no WordPress can be used."""
    if (reason := missing()) is not None:
        pytest.skip(reason)
    posts = [
        {
            "title": story.title,
            "body": "\n".join(f"<p>{one}</p>" for one in story.paragraphs),
            "date": f"{story.published_at:%Y-%m-%d %H:%M:%S}",
            "sections": [home_of(story), *(["tin-tuc-su-kien"] if int(story.id) % 4 == 0 else [])],
        }
        for story in STORIES
    ]
    pages = [
        {"title": "Giới thiệu", "body": f"<p>{ABOUT * 5}</p>"},
        {"title": "Liên hệ", "body": "<p>Số 8 đường Bến Lá, thành phố Nguyệt Hồ.</p>"},
    ]
    site = {"permalinks": permalinks, "sections": SECTIONS, "pages": pages, "posts": posts}
    (folder / "site.json").write_text(json.dumps(site, ensure_ascii=False), "utf-8")
    environment = {**os.environ, "PATH": _path()}
    try:
        done = subprocess.run(
            [SCRIPT, "start", folder / "wp", folder / "site.json", theme],
            capture_output=True, text=True, timeout=120, check=False, env=environment,
        )  # fmt: skip
        logs = "".join(path.read_text("utf-8", "replace")[-2000:] for path in (folder / "wp").glob("*.log"))
        assert done.returncode == 0, done.stderr + logs
        yield done.stdout.strip()
    finally:
        subprocess.run([SCRIPT, "stop", folder / "wp"], timeout=60, check=False, env=environment)
        shutil.rmtree(folder / "wp", ignore_errors=True)
