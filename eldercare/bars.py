"""Stacked bars, one a line, for pictures drawn on the server: how many of each level. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LABEL, BAR, TOTAL = 104, 300, 76  # across: the name, the longest bar, the figure behind it
LINE, THICK, GAP = 44, 30, 8  # down: a line, the bar in it, the room above the first
BASELINE = 22  # where words stand in a bar
ROOM_FOR_FIGURE = 26  # a narrower part holds no figure
LONGEST_NAME = 4  # characters that fit before a bar


@dataclass(frozen=True)
class Segment:
    key: str
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def has_room(self) -> bool:
        return self.width >= ROOM_FOR_FIGURE


@dataclass(frozen=True)
class Bar:
    name: str
    total: int
    y: int
    segments: tuple[Segment, ...]
    thick: int = THICK
    start: int = LABEL

    @property
    def label(self) -> str:
        """What fits before the bar."""
        return self.name if len(self.name) <= LONGEST_NAME else f"{self.name[: LONGEST_NAME - 1]}…"

    @property
    def baseline(self) -> int:
        return self.y + BASELINE

    @property
    def end(self) -> float:
        """Where the figure of the whole stands."""
        last = self.segments[-1] if self.segments else None
        return (last.x + last.width if last else LABEL) + GAP


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    width: int
    height: int
    most: int


def stacked(rows: Sequence[tuple[str, Mapping[str, int]]], keys: Sequence[str]) -> Bars:
    """One bar for each name, its parts in the order of `keys`; the longest fills the width. Parts of nothing are left out."""
    most = max((sum(counts.get(key, 0) for key in keys) for _, counts in rows), default=0)
    bars = tuple(
        _bar(name, counts, keys, most, y=GAP + place * LINE) for place, (name, counts) in enumerate(rows)
    )
    return Bars(bars, width=LABEL + BAR + TOTAL, height=GAP + LINE * len(rows), most=most)


def _bar(name: str, counts: Mapping[str, int], keys: Sequence[str], most: int, *, y: int) -> Bar:
    segments: list[Segment] = []
    x = float(LABEL)
    for key in keys:
        count = counts.get(key, 0)
        width = round(BAR * count / most, 2) if most else 0.0
        if count:
            segments.append(Segment(key, count, round(x, 2), width))
        x += width
    return Bar(name, sum(segment.count for segment in segments), y, tuple(segments))
