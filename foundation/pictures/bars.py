"""Bars that lie one under the other, each below its name, of one or several parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.pictures.scales import length
from foundation.pictures.words import shorten, width_of

WIDTH = 400
LINE, BAR, TOP = 66, 28, 26  # a row, the bar in it, where it begins
TYPE = 18
INSIDE = 15
TOTAL_TYPE = 17
BEFORE_TOTAL = 8


@dataclass(frozen=True)
class Part:
    """A share of a bar, in its own pattern; its words stand in it where there is room."""

    kind: str
    value: Decimal
    text: str


@dataclass(frozen=True)
class BarRow:
    name: str
    parts: tuple[Part, ...]
    total: str
    label: str  # the whole row said aloud
    url: str = ""

    @property
    def value(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


@dataclass(frozen=True)
class Segment:
    part: Part
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def has_room(self) -> bool:
        return self.width >= width_of(self.part.text) * INSIDE + 6


@dataclass(frozen=True)
class Bar:
    row: BarRow
    segments: tuple[Segment, ...]
    y: int
    line: int = LINE - 4

    @property
    def name(self) -> str:
        return shorten(self.row.name, WIDTH / TYPE)

    @property
    def name_y(self) -> int:
        return self.y + 18

    @property
    def bar_y(self) -> int:
        return self.y + TOP

    @property
    def thick(self) -> int:
        return BAR

    @property
    def baseline(self) -> int:
        return self.bar_y + 20

    @property
    def end(self) -> int:
        """Where the figure of the whole stands."""
        return (self.segments[-1].x + self.segments[-1].width if self.segments else 0) + BEFORE_TOTAL


@dataclass(frozen=True)
class Bars:
    template = "components/_picture_bars.html"
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH


def draw(rows: Sequence[BarRow]) -> Bars:
    """One bar a row to one scale, the longest filling the width that the figures behind the bars leave."""
    most = max((row.value for row in rows), default=Decimal(0))
    behind = max((width_of(row.total) for row in rows), default=0.0) * TOTAL_TYPE + BEFORE_TOTAL + 4
    room = WIDTH - round(behind)
    bars = tuple(Bar(row, _segments(row, most, room), at * LINE) for at, row in enumerate(rows))
    return Bars(bars, height=max(1, len(rows) * LINE))


def _segments(row: BarRow, most: Decimal, room: int) -> tuple[Segment, ...]:
    found: list[Segment] = []
    x = 0
    for part in row.parts:
        width = length(part.value, most, room)
        if width:
            found.append(Segment(part, x, width))
            x += width
    return tuple(found)
