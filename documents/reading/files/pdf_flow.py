"""Regions of pages become printed lines: which line goes on with the one before, and where a paragraph ends. Pure.

A line goes on when the line before it reaches the right edge and this one is not indented, across columns and sheets.
So does a bracket at the left edge. Any other line has a blank one before it, but for the lines of one centred title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from documents.official_text import split_number
from documents.reading.files.pdf_columns import Item, Region
from documents.reading.files.pdf_rows import Segment, leading_width
from documents.reading.files.pdf_tables import PrintedTable, is_cut, joined, same_columns
from documents.reading.files.printed import PrintedLine
from foundation.chinese_text import numeral

_FULL = 2.0  # characters a full line may lack at the right edge
_INDENT = 0.6
_USUAL_INDENT = 2.0
_SAME_SIZE = 0.1
_NEAR = 1.3  # times the usual distance of lines
_LARGE = 6  # lines: a region that knows its own edges,
_PROSE_WIDTH = 15.0  # if it is so many characters wide
_FULL_SHARE = 0.3  # and so many of its lines are full
_SLACK = 0.5  # characters
_LEAST = 10  # characters: a shorter line never goes on
_ANNOUNCED = re.compile(r"^附\s*件\s*[：:]\s*")
_ENDED = re.compile(r"[。！？；：][”’」』）)\]］]*$")


@dataclass(frozen=True)
class _Line:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    left: float  # edges of the region
    right: float
    pitch: float  # usual distance of its lines
    region: int
    is_parted: bool  # wide gaps within: a list, not prose

    @property
    def is_centred(self) -> bool:
        middle = (self.left + self.right) / 2
        apart = abs((self.x0 + self.x1) / 2 - middle)
        return apart < self.size and self.x0 > self.left + self.size and not self.is_full

    @property
    def is_full(self) -> bool:
        return self.x1 >= self.right - _FULL * self.size

    @property
    def indent(self) -> float:
        return (self.x0 - self.left) / self.size


class Flow:
    """Takes the regions of one page after another and puts their lines down."""

    def __init__(self, edges: Sequence[tuple[float, float]]) -> None:
        self.lines: list[PrintedLine] = []
        self._edges = edges
        self._last: _Line | None = None
        self._opening = ""  # first line of the paragraph,
        self._indented = False  # and whether it was
        self._region = 0
        self._table: PrintedTable | None = None
        self._header: tuple[str, ...] = ()
        self._row_at = 0  # where its last row stands in the lines

    def add(self, region: Region, page: int) -> None:
        self._region += 1
        for block in _blocks(region, self._edges, self._region):
            if isinstance(block, PrintedTable):
                self._put_table(block, page)
            else:
                self._put(block, page)

    def add_furniture(self, texts: Iterable[str], page: int) -> None:
        self.lines += [PrintedLine(text, page, furniture=True) for text in texts]

    def add_askew(self, text: str, page: int, *, furniture: bool) -> None:
        if text:
            self.lines.append(PrintedLine(text, page, furniture))

    def _put(self, line: _Line, page: int) -> None:
        last = self._last
        goes_on = last is not None and _goes_on(last, line) and not self._opens(line)
        goes_on = goes_on or last is not None and _is_bracket_below(last, line)
        close = last is not None and _is_one_title(last, line)
        if not goes_on and not close:
            self.lines.append(PrintedLine("", page))
        if not goes_on:
            self._opening, self._indented = line.text, line.indent > _INDENT
        self.lines.append(PrintedLine(line.text, page, goes_on=goes_on))
        self._last = line
        self._table = None

    def _opens(self, line: _Line) -> bool:
        """A number at the left edge opens a paragraph where no paragraph is indented, or if it counts on."""
        numbered = split_number(line.text) is not None
        return numbered and (not self._indented or _counts_on(self._opening, line.text))

    def _put_table(self, table: PrintedTable, page: int) -> None:
        rows = list(table.rows)
        above = self._table
        if above is not None and self.lines[self._row_at].page < page and same_columns(above, table):
            if rows[0] == self._header and len(rows) > 1:
                self.lines.append(PrintedLine("\t".join(rows.pop(0)), page, furniture=True))
            if is_cut(above, rows[0]):
                row = joined(above.rows[-1], rows.pop(0))
                self.lines[self._row_at] = replace(self.lines[self._row_at], text="\t".join(row))
        else:
            self._header = table.rows[0]
        if rows:
            self.lines += [PrintedLine("", page), *(PrintedLine("\t".join(row), page) for row in rows)]
            self._row_at = len(self.lines) - 1
        self.lines.append(PrintedLine("", page))
        self._last, self._table = None, table


def prose_edges(regions: Iterable[Region]) -> list[tuple[float, float]]:
    """Edges of the regions with many full lines, for those with few, or with nothing but short ones."""
    return [(region.left, region.right) for region in regions if _is_prose(region)]


def _is_prose(region: Region) -> bool:
    lines = [item for item in region.items if isinstance(item, Segment)]
    full = sum(line.x1 >= region.right - line.size for line in lines)
    wide = bool(lines) and region.right - region.left >= _PROSE_WIDTH * lines[0].size
    return wide and len(lines) >= _LARGE and full >= _FULL_SHARE * len(lines)


def _blocks(region: Region, edges: Sequence[tuple[float, float]], number: int) -> list[_Line | PrintedTable]:
    """Lines of a region, segments side by side joined; tables as they are."""
    left, right = _edges_for(region, edges)
    rows = [
        (next(iter(run)), False) if is_table else _row(list(run))
        for (is_table, _), run in groupby(region.items, _row_key)
    ]
    pitch = _pitch([row for row, _ in rows if isinstance(row, Segment)])
    return [
        row
        if isinstance(row, PrintedTable)
        else _Line(
            row.text, row.x0, row.x1, row.top, row.bottom, row.size, left, right, pitch, number, parted
        )
        for row, parted in rows
    ]


def _row_key(item: Item) -> tuple[bool, int]:
    return (True, id(item)) if isinstance(item, PrintedTable) else (False, item.row)


def _row(run: Sequence[Item]) -> tuple[Item, bool]:
    """Segments side by side as one, and whether no part of it is most of the line."""
    parts = sorted((item for item in run if isinstance(item, Segment)), key=lambda part: part.x0)
    largest = max(parts, key=lambda part: len(part.text))
    text = " ".join(part.text for part in parts)
    return replace(largest, text=text, x0=parts[0].x0, x1=parts[-1].x1), 2 * len(largest.text) < len(text)


def _pitch(rows: Sequence[Segment]) -> float:
    steps = sorted(b.top - a.top for a, b in zip(rows, rows[1:], strict=False) if b.top > a.top)
    return steps[len(steps) // 3] if steps else 0.0


def _edges_for(region: Region, edges: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Its own edges if it is prose, or those of prose in the same place."""
    if _is_prose(region):
        return region.left, region.right
    size = next((item.size for item in region.items if isinstance(item, Segment)), 10.0)
    near = [
        (left, right)
        for left, right in edges
        if region.left - 3 * size <= left <= region.left + 1 and right >= region.right - 1
    ]
    return min(near, key=lambda edge: edge[1] - edge[0], default=(region.left, region.right))


def _goes_on(last: _Line, line: _Line) -> bool:
    if abs(last.size - line.size) > _SAME_SIZE * line.size or not _is_filled(last, line):
        return False
    if last.is_parted or len(last.text) < _LEAST:
        return False
    if last.region == line.region and not _is_near(last, line):
        return False
    if _ENDED.search(last.text) and split_number(line.text):
        return False
    if line.indent <= _INDENT:
        return True
    hanging = abs(line.indent - _USUAL_INDENT) > _INDENT and not line.is_centred
    return hanging and not _ENDED.search(last.text)


def _is_filled(last: _Line, line: _Line) -> bool:
    """Whether the head of the next line had no room on this one."""
    return last.x1 + (leading_width(line.text) + _SLACK) * last.size > last.right


def _counts_on(opening: str, text: str) -> bool:
    """A line that bears the number after the paragraph's own begins the next item."""
    one, other = split_number(_ANNOUNCED.sub("", opening)), split_number(text)
    if one is None or other is None or one[0] != other[0]:
        return False
    before, after = (_value(number) for number in (one[1], other[1]))
    return before is not None and after == before + 1


def _value(number: str) -> int | None:
    bare = number.strip("（）第章节条")
    return int(bare) if bare.isdecimal() else numeral(bare)


def _is_bracket_below(last: _Line, line: _Line) -> bool:
    """A bracket set at the left edge under a paragraph belongs to it."""
    same = last.region == line.region and _is_near(last, line)
    bracket = line.text.startswith(("（", "(", "［", "[")) and not split_number(line.text)
    return same and bracket and line.indent <= _INDENT and _ENDED.search(last.text) is not None


def _is_near(last: _Line, line: _Line) -> bool:
    return line.top - last.top <= _NEAR * max(line.pitch, 1.2 * line.size)


def _is_one_title(last: _Line, line: _Line) -> bool:
    """Lines under one another, of one size, centred; the upper may fill the measure."""
    same = abs(last.size - line.size) <= _SAME_SIZE * line.size and last.region == line.region
    near = line.top - last.bottom < line.size
    above = last.is_centred or last.is_full
    return same and near and above and line.is_centred and not _ENDED.search(last.text)
