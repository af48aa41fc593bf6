"""Ruled tables of a PDF page become rows of cells. Pure.

pdfplumber finds the cells from the rules; a cell over several rows or columns stands once, the others are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
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

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PrintedTable:
    rows: tuple[tuple[str, ...], ...]
    x0: float
    x1: float
    top: float
    bottom: float


def read_tables(page: Any, glyphs: Sequence[Glyph]) -> tuple[list[PrintedTable], list[Glyph]]:
    """The tables of a page, and the glyphs that stand in none."""
    if len(page.edges) > _MAX_EDGES:
        return [], list(glyphs)
    tables: list[PrintedTable] = []
    rest = list(glyphs)
    for found in page.find_tables():
        rows = [list(row.cells) for row in found.rows]
        width = max(map(len, rows))
        if width < 2 or (len(rows) < 2 and width < 3):
            continue
        inside, outside = _part(rest, rows)
        cells = [[_text(inside.get(box, []), box) if box else "" for box in row] for row in rows]
        if not any(map(any, cells)) or (len(rows) < 3 and max(len(c) for row in cells for c in row) > _FRAME):
            continue
        rest = outside
        x0, top, x1, bottom = found.bbox
        padded = ((*row, *[""] * (width - len(row))) for row in cells)
        tables.append(PrintedTable(tuple(row for row in padded if any(row)), x0, x1, top, bottom))
    return tables, rest


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


def _text(glyphs: Sequence[Glyph], box: Box) -> str:
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
    return "".join(pieces)


def goes_on_in(table: PrintedTable, following: PrintedTable) -> bool:
    """A row that the end of the sheet cut: the next sheet's table is as wide, and begins in the middle of sentences."""
    if abs(table.x0 - following.x0) > _ALIGNED or abs(table.x1 - following.x1) > _ALIGNED:
        return False
    above, below = table.rows[-1], following.rows[0]
    if len(above) != len(below) or any(below[:2]):
        return False
    return any(one and other and not one.endswith(_ENDS) for one, other in zip(above, below, strict=True))


def joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The two halves of a cut row, cell by cell."""
    halves = zip(above, below, strict=True)
    return [one + (" " if one.endswith(_ENDS) and other else "") + other for one, other in halves]


def _room(following: str) -> float:
    """Characters a full line may lack: two that must stay together moved down to the next line."""
    return _CHARACTER + (following.startswith(_NEVER_LAST) or following[1:2] in _NEVER_FIRST)
