"""A cover for an issue without a picture: hills whose heights are the pages of its contents. Pure.

Reads the pages at which the lines of the contents begin; gives outlines in a box of 300 × 400.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 300, 400
RIDGES = 5
HORIZON, STEP = 236, 30


@dataclass(frozen=True)
class Ridge:
    """One hill: its tone (0 the farthest) and its outline as an SVG path."""

    tone: int
    path: str


def ridges(pages: Sequence[int], *, seed: int) -> list[Ridge]:
    """Five ridges, the same for the same contents; an issue without pages gets gentle ones from its number."""
    lengths = _lengths(pages) or [3, 5, 2, 4]
    return [Ridge(tone, _outline(lengths, tone, seed)) for tone in range(RIDGES)]


def _lengths(pages: Sequence[int]) -> list[int]:
    """Pages between one beginning and the next."""
    return [max(1, later - earlier) for earlier, later in pairwise(pages)]


def _outline(lengths: Sequence[int], tone: int, seed: int) -> str:
    points = 6
    longest = max(lengths)
    base = HORIZON + tone * STEP
    tops = []
    for index in range(points + 1):
        share = lengths[(index + tone * 2 + seed) % len(lengths)] / longest
        sway = ((index * 37 + tone * 53 + seed * 17) % 29) / 29
        tops.append(round(base - share * 30 - sway * 26))
    step = WIDTH / points
    path = f"M0 {tops[0]}"
    for index in range(points):
        left, right = round(index * step), round((index + 1) * step)
        middle = (left + right) // 2
        path += f"C{middle} {tops[index]} {middle} {tops[index + 1]} {right} {tops[index + 1]}"
    return f"{path}V{HEIGHT}H0Z"
