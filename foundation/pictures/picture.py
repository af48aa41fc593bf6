"""A picture with the words that go with it: title, description, key, and the table it was drawn from. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.pictures.bars import Bars
from foundation.pictures.grid import Grid
from foundation.pictures.year import Year


@dataclass(frozen=True)
class Figure:
    """One number of a table; with an address it is the way to what it counts."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class TableRow:
    name: str
    figures: tuple[Figure, ...]
    url: str = ""


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[TableRow, ...]
    foot: TableRow | None = None


@dataclass(frozen=True)
class KeyEntry:
    """What a mark means; the name of the mark is its class."""

    mark: str
    label: str


@dataclass(frozen=True)
class Picture:
    key: str  # unique on its page
    title: str
    text: str  # how to read it, for eyes and for screen readers
    drawing: Grid | Bars | Year
    table: Table
    legend: tuple[KeyEntry, ...] = ()
    remark: str = ""  # how the numbers of the table came about
