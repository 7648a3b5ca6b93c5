"""Where a click leads: links, and what portals use in place of them."""

import time

import pytest
import turbohtml

from spiders.targets import target


def led(markup: str) -> str | None:
    element = turbohtml.parse(markup).select_one("body > *")
    assert element is not None
    return target(element)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="/tin/1">x</a>', "/tin/1"),
        ('<a href="#" onclick="window.location=\'/tin/2\'">x</a>', "/tin/2"),
        ('<a href="javascript:void(0)" onclick="location.href = \'/tin/3\'; return false">x</a>', "/tin/3"),
        ('<div onclick="document.location.href=&quot;/tin/4&quot;">x</div>', "/tin/4"),
        ('<div data-href="/tin/5">x</div>', "/tin/5"),
        ("<a href=\"javascript:window.open('/tin/6','_blank')\">x</a>", "/tin/6"),
        ('<a href="javascript:" onclick=\'RefreshPageTo(event, "/t.aspx?Paged=TRUE\\u0026p_ID=7");\'>x</a>',
         "/t.aspx?Paged=TRUE&p_ID=7"),
        ('<a href="#tren">x</a>', None),
        ("<a href=\"javascript:__doPostBack('a','')\">x</a>", None),
        ('<a onclick="like(5)">x</a>', None),
        ("<a>x</a>", None),
    ],
)  # fmt: skip
def test_target(markup: str, expected: str | None) -> None:
    assert led(markup) == expected


def test_a_script_without_end_takes_no_time() -> None:
    started = time.perf_counter()
    assert led(f'<a onclick="{"location" * 500_000}">x</a>') is None
    assert time.perf_counter() - started < 2
