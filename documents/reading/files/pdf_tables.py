"""Ruled tables of a PDF page become rows of cells. Pure.

pdfplumber finds the cells from the rules; a cell over several rows or columns stands once, the others are empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from documents.official_text import split_number
from documents.reading.files.pdf_rows import Glyph, Segment, leading_width, segments_of

_MAX_EDGES = 6000  # a page with more rules is a drawing
_FRAME = 400  # characters: a cell of a small table with more is a frame around text
_PADDING = 8.0  # points, at most
_SLACK = 0.6  # characters
_ITEM = re.compile(r"(?:^|\s)(\d{1,2})[.．、]")
_STOPS = tuple("。；;！？")
_ENDS = tuple("。；;！？）)")
_ALIGNED = 3.0
_SENTENCE = 5  # characters

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PrintedTable:
    """``rooms`` tells of each cell of the last row how many characters its last line had room for."""

    rows: tuple[tuple[str, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float
    rooms: tuple[float, ...] = ()


def read_tables(page: Any, glyphs: Sequence[Glyph]) -> tuple[list[PrintedTable], list[Glyph]]:
    """The tables of a page, and the glyphs that stand in none."""
    if len(page.edges) > _MAX_EDGES:
        return [], list(glyphs)
    tables: list[PrintedTable] = []
    rest = list(glyphs)
    for found in page.find_tables():
        boxes = [list(row.cells) for row in found.rows]
        if max(map(len, boxes)) < 2 or (len(boxes) < 2 and len(boxes[0]) < 3):
            continue
        inside, outside = _part(rest, boxes)
        table = _table(boxes, inside, found.bbox)
        if table is not None:
            tables.append(table)
            rest = outside
    return tables, rest


def _table(
    boxes: Sequence[Sequence[Box | None]], inside: Mapping[Box, Sequence[Glyph]], bounds: Box
) -> PrintedTable | None:
    """None when nothing stands in it, or when it only frames text."""
    width = max(map(len, boxes))
    cells = [[_cell(inside.get(box, ()), box) if box else ("", 0.0) for box in row] for row in boxes]
    rows = [row + [("", 0.0)] * (width - len(row)) for row in cells if any(text for text, _ in row)]
    longest = max((len(text) for row in rows for text, _ in row), default=0)
    if not rows or (len(boxes) < 3 and longest > _FRAME):
        return None
    x0, top, x1, bottom = bounds
    texts = tuple(tuple(text for text, _ in row) for row in rows)
    return PrintedTable(texts, x0, x1, top, bottom, tuple(room for _, room in rows[-1]))


def _part(
    glyphs: Sequence[Glyph], rows: Sequence[Sequence[Box | None]]
) -> tuple[dict[Box, list[Glyph]], list[Glyph]]:
    """Glyphs by the cell their middle lies in, and the others."""
    boxes = [box for row in rows for box in row if box]
    inside: dict[Box, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs:
        x = (glyph.x0 + glyph.x1) / 2
        box = next((b for b in boxes if b[0] <= x < b[2] and b[1] <= glyph.middle < b[3]), None)
        if box is None:
            outside.append(glyph)
        else:
            inside.setdefault(box, []).append(glyph)
    return inside, outside


def _cell(glyphs: Sequence[Glyph], box: Box) -> tuple[str, float]:
    """The lines of a cell: a line that reaches the right edge goes on, any other ends with a blank."""
    pieces: list[str] = []
    last: Segment | None = None
    segments = segments_of(glyphs)
    padding = min(median_low([segment.x0 - box[0] for segment in segments] or [0.0]), _PADDING)
    for segment in segments:
        if last is not None:
            full = segment.row != last.row and _is_full(_room(last, box, padding), segment.text)
            pieces.append("" if full and split_number(segment.text) is None else " ")
        pieces.append(segment.text)
        last = segment
    return "".join(pieces), _room(last, box, padding) if last else 0.0


def _room(line: Segment, box: Box, padding: float) -> float:
    """Characters that would still have fitted on the line."""
    return (box[2] - padding - line.x1) / line.size


def _is_full(room: float, following: str) -> bool:
    return room < leading_width(following) + _SLACK


def same_columns(table: PrintedTable, following: PrintedTable) -> bool:
    aligned = abs(table.x0 - following.x0) <= _ALIGNED and abs(table.x1 - following.x1) <= _ALIGNED
    return aligned and len(table.rows[0]) == len(following.rows[0])


def is_cut(table: PrintedTable, below: Sequence[str]) -> bool:
    """A row that the end of the sheet cut: every cell of its rest goes on with a full line or after a full stop.

    At least one, and the first if it has words, goes on in the middle of a sentence.
    """
    first, *_ = cells = list(zip(table.rows[-1], table.rooms, below, strict=True))
    going = [cell for cell in cells if cell[2]]
    if not all(one and (_is_full(room, other) or one.endswith(_ENDS)) for one, room, other in going):
        return False
    return any(map(_is_broken, going)) and (not first[2] or _is_broken(first))


def _is_broken(cell: tuple[str, float, str]) -> bool:
    """Whether a sentence, or a list, stops at the foot of one sheet and goes on at the head of the next."""
    one, room, other = cell
    if (number := split_number(other)) is not None:
        return number[1].isdecimal() and _last_item(one) == int(number[1]) - 1
    return len(one) >= _SENTENCE and not one.endswith(_STOPS) and _is_full(room, other)


def _last_item(text: str) -> int:
    """The number of the last item of a list in a cell: 1. … 2. … gives 2."""
    items = _ITEM.findall(text)
    return int(items[-1]) if items else -1


def joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The two halves of a cut row, cell by cell."""
    halves = zip(above, below, strict=True)
    return [one + (" " if one.endswith(_ENDS) and other else "") + other for one, other in halves]
