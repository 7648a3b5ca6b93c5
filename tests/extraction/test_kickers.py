"""Headings with a kicker or a subtitle in them: the title is what the metadata say it is."""

import pytest
import turbohtml

from crawler.extraction.flatten import collect
from crawler.extraction.generic import kickers

TITLE = "Bản Mạ làm xong con đường liên xã"


def without(heading: str, *titles: str) -> str:
    line = next(line for line in collect(turbohtml.parse(heading)).lines if TITLE.split()[-1] in line.text)
    return kickers.without(line, titles)


@pytest.mark.parametrize(
    ("heading", "title", "expected"),
    [
        (f"<h1><span>Giao thông</span> {TITLE}</h1>", TITLE, TITLE),
        (f"<h1><span>Giao thông:</span> <b>{TITLE}</b></h1>", TITLE, TITLE),
        (f"<h1><span>Giao thông</span>{TITLE}</h1>", TITLE, TITLE),
        (f"<h1>{TITLE} <small>Dân góp công, xe về tận bản</small></h1>", TITLE, TITLE),
        (f"<h1><i>Tin</i> <b>Giao thông</b> {TITLE}</h1>", TITLE, TITLE),
        (f"<h1><span>Giao thông</span> {TITLE}</h1>", f"Giao thông: {TITLE}", f"Giao thông: {TITLE}"),
        (f"<h1><span>Giao thông</span> {TITLE}</h1>", f"giao thông: {TITLE}", f"Giao thông {TITLE}"),
        (f"<h1><span>Giao thông</span> {TITLE}</h1>", f"{TITLE} | Xã Bản Mạ", f"Giao thông {TITLE}"),
        (f"<h1>Giao thông: {TITLE}</h1>", TITLE, f"Giao thông: {TITLE}"),
        (f"<h1><span>{TITLE.split()[0]}</span> {TITLE.split(None, 1)[1]}</h1>", TITLE, TITLE),
        ("<h1><span>Giao thông</span> liên xã</h1>", "liên xã", "Giao thông liên xã"),
        (f"<div><span>Giao thông</span> {TITLE}</div>", TITLE, f"Giao thông {TITLE}"),
        (f"<h1><span>Giao thông</span> {TITLE}</h1>", "", f"Giao thông {TITLE}"),
    ],
    ids=[
        "kicker", "kicker with a colon", "kicker without a space", "subtitle", "two kickers", "stated with a colon",
        "stated in other letters", "stated with the site", "one element", "a title in two elements",
        "too few words to be sure", "no heading", "nothing stated",
    ],
)  # fmt: skip
def test_what_of_a_heading_is_the_title(heading: str, title: str, expected: str) -> None:
    assert without(heading, title) == expected


def test_a_heading_of_many_elements_is_left_as_it_is() -> None:
    heading = f"<h1>{'<b>x</b>' * 20} <span>{TITLE}</span></h1>"
    assert without(heading, TITLE).startswith("x")
