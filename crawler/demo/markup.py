"""Paragraphs as editors' tools leave them: plain, justified, pasted from Word, or broken by <br>."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from crawler.demo.dirt import soil
from crawler.demo.story import Story


def text(story: Story, clean: str) -> str:
    """`clean` with the story's dirt on it, escaped for HTML text."""
    return escape(soil(clean, story.dirt), quote=False)


def attribute(story: Story, clean: str) -> str:
    """`clean` with the story's dirt on it, escaped for a quoted attribute."""
    return escape(soil(clean, story.dirt), quote=True)


def _plain(inner: str, _first: str) -> str:
    return f"<p>{inner}</p>"


def _justify(inner: str, _first: str) -> str:
    return (
        '<p style="text-align: justify;"><span style="font-size: small; font-family: arial;">'
        f'<span lang="VI">{inner}</span></span></p>'
    )


def _word(inner: str, first: str) -> str:
    """As Word's own HTML has it: a run may end in the middle of a syllable, with no space between the spans."""
    return (
        '<p class="MsoNormal" style="margin-bottom:6.0pt;text-align:justify;text-indent:36.0pt">'
        f'<span lang="VI" style="font-size:14.0pt">{first}</span>'
        f'<span lang="EN-US" style="font-size:14.0pt">{inner[len(first) :]}</span><o:p></o:p></p>'
    )


_STYLES: dict[str, Callable[[str, str], str]] = {"plain": _plain, "justify": _justify, "word": _word}


def body(story: Story, picture: Callable[[int], str]) -> str:
    """The story's paragraphs in its own markup, each picture (by number) after the paragraph it belongs to."""
    pictures: dict[int, list[str]] = {}
    for number, one in enumerate(story.pictures):
        pictures.setdefault(min(one.after, len(story.paragraphs)), []).append(picture(number))
    parts = pictures.get(0, [])[:]
    for number, paragraph in enumerate(story.paragraphs, start=1):
        inner = text(story, paragraph)
        if story.markup == "br":
            parts.append(f"{inner}<br /><br />")
        else:
            parts.append(_STYLES[story.markup](inner, inner[:1]))
        parts += pictures.get(number, [])
    joined = "\n".join(parts)
    return f"<div>{joined}</div>" if story.markup == "br" else joined
