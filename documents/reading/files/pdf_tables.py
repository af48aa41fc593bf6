"""Ruled tables of a PDF page become rows of cells. Pure.

pdfplumber finds the cells from the rules; a cell over several rows or columns stands once, the others are empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from documents.official_text import split_number
from documents.reading.files.pdf_rows import Glyph, Segment, segments_of

_MAX_EDGES = 6000  # a page with more rules is a drawing
_FRAME = 400  # characters: a cell of a small table with more is a frame around text
_PADDING = 8.0  # points, at most
_CHARACTER = 1.1  # a line with room for more than this ended on purpose
_NEVER_FIRST = tuple("，。、；：！？）〕］》”")
_NEVER_LAST = tuple("（〔［《“")
_ENDS = tuple("。；;！？）)")
_ALIGNED = 3.0
_SENTENCE = 5  # characters

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PrintedTable:
    """``open_cells`` tells of each cell of the last row whether its last line reaches the right edge."""

    rows: tuple[tuple[str, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float
    open_cells: tuple[bool, ...] = ()


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
    cells = [[_cell(inside.get(box, ()), box) if box else ("", False) for box in row] for row in boxes]
    rows = [row + [("", False)] * (width - len(row)) for row in cells if any(text for text, _ in row)]
    longest = max((len(text) for row in rows for text, _ in row), default=0)
    if not rows or (len(boxes) < 3 and longest > _FRAME):
        return None
    x0, top, x1, bottom = bounds
    texts = tuple(tuple(text for text, _ in row) for row in rows)
    return PrintedTable(texts, x0, x1, top, bottom, tuple(is_open for _, is_open in rows[-1]))


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


def _cell(glyphs: Sequence[Glyph], box: Box) -> tuple[str, bool]:
    """The lines of a cell: a line that reaches the right edge goes on, any other ends with a blank."""
    pieces: list[str] = []
    last: Segment | None = None
    segments = segments_of(glyphs)
    padding = min(median_low([segment.x0 - box[0] for segment in segments] or [0.0]), _PADDING)
    for segment in segments:
        if last is not None:
            full = segment.row != last.row and last.x1 + _room(segment.text) * last.size > box[2] - padding
            pieces.append("" if full and split_number(segment.text) is None else " ")
        pieces.append(segment.text)
        last = segment
    is_open = last is not None and last.x1 + 2 * _CHARACTER * last.size > box[2] - padding
    return "".join(pieces), is_open


def same_columns(table: PrintedTable, following: PrintedTable) -> bool:
    aligned = abs(table.x0 - following.x0) <= _ALIGNED and abs(table.x1 - following.x1) <= _ALIGNED
    return aligned and len(table.rows[0]) == len(following.rows[0])


def is_cut(table: PrintedTable, below: Sequence[str]) -> bool:
    """A row that the end of the sheet cut: no new first cell, every other goes on with a full line or after a full stop.

    At least one of them goes on in the middle of a sentence.
    """
    cells = [
        (one, is_open, other)
        for one, is_open, other in zip(table.rows[-1], table.open_cells, below, strict=True)
        if other
    ]
    if below[0] or not all(one and (is_open or one.endswith(_ENDS)) for one, is_open, _ in cells):
        return False
    return any(
        is_open and len(one) >= _SENTENCE and not one.endswith(_ENDS) and not split_number(other)
        for one, is_open, other in cells
    )


def joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The two halves of a cut row, cell by cell."""
    halves = zip(above, below, strict=True)
    return [one + (" " if one.endswith(_ENDS) and other else "") + other for one, other in halves]


def _room(following: str) -> float:
    """Characters a full line may lack: two that must stay together moved down to the next line."""
    return _CHARACTER + (following.startswith(_NEVER_LAST) or following[1:2] in _NEVER_FIRST)
