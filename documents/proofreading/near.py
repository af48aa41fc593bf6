"""Words found in one pass over a text, and names one letter away from a known one. Pure.

A name of n letters with one letter wrong still has its first or its second half whole: the halves are searched
with Aho-Corasick, and only where one stands is the rest compared. The cost follows the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

SHORTEST = 5
_PLACE = re.compile("[\u4e00-\u9fff]{0,3}?[省市县区州镇乡]")  # another place is another name: 临江市, 永平县


@dataclass(frozen=True)
class Near:
    start: int
    end: int
    name: str


class Words:
    """Fixed words, all found in one pass; where several begin at one place the longest counts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._words[index]


class NearNames:
    """Names printed with one inner letter changed or lost. First and last letter must stand."""

    def __init__(self, names: Iterable[str], *, shortest: int = SHORTEST) -> None:
        self._names = tuple(sorted({name for name in names if len(name) >= shortest}))
        self._all = frozenset(self._names)
        halves = [
            (half, index, side) for index, name in enumerate(self._names) for half, side in _halves(name)
        ]
        self._places: dict[str, list[tuple[int, int]]] = {}
        for half, index, side in halves:
            self._places.setdefault(half, []).append((index, side))
        self._halves = tuple(self._places)
        self._automaton = AhoCorasick(self._halves) if self._halves else None

    def find(self, text: str) -> Iterator[Near]:
        if self._automaton is None:
            return
        seen: set[tuple[int, int]] = set()
        for half, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for index, side in self._places[self._halves[half]]:
                near = self._around(text, self._names[index], start, end, side)
                if near and (near.start, near.end) not in seen:
                    seen.add((near.start, near.end))
                    yield near

    def _around(self, text: str, name: str, start: int, end: int, side: int) -> Near | None:
        """Compare the name with the letters round one of its halves."""
        for length in (len(name), len(name) - 1):
            first = start if side == 0 else end - length
            printed = text[first : first + length] if first >= 0 else ""
            if len(printed) < length or printed == name:
                if printed == name:
                    return None
                continue
            if _one_inner_edit(printed, name) and not self._is_part_of_known(text, first, first + length):
                return Near(first, first + length, name)
        return None

    def _is_part_of_known(self, text: str, start: int, end: int) -> bool:
        """The printed letters are a known name themselves, or stand inside one."""
        if text[start:end] in self._all:
            return True
        return any(
            text[first:last] in self._all
            for first in range(max(start - 6, 0), start + 1)
            for last in range(end, min(end + 6, len(text)) + 1)
        )


def _halves(name: str) -> tuple[tuple[str, int], tuple[str, int]]:
    middle = len(name) // 2
    return (name[:middle], 0), (name[middle:], 1)


def _one_inner_edit(printed: str, name: str) -> bool:
    if printed[0] != name[0] or printed[-1] != name[-1]:
        return False
    at = next((i for i, letter in enumerate(printed) if letter != name[i]), len(printed))
    place = _PLACE.match(name, 1)
    if place and at < place.end() and len(printed) == len(name):
        return False
    if len(printed) == len(name):
        return printed[at + 1 :] == name[at + 1 :] and _is_han(printed[at])
    return printed[at:] == name[at + 1 :] and _is_han(name[at])


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"
