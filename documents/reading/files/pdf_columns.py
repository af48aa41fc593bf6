"""Segments and tables of a page are put in reading order: bands from top to bottom, in a band column by column. Pure.

A page has two columns when a gutter near the middle is free and the lines on both sides fill their columns. What lies
across the gutter (a title, a wide table) parts the bands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.reading.files.pdf_rows import Segment
from documents.reading.files.pdf_tables import PrintedTable

Item = Segment | PrintedTable
_MIDDLE = (0.3, 0.7)
_STEP = 3.0
_FILLED = 0.75
_FILLED_SHARE = 0.4
_LEAST_LINES = 3
_MOST_ACROSS = 0.6  # of the characters may lie across the gutter
_ALIGNED = 3.0
_SHARED = 3  # lines
_HANGING = 0.6  # of the size


@dataclass(frozen=True)
class Gutter:
    """A place between two columns, where they begin, and where the right one ends."""

    x: float
    left: float
    right: float
    end: float


@dataclass(frozen=True)
class Region:
    """Items read one after another between two edges."""

    items: tuple[Item, ...]
    left: float
    right: float


def find_gutter(segments: Sequence[Segment], known: Sequence[Gutter] = ()) -> Gutter | None:
    """The gutter of a page; ``known`` ones of other pages need less proof."""
    if not segments:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right - left
    found = _freest(segments, left + _MIDDLE[0] * width, left + _MIDDLE[1] * width)
    if found is not None and _is_filled(segments, found):
        return found
    return next((gutter for gutter in known if _fits(segments, gutter)), None)


def _freest(segments: Sequence[Segment], start: float, end: float) -> Gutter | None:
    """The place that the fewest characters cross; of equal ones the middle of the widest run."""
    places = [start + _STEP * step for step in range(int((end - start) / _STEP) + 1)]
    crossing = [sum(len(s.text) for s in segments if s.crosses(x)) for x in places]
    total = sum(len(s.text) for s in segments)
    least = min(crossing, default=total)
    if least > _MOST_ACROSS * total:
        return None
    runs: list[list[float]] = [[]]
    for x, count in zip(places, crossing, strict=True):
        if count == least:
            runs[-1].append(x)
        elif runs[-1]:
            runs.append([])
    widest = max(runs, key=len)
    x = widest[len(widest) // 2]
    parts = part(segments, x)
    lefts = [s for s in parts if s.x1 <= x]
    rights = [s for s in parts if s.x0 >= x]
    if not lefts or not rights:
        return None
    begin = common_edge([s.x0 for s in rights])
    middle = _middle(segments, max(s.x1 for s in lefts), begin, x)
    return Gutter(middle, common_edge([s.x0 for s in lefts]), begin, max(s.x1 for s in rights))


def _middle(segments: Sequence[Segment], end: float, begin: float, x: float) -> float:
    """Between the columns, where brackets and stops may hang into the gutter from both sides."""
    hang = _HANGING * max(segment.size for segment in segments)
    edges = [edge for segment in segments for edge in _edges_within(segment)]
    ends = [edge for edge, is_end in edges if is_end and end <= edge <= end + hang]
    begins = [edge for edge, is_end in edges if not is_end and begin - hang <= edge <= begin]
    outer, inner = max(ends, default=end), min(begins, default=begin)
    return (outer + inner) / 2 if outer < inner else x


def _edges_within(segment: Segment) -> list[tuple[float, bool]]:
    """Where printing ends (True) and begins (False), at the gaps too."""
    inner = [edge for _, start, end in segment.gaps for edge in ((start, True), (end, False))]
    return [(segment.x1, True), (segment.x0, False), *inner]


def common_edge(places: Sequence[float]) -> float:
    """The outermost place that several lines share: a bracket may hang over the edge."""
    shared = Counter(round(place) for place in places)
    common = [place for place in places if shared[round(place)] >= _SHARED]
    return min(common or places)


def part(segments: Iterable[Segment], x: float) -> list[Segment]:
    """Segments that reach over a gutter without crossing it, in two."""
    return [half for segment in segments for half in segment.parted(x)]


def _is_filled(segments: Sequence[Segment], gutter: Gutter) -> bool:
    """Prose fills its column; labels, names and leaders do not."""
    parts = part(segments, gutter.x)
    for side in (
        [s for s in parts if s.x1 <= gutter.x],
        [s for s in parts if s.x0 >= gutter.x],
    ):
        if len(side) < _LEAST_LINES:
            return False
        width = max(s.x1 for s in side) - min(s.x0 for s in side)
        filled = sum(s.x1 - s.x0 >= _FILLED * width for s in side)
        if filled < _FILLED_SHARE * len(side):
            return False
    return True


def _fits(segments: Sequence[Segment], gutter: Gutter) -> bool:
    """A sparse page in the columns of another page: its edges stand where they stood there, or the right is empty."""
    free = [s for s in part(segments, gutter.x) if not s.x0 < gutter.x < s.x1]
    lefts = [s.x0 for s in free if s.x1 <= gutter.x]
    rights = [s.x0 for s in free if s.x0 >= gutter.x]
    return (
        bool(lefts)
        and abs(min(lefts) - gutter.left) <= _ALIGNED
        and (not rights or abs(min(rights) - gutter.right) <= _ALIGNED)
    )


def _edges(items: Sequence[Item]) -> tuple[float, float]:
    """Of the text; a table may be wider or narrower."""
    found = [item for item in items if isinstance(item, Segment)] or items
    return common_edge([item.x0 for item in found]), max(item.x1 for item in found)


def arrange(items: Sequence[Item], gutter: Gutter | None) -> list[Region]:
    """Regions of a page in reading order."""
    if not items:
        return []
    halves = [
        half
        for item in items
        for half in (item.parted(gutter.x) if gutter and isinstance(item, Segment) else [item])
    ]
    ordered = sorted(halves, key=lambda item: (item.top, item.x0))
    left, right = _edges(ordered)
    if gutter is None:
        return [Region(tuple(ordered), left, right)]
    left, right = min(left, gutter.left), max(right, gutter.end)
    regions: list[Region] = []
    across: list[Item] = []
    band: list[Item] = []
    for item in ordered:
        if item.x0 < gutter.x < item.x1:
            regions += _columns(band, gutter, left, right)
            band = []
            across.append(item)
        else:
            regions += [Region(tuple(across), left, right)] if across else []
            across = []
            band.append(item)
    regions += [Region(tuple(across), left, right)] if across else []
    return regions + _columns(band, gutter, left, right)


def _columns(band: Sequence[Item], gutter: Gutter, left: float, right: float) -> list[Region]:
    """Left column, then right column of a band; edges where the columns of the page end."""
    lefts = tuple(item for item in band if item.x0 < gutter.x)
    rights = tuple(item for item in band if item.x0 >= gutter.x)
    found = []
    if lefts:
        end = gutter.x - (gutter.right - gutter.x)
        found.append(Region(lefts, left, max(end, _edges(lefts)[1])))
    if rights:
        found.append(Region(rights, gutter.right, right))
    return found
