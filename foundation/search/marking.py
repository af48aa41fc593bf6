"""Where the terms stand in what is shown: ranges in the text as it was printed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foundation.search.folding import folded, folded_with_places

SNIPPET = 120  # characters of context
LEAD = 24  # of which so many before the first term

Range = tuple[int, int]
_BREAKS = re.compile(r"[\n\t]+")
_SENTENCE_ENDS = "。；！？\n"


@dataclass(frozen=True)
class Marked:
    """A text and the ranges of it to be marked, ascending, none touching another; whether it was cut at its ends."""

    text: str
    ranges: tuple[Range, ...] = ()
    is_cut_before: bool = False
    is_cut_after: bool = False
    at: int = 0  # of a snippet: where in the whole text its first marked form stands

    def parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        found, end = [], 0
        for start, stop in self.ranges:
            found += [(self.text[end:start], False), (self.text[start:stop], True)]
            end = stop
        return [part for part in [*found, (self.text[end:], False)] if part[0]]


def marked(text: str, forms: Iterable[str]) -> Marked:
    """The whole text with every form marked."""
    return Marked(text, _merged(_ranges(text, forms)))


def snippet(text: str, forms: Sequence[str], *, size: int = SNIPPET) -> Marked:
    """The stretch of the text that holds most of the forms, from the start of a sentence where one is near."""
    text = _BREAKS.sub(lambda breaks: "\n" + " " * (len(breaks[0]) - 1), text)
    ranges = _ranges(text, forms)
    start = _start_of_best(text, ranges, size)
    stop = min(len(text), start + size)
    inside = [(a - start, b - start) for a, b, _ in ranges if a >= start and b <= stop]
    piece = text[start:stop]
    shown = piece.replace("\n", " ").rstrip()
    kept = tuple(pair for pair in _merged_pairs(inside) if pair[1] <= len(shown))
    at = start + (kept[0][0] if kept else 0)
    return Marked(shown, kept, is_cut_before=start > 0, is_cut_after=stop < len(text), at=at)


def _ranges(text: str, forms: Iterable[str]) -> list[tuple[int, int, int]]:
    """Start, end and number of the form, ascending."""
    forms = list(forms)
    quick = folded(text)
    if not any(form in quick for form in forms):
        return []
    whole, places = folded_with_places(text)
    found = []
    for number, form in enumerate(forms):
        at = whole.find(form)
        while at >= 0 and form:
            found.append((places[at], places[at + len(form) - 1] + 1, number))
            at = whole.find(form, at + len(form))
    return sorted(found)


def _merged(ranges: Iterable[tuple[int, int, int]]) -> tuple[Range, ...]:
    return _merged_pairs([(start, stop) for start, stop, _ in ranges])


def _merged_pairs(ranges: Iterable[Range]) -> tuple[Range, ...]:
    merged: list[Range] = []
    for start, stop in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return tuple(merged)


def _start_of_best(text: str, ranges: Sequence[tuple[int, int, int]], size: int) -> int:
    """Where to begin so that most different forms are seen; of equals the first."""
    best, most = 0, 0
    for index, (start, _, _) in enumerate(ranges):
        reach = start + size - LEAD
        seen = len(
            {number for at, stop, number in ranges[index : index + 50] if stop <= reach and at >= start}
        )
        if seen > most:
            best, most = start, seen
    if not most:
        return 0
    begin = max(0, best - LEAD)
    ends = [text.rfind(mark, begin, best) for mark in _SENTENCE_ENDS]
    return max(ends) + 1 if max(ends) >= 0 else begin
