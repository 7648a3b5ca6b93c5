"""Entries prove themselves: sixty portals on loopback, a third of them moved, dead, blocked or renamed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler import registry
from crawler.commands import lazy
from crawler.commands.app import app
from crawler.discovery.bodies import kind_of
from crawler.discovery.live import LiveVerdict
from crawler.discovery.live_many import LiveCheck
from tests.discovery.changing import Changing
from tests.discovery.served import Served
from tests.discovery.skin import SECTIONS, STORIES, home_of

TOLD = [one for section in SECTIONS for one in [s for s in STORIES if home_of(s) == section][:2]]
SOUND = 40
# Change → how many portals of it, and the verdict on them.
BAD = {
    "host": (3, LiveVerdict.MOVED),
    "merger": (2, LiveVerdict.MOVED),
    "dead": (3, LiveVerdict.DEAD),
    "gone": (1, LiveVerdict.DEAD),
    "failing": (2, LiveVerdict.FAILING),
    "blocked": (2, LiveVerdict.BLOCKED),
    "forbidden": (2, LiveVerdict.FORBIDDEN),
    "sections": (2, LiveVerdict.CHANGED),
    "category": (1, LiveVerdict.CHANGED),
    "cms": (2, LiveVerdict.CHANGED),
}
PROVINCE = "p00"


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Changing]]:
    """The sixty portals by id, with their entries in the folder of TINTINH_PORTALS."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "entries"
    folder.mkdir()
    monkeypatch.setenv("TINTINH_PORTALS", str(folder))
    with ExitStack() as stack:

        def serve() -> Changing:
            site = Changing()
            site.told, site.size = TOLD, 4
            stack.enter_context(Served(site))
            return site

        sites: dict[str, Changing] = {}
        names = [f"p{number:02d}" for number in range(SOUND)]
        names += [f"{change}-{n}" for change, (count, _) in BAD.items() for n in range(count)]
        for name in names:
            site = sites[name] = serve()
            entry, change = site.entry(), name.partition("-")[0]
            if name in names[36:SOUND]:  # without sections, as most of the registry is
                entry = "\n".join(line for line in entry.splitlines() if not line.startswith("sections"))
            if change == "dead":
                site.base = f"http://127.0.0.1:{_closed_port()}"
                entry = site.entry()
            (folder / f"{name}.toml").write_text(entry, "utf-8")
            if change in BAD:
                site.change = change
                site.moved_to = {"host": lambda: serve().base, "merger": lambda: sites["p01"].base}.get(change, str)()
        lacking, known = serve(), sites["p02"]
        sites[PROVINCE].links = f'<a href="{lacking.base}/vi">Sở Y tế</a> <a href="{known.base}">Sở Nội vụ</a>'
        sites["lacking"] = lacking
        yield sites


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run(tmp_path: Path, *more: str) -> tuple[int, list[dict[str, object]], str]:
    lazy.load("check")
    names = sorted(path.stem for path in (tmp_path / "entries").glob("*.toml"))
    arguments = ["check", *names, "--live", "--all", "--json", "--delay", "0", "--output", str(tmp_path / "out"), *more]
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, json.loads(done.stdout), done.stderr


def test_sixty_portals_are_judged_right(fleet: dict[str, Changing], tmp_path: Path) -> None:
    before = {name: len(site.asked) for name, site in fleet.items()}
    code, reports, told = run(tmp_path, "--write")
    assert code == 1, told
    assert len(reports) == SOUND + sum(count for count, _ in BAD.values()) == 60
    right = {name: BAD.get(name.partition("-")[0], (0, LiveVerdict.WORKS))[1] for name in fleet if name != "lacking"}
    judged = {str(one["portal"]): one for one in reports}
    assert {name: one["verdict"] for name, one in judged.items()} == right
    asked = {name: len(site.asked) - before[name] for name, site in fleet.items()}
    assert max(asked.values()) <= 40, asked
    assert all(asked[name] == 1 for name in fleet if name.startswith(("forbidden", "failing"))), "robots.txt alone"

    [body] = judged[PROVINCE]["bodies"]  # type: ignore[misc]
    assert body == {"url": f"{fleet['lacking'].base}/", "name": "Sở Y tế", "kind": "department"}
    assert judged["merger-0"]["successor"] == "p01"
    assert str(judged["host-0"]["leads_to"]).startswith(fleet["host-0"].moved_to)
    assert set(judged["p38"]["sections_proposed"]) == {f"/{one}" for one in SECTIONS}  # type: ignore[call-overload]

    entries = registry.load_all()
    assert entries["p01"].evidence.startswith("seen live, ")
    assert not entries["p01"].unverified
    assert entries["host-0"].start.rstrip("/") == fleet["host-0"].moved_to
    assert entries["merger-0"].valid_to is not None
    assert set(entries["sections-0"].sections) == {f"/chuyen-muc/{one}" for one in SECTIONS}
    assert entries["dead-0"].evidence == "saved pages, 2026-03-01", "what was not seen is not written"


def test_a_check_that_was_stopped_goes_on(fleet: dict[str, Changing], tmp_path: Path) -> None:
    portals = [registry.load(name) for name in ("p00", "p01", "p02", "blocked-0")]
    journal = tmp_path / "journal"
    first = LiveCheck(journal, 0).run(portals[:2])
    done = next(first)
    first.close()
    with journal.open("ab") as file:
        file.write(b'{"portal": "p0')  # a kill in the middle of a line
    before = {name: len(site.asked) for name, site in fleet.items()}
    again = list(LiveCheck(journal, 0).run(portals))
    assert sorted(one.portal for one in again) == ["blocked-0", "p00", "p01", "p02"]
    assert again[0].portal in {done.portal, "p00", "p01"}
    assert len(fleet[done.portal].asked) == before[done.portal], "checked already"
    assert {one.portal for one in LiveCheck(journal, 0).kept().values()} == {"blocked-0", "p00", "p01", "p02"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sở Giáo dục và Đào tạo", "department"),
        ("UBND xã Nậm Cáy", "commune"),
        ("Ủy ban nhân dân tỉnh", "committee"),
        ("Phường Cửa Bắc", "commune"),
        ("Báo Sông Lam", "newspaper"),
        ("Tỉnh ủy", "party"),
        ("HĐND tỉnh", "council"),
        ("Báo cáo", None),
        ("Sổ tay đảng viên", None),
        ("Tin tức", None),
    ],
)
def test_the_kind_of_a_body_by_its_name(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind
