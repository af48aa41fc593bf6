"""A cover for an issue without a picture: a sun over tea hills, drawn from the issue's own numbers. Pure.

The pages at which the lines of the contents begin give the heights of the hills; as many terraces run along the nearest
hills as the contents have lines; the sun climbs with the number of the issue in its year. All in a box of 300 × 400.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 300, 400
RIDGES = 5
HORIZON, STEP = 262, 27
MOST_TERRACES, TERRACE_STEP = 9, 8
ISSUES_A_YEAR = 12
NAME_WIDTH, NAME_LARGEST, LINE_LONGEST = 252, 28, 14


@dataclass(frozen=True)
class Ridge:
    """One hill: its tone (0 the farthest), its outline, and the terraces along its slope, as SVG paths."""

    tone: int
    path: str
    terraces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sun:
    x: int
    y: int


@dataclass(frozen=True)
class NameLine:
    """A line of the gazette's name with its size and baseline."""

    text: str
    size: int
    y: int


def ridges(pages: Sequence[int], *, seed: int) -> list[Ridge]:
    """Five hills, the same for the same contents; an issue without pages gets gentle ones from its number."""
    lengths = _lengths(pages) or [3, 5, 2, 4]
    return [_ridge(lengths, tone, seed=seed, lines=len(pages)) for tone in range(RIDGES)]


def sun(number: int) -> Sun:
    """Low in the east for the first issue of a year, highest at midsummer, low in the west for the last."""
    place = min(max(number, 1), ISSUES_A_YEAR) - 1
    away = abs(2 * place - (ISSUES_A_YEAR - 1)) / (ISSUES_A_YEAR - 1)
    return Sun(x=62 + round(place * 176 / (ISSUES_A_YEAR - 1)), y=204 + round(26 * away * away))


def name_lines(name: str) -> list[NameLine]:
    """The name in one line, a long one in two, each as large as the width allows."""
    if len(name) <= LINE_LONGEST:
        return [NameLine(name, min(NAME_LARGEST, NAME_WIDTH // max(1, len(name))), 62)]
    middle = (len(name) + 1) // 2
    halves = name[:middle], name[middle:]
    size = min(20, NAME_WIDTH // middle)
    return [NameLine(text, size, y) for text, y in zip(halves, (44, 70), strict=True)]


def _lengths(pages: Sequence[int]) -> list[int]:
    """Pages between one beginning and the next."""
    return [max(1, later - earlier) for earlier, later in pairwise(pages)]


def _ridge(lengths: Sequence[int], tone: int, *, seed: int, lines: int) -> Ridge:
    tops = _tops(lengths, tone, seed)
    is_near = tone >= RIDGES - 2
    terraces = min(lines, MOST_TERRACES) if is_near else 0
    return Ridge(
        tone,
        f"M{_wave(tops, tone)}V{HEIGHT}H0Z",
        tuple(f"M{_wave(tops, tone, below=TERRACE_STEP * (index + 1))}" for index in range(terraces)),
    )


def _tops(lengths: Sequence[int], tone: int, seed: int) -> list[int]:
    """The heights of a hill from left to right: what was printed long stands high; a sway keeps the hills apart."""
    longest = max(lengths)
    base = HORIZON + tone * STEP
    tops = []
    for index in range(6):
        share = lengths[(index + tone * 2 + seed) % len(lengths)] / longest
        sway = ((index * 37 + tone * 53 + seed * 17) % 29) / 29
        tops.append(round(base - share * 28 - sway * 26))
    return tops


def _wave(tops: Sequence[int], tone: int, *, below: int = 0) -> str:
    """A smooth line through the tops; the hills of each tone begin elsewhere, so that no two peaks stand in line.

    A terrace farther down the slope follows the top less closely.
    """
    step, start = 75, -15 * (tone + 1)
    flat = max(0.4, 1 - below / 120)
    mean = sum(tops) / len(tops)
    heights = [round(mean + (top - mean) * flat + below) for top in tops]
    line = f"{start} {heights[0]}"
    for index, (here, there) in enumerate(pairwise(heights)):
        left = start + index * step
        middle, right = left + step // 2, left + step
        line += f"C{middle} {here} {middle} {there} {right} {there}"
    return line
