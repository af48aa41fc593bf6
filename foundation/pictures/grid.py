"""Rows against columns: a matrix, a calendar of months, the coverage of an archive. Pure.

The names of the rows are a drawing of their own, so that they stand still while the cells are moved sideways on a
phone; both have the same height. Every label keeps to its room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from foundation.pictures.scales import length
from foundation.pictures.words import ems, shorten, wrap

GAP = 3  # between two cells
TYPE = 16  # the size of letters in cells and names
HEAD_TYPE = 14
HEAD_LINE = 18
NAME_LINE = 22
SLOT = 32  # one mark of a cell


@dataclass(frozen=True)
class Mark:
    """One of several numbers in a cell, told apart by its shape and its place."""

    kind: str
    count: int
    x: int = 0
    y: int = 0
    size: int = SLOT - 4

    @property
    def middle(self) -> int:
        return self.x + self.size // 2

    @property
    def centre(self) -> int:
        return self.y + self.size // 2

    @property
    def baseline(self) -> int:
        return self.centre + 5

    @property
    def radius(self) -> int:
        return self.size // 2


@dataclass(frozen=True)
class Spot:
    """What stands in a cell: its number, the way to what it counts, and how that is said aloud."""

    count: int
    label: str
    url: str = ""
    text: str = ""
    weight: int = 0
    marks: tuple[Mark, ...] = ()
    missing: bool = False


@dataclass(frozen=True)
class Line:
    """A row: its name, and what is added up behind it."""

    key: int
    name: str
    url: str = ""
    total: str = ""
    total_url: str = ""
    total_label: str = ""


@dataclass(frozen=True)
class Head:
    """A column."""

    key: int
    name: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Layout:
    """Sizes in units; ``bars`` draws the numbers as columns in a row, and its sum below the name of the row."""

    names: int = 120
    width: int = 34
    height: int = 34
    total: int = 0
    total_name: str = ""
    head_lines: int = 1
    bars: bool = False

    @property
    def head(self) -> int:
        return self.head_lines * HEAD_LINE + 8


@dataclass(frozen=True)
class Cell:
    spot: Spot
    x: int
    y: int
    width: int
    height: int
    bar: int = 0

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def baseline(self) -> int:
        return self.y + self.height // 2 + 6

    @property
    def bar_y(self) -> int:
        return self.y + self.height - self.bar

    @property
    def above_bar(self) -> int:
        return self.bar_y - 5


@dataclass(frozen=True)
class Name:
    """A name where it is drawn: beside a row, or in lines above a column."""

    text: tuple[tuple[str, int], ...]  # each line with the height it stands at
    full: str
    url: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def is_cut(self) -> bool:
        """Whether a part of the name is left out, which the drawing then says on pointing."""
        return any(line.endswith("…") for line, _ in self.text)


@dataclass(frozen=True)
class Grid:
    template = "components/_picture_grid.html"
    names: tuple[Name, ...]
    heads: tuple[Name, ...]
    cells: tuple[Cell, ...]
    totals: tuple[Name, ...]
    names_width: int
    cells_width: int
    height: int
    bars: bool
    axes: tuple[int, ...] = ()  # heights of the lines the columns stand on

    @property
    def names_em(self) -> str:
        return ems(self.names_width)

    @property
    def cells_em(self) -> str:
        return ems(self.cells_width)

    @property
    def height_em(self) -> str:
        return ems(self.height)


def draw(
    lines: Sequence[Line],
    heads: Sequence[Head],
    spots: Mapping[tuple[int, int], Spot],
    layout: Layout,
) -> Grid:
    """The grid of all rows and columns; `spots` by keys of row and column, nothing where there is none."""
    width = len(heads) * layout.width + layout.total
    rows = list(enumerate(lines))
    most = max((spot.count for spot in spots.values()), default=0)
    return Grid(
        names=tuple(_name(line, row, layout) for row, line in rows),
        heads=tuple(_heads(heads, layout)),
        cells=tuple(_cells(rows, heads, spots, layout, most)),
        totals=tuple(_total(line, row, len(heads), layout) for row, line in rows if layout.total),
        names_width=layout.names,
        cells_width=width,
        height=layout.head + len(lines) * layout.height,
        bars=layout.bars,
        axes=tuple(layout.head + (row + 1) * layout.height - GAP for row, _ in rows) if layout.bars else (),
    )


def _cells(
    rows: Iterable[tuple[int, Line]],
    heads: Sequence[Head],
    spots: Mapping[tuple[int, int], Spot],
    layout: Layout,
    most: int,
) -> Iterable[Cell]:
    for row, line in rows:
        for column, head in enumerate(heads):
            if spot := spots.get((line.key, head.key)):
                yield _cell(spot, column * layout.width, layout.head + row * layout.height, layout, most)


def _cell(spot: Spot, x: int, y: int, layout: Layout, most: int) -> Cell:
    width, height = layout.width - GAP, layout.height - GAP
    bar = length(spot.count, most, height - TYPE - 6) if layout.bars else 0
    return Cell(_placed(spot, x, y, height), x, y, width, height, bar)


def _placed(spot: Spot, x: int, y: int, height: int) -> Spot:
    """The marks of the cell in the slots their order gives them; an empty slot stays free."""
    if not spot.marks:
        return spot
    top = y + (height - (SLOT - 4)) // 2
    marks = tuple(
        Mark(mark.kind, mark.count, x + 3 + SLOT * slot, top)
        for slot, mark in enumerate(spot.marks)
        if mark.count
    )
    return Spot(spot.count, spot.label, spot.url, spot.text, spot.weight, marks, spot.missing)


def _name(line: Line, row: int, layout: Layout) -> Name:
    y = layout.head + row * layout.height
    rows = [shorten(line.name, (layout.names - 8) / TYPE)]
    rows += [line.total] if layout.bars and line.total else []
    baseline = y + layout.height // 2 + 4 - (len(rows) - 1) * NAME_LINE // 2
    text = tuple((words, baseline + at * NAME_LINE) for at, words in enumerate(rows))
    return Name(text, line.name, line.url, 0, y, layout.names - 4, layout.height - GAP)


def _head(head: Head, column: int, layout: Layout) -> Name:
    lines = wrap(head.name, (layout.width - GAP) / HEAD_TYPE, layout.head_lines)
    first = layout.head - 8 - HEAD_LINE * (len(lines) - 1)
    text = tuple((line, first + HEAD_LINE * at) for at, line in enumerate(lines))
    return Name(
        text, head.label or head.name, head.url, column * layout.width, 0, layout.width - GAP, layout.head - 2
    )


def _heads(heads: Sequence[Head], layout: Layout) -> Iterable[Name]:
    """The names of the columns, then that of the sums behind them."""
    yield from (_head(head, column, layout) for column, head in enumerate(heads))
    if layout.total_name:
        x = len(heads) * layout.width + 6
        line = ((layout.total_name, layout.head - 8),)
        yield Name(line, layout.total_name, "", x, 0, layout.total - 6, layout.head - 2)


def _total(line: Line, row: int, columns: int, layout: Layout) -> Name:
    y = layout.head + row * layout.height
    text = ((line.total, y + layout.height // 2 + 4),)
    full = line.total_label or line.total
    x = columns * layout.width + 6
    return Name(text, full, line.total_url, x, y, layout.total - 6, layout.height - GAP)
