"""Lines into text: paragraphs with blank lines between, list items and table rows one to a line."""

from __future__ import annotations

from collections.abc import Sequence, Set

from crawler.extraction.blocks import Block, Box

_CELL_SEPARATOR = " | "
_LONGEST_CELL = 150  # characters on average; tables with longer cells are layout, read cell by cell
_SENTENCE_END = (".", "!", "?", ":", ";", "…", "”", '"', "/.", ")")


def render(lines: Sequence[Block]) -> str:
    """The text of the lines whose role is 'body'."""
    kept = [line for line in lines if line.text and line.role == "body"]
    tables = _data_tables(kept)
    out: list[str] = []
    last: Block | None = None
    row: Box | None = None
    cell: Box | None = None
    for line in kept:
        place = _place(line, tables) if tables else None
        if last is None:
            separator = ""
        elif place is not None and place[0] is row:
            separator = " " if place[1] is cell else _CELL_SEPARATOR
        elif place is not None and row is not None and place[2] is _table_of(row):
            separator = "\n"
        else:
            separator = _separator(last, line)
        row, cell = (place[0], place[1]) if place is not None else (None, None)
        out.append(separator)
        out.append(line.text)
        last = line
    return "".join(out)


def _separator(last: Block, line: Block) -> str:
    """What stands between two lines outside data tables."""
    if line.separator == "\n\n":
        if line.box.tag == "li" and last.box.tag == "li" and line.box.parent is last.box.parent:
            return "\n"
        return "\n\n"
    if line.box is not last.box:
        return "\n\n"
    if line.separator == "\n" and len(last.text) > 80 and last.text.endswith(_SENTENCE_END):
        return "\n\n"
    return line.separator


def _table_of(row: Box) -> Box | None:
    return next((box for box in row.ancestors() if box.tag == "table"), None)


def _place(line: Block, tables: Set[Box]) -> tuple[Box, Box, Box] | None:
    """Row, cell and table of a line inside a data table."""
    row = cell = None
    for box in line.box.ancestors():
        if box.tag in ("td", "th") and cell is None:
            cell = box
        elif box.tag == "tr" and row is None:
            row = box
        elif box.tag == "table":
            return (row, cell, box) if box in tables and row is not None and cell is not None else None
    return None


def _data_tables(lines: Sequence[Block]) -> set[Box]:
    """Tables with several short cells in a row; a table that holds tables is layout."""
    rows: dict[Box, set[Box]] = {}
    cells: dict[Box, set[Box]] = {}
    sizes: dict[Box, int] = {}
    for line in lines:
        row = cell = None
        for box in line.box.ancestors():
            tag = box.tag
            if tag in ("td", "th"):
                cell = cell or box
            elif tag == "tr":
                row = row or box
            elif tag == "table":
                if row is not None and cell is not None:
                    rows.setdefault(box, set()).add(row)
                    cells.setdefault(box, set()).add(cell)
                    sizes[box] = sizes.get(box, 0) + len(line.text)
                break
    return {box for box in rows if len(cells[box]) > len(rows[box]) and sizes[box] <= _LONGEST_CELL * len(cells[box])}
